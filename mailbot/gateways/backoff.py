"""How long to wait before the next attempt."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backoff:
    """Doubling waits from `first_seconds` up to `most_seconds`, spread so that clients do not come
    back all at once.
    """

    first_seconds: float = 1.0
    most_seconds: float = 300.0

    def delay(self, failures: int, chance: float) -> float:
        """Return the seconds to wait after so many failures in a row, at least one.

        Args:
            chance: a random number in [0, 1); the wait lies between half and the whole of the step.
        """
        step = min(self.most_seconds, self.first_seconds * 2.0 ** min(failures - 1, 60))
        return step * (0.5 + chance / 2)
