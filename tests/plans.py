"""What a database is asked meanwhile, and how it would carry that out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, event

from mailbot.storage.database import Database

_WHOLE = re.compile(r"SCAN (\w+)$|Seq Scan on (\w+)", re.MULTILINE)


@contextmanager
def recorded(database: Database) -> Iterator[dict[str, object]]:
    """Yield what is read and changed meanwhile, each statement once."""
    seen: dict[str, object] = {}

    def note(_c: object, _u: object, statement: str, parameters: object, *_: object) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE")):
            seen.setdefault(statement, parameters)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def plan_of(connection: Connection, statement: str, parameters: object) -> str:
    """Return how the database would carry the statement out."""
    explain = "EXPLAIN" if connection.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
    found = connection.exec_driver_sql(f"{explain} {statement}", parameters)  # type: ignore[arg-type]
    return "\n".join(str(row[-1]) for row in found)


def read_whole(plan: str) -> set[str]:
    """Return the tables that a plan reads from end to end, without an index."""
    return {one or other for one, other in _WHOLE.findall(plan)}
