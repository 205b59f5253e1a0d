"""The simulated clock: it goes on when told to, as fast as wished."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass(eq=False)
class SimulatedClock:
    """Shows an instant; with a speed, so many simulated seconds pass in a real one."""

    now: datetime
    speed: float = 0.0
    sleep: Callable[[float], None] = time.sleep
    real: Callable[[], float] = time.monotonic
    _began: tuple[datetime, float] = field(init=False)

    def __post_init__(self) -> None:
        self.now = self.now.astimezone(UTC)
        self._began = self.now, self.real()

    def __call__(self) -> datetime:
        """Return the simulated instant."""
        return self.now

    def turn(self, to: datetime) -> None:
        """Go on to this instant, never back, and wait until its real time has come."""
        self.now = max(self.now, to.astimezone(UTC))
        if not self.speed:
            return
        since, real = self._began
        ahead = (self.now - since).total_seconds() / self.speed - (self.real() - real)
        if ahead > 0:
            self.sleep(ahead)

    def spend(self, seconds: float) -> None:
        """Let time pass that work has taken."""
        self.turn(self.now + timedelta(seconds=seconds))
