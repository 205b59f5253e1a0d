"""Attempts to log in, counted by account and by address: five a minute each, then no answer."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

PER_MINUTE = 5
_MINUTE = timedelta(minutes=1)
_MOST_KEPT = 10_000


@dataclass(eq=False)
class Attempts:
    """Remembers the attempts of the last minute; one process, lost when it ends."""

    _made: dict[str, deque[datetime]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def may_try(self, now: datetime, *keys: str) -> bool:
        """Count one attempt for each key; False when one of them had its five already."""
        with self._lock:
            self._forget(now)
            if any(len(self._made.get(key, ())) >= PER_MINUTE for key in keys):
                return False
            for key in keys:
                self._made.setdefault(key, deque()).append(now)
            return True

    def _forget(self, now: datetime) -> None:
        for key in [*self._made]:
            times = self._made[key]
            while times and now - times[0] >= _MINUTE:
                times.popleft()
            if not times:
                del self._made[key]
        while len(self._made) > _MOST_KEPT:
            del self._made[next(iter(self._made))]
