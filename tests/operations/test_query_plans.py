"""What a request asks the database for is found by an index, however many cases are finished."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, event, select

from benchmarks.growth.history import fill
from mailbot.storage.database import Database
from mailbot.storage.tables import cases
from tests.journeys.paper import TWO_RECRUITS, Letter
from tests.journeys.world import World, a_mail

CASES = 3_000  # enough for a planner to prefer an index
GROWING = {
    "message", "delivery", "cases", "effect", "letter", "document_number", "outbox", "history",
    "mailbox",
}  # fmt: skip
_FROM_THE_END = "ORDER BY cases.id DESC"  # with a limit: the newest row, found at once
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


def test_no_step_of_a_request_reads_a_growing_table_whole(world_on_both: World) -> None:
    world = world_on_both
    fill(world.house, CASES)
    with recorded(world.house.database) as seen:
        letter = world.signed(Letter(sheets=(TWO_RECRUITS,)))
        world.submit(a_mail(("Công văn.pdf", letter)))
        world.take_in()
        world.work()
    with world.house.database.transaction() as connection:
        newest = connection.execute(select(cases.c.state).order_by(cases.c.id.desc())).first()
    assert newest is not None
    assert newest.state == "answered"

    whole = set()
    with world.house.database.transaction() as connection:
        for statement, parameters in seen.items():
            if _FROM_THE_END in statement:
                continue
            plan = plan_of(connection, statement, parameters)
            tables = {one or other for one, other in _WHOLE.findall(plan)}
            whole |= {(table, statement[:400]) for table in tables & GROWING}
    assert whole == set()
    assert len(seen) > 30
