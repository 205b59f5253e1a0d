"""An outage of a certification authority: whether a case may wait for it, and until when.

"Could not be checked" is never "good". Where nothing else speaks against a request, and data that
is missing may yet come, the case waits by itself; in good time before its deadline it goes to a
person.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

UNKNOWN = "signature.revocation_unknown"


@dataclass(frozen=True, slots=True)
class Outage:
    """`missing` names the places that give no data now, `patience_ends` says until when a case
    with this due time may wait for them.
    """

    missing: Callable[[], Collection[str]]
    patience_ends: Callable[[datetime], datetime]

    def lets_wait(self, due_at: Callable[[], datetime], now: datetime) -> bool:
        """Return whether there is something to wait for, and time left to do so. The due time is
        asked for only where there is: to count working days costs more than to judge a mail.
        """
        return bool(self.missing()) and now < self.patience_ends(due_at())
