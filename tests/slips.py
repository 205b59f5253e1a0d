"""One slip at a time, as a worker has it that works on nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from mailbot.storage import work
from mailbot.storage.presence import Presence
from mailbot.storage.work import Slip


def take_one(
    connection: Connection, now: datetime, lease: timedelta, *, in_turn: bool = False
) -> Slip | None:
    """Claim one slip, or None when nothing is due."""
    return next(iter(work.claim(connection, now, lease, most=1, in_turn=in_turn)), None)


# A process that can have no lock, and knows of no other.
NOBODY = Presence(Path("/nonexistent"))
