"""Erasures, heard of in every process: none goes on holding what it opened of a case before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import Connection

from mailbot.storage import facts
from mailbot.storage.database import Database

_LAST = "last_erasure"


def tell(connection: Connection) -> None:
    """Let every process hear that somebody was erased, once this transaction is committed."""
    facts.tell(connection, _LAST, uuid4().hex)


@dataclass(eq=False)
class Erasures:
    """What one process has heard of; `drop` lets go of all it holds of cases."""

    drop: Callable[[], None]
    _heard: str | None = None

    def heed(self, database: Database) -> None:
        """Drop what is held, if somebody was erased since this was asked last."""
        with database.reading() as connection:
            last = facts.told(connection, _LAST)
        if last != self._heard:
            self.drop()
            self._heard = last
