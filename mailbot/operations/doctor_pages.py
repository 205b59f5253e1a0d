"""How the deep looks go through a table, and how they tell of what they found in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, ColumnElement, select, true

from mailbot.operations.doctor_seen import Seen, wrong
from mailbot.storage.database import Database

PORTION = 200
_ALL: ColumnElement[bool] = true()
SHOWN = 10  # more of the same are counted, not named


def pages(
    database: Database, key: Column[int], *columns: Column[Any], only: ColumnElement[bool] = _ALL
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a table by its integer key, all or `only` some, a portion a transaction."""
    after = 0
    while True:
        rows = select(key, *columns).where(key > after, only).order_by(key).limit(PORTION)
        with database.reading() as connection:
            found = connection.execute(rows).all()
        yield from (tuple(row) for row in found)
        if len(found) < PORTION:
            return
        after = found[-1][0]


def told(code: str, names: list[str]) -> Iterator[Seen]:
    """Yield one finding for all of these, where there are any."""
    if names:
        more = " …" if len(names) > SHOWN else ""
        which = ", ".join(names[:SHOWN]) + more
        yield wrong(code, count=str(len(names)), which=which)
