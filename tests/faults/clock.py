"""A clock that can be put forward and back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.clock import utc_now


@dataclass
class ShiftedClock:
    """The true time and `shift` more."""

    shift: timedelta = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self.shift

    def pass_by(self, **time: float) -> None:
        """Let so much time go by at once; a negative one puts the clock back."""
        self.shift += timedelta(**time)
