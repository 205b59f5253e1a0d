"""What a request asks the database for is found by an index, however many cases are finished."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from benchmarks.growth.history import fill
from mailbot.storage import letters
from mailbot.storage.tables import cases
from tests.journeys.paper import TWO_RECRUITS, Letter
from tests.journeys.world import World, a_mail
from tests.plans import plan_of, read_whole, recorded

CASES = 3_000  # enough for a planner to prefer an index
GROWING = {
    "message", "delivery", "cases", "effect", "letter", "document_number", "outbox", "history",
    "mailbox", "verdict",
}  # fmt: skip
_FROM_THE_END = "ORDER BY cases.id DESC"  # with a limit: the newest row, found at once


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

    assert growing_tables_read_whole(world, seen) == set()
    assert len(seen) > 30


def test_whether_a_number_was_given_is_found_by_an_index(world_on_both: World) -> None:
    world = world_on_both
    fill(world.house, CASES)
    with recorded(world.house.database) as seen, world.house.database.reading() as connection:
        assert letters.bearer(connection, "7/TB-TTCNTT", 2016, but=0) is not None
    assert growing_tables_read_whole(world, seen) == set()


def growing_tables_read_whole(world: World, seen: Mapping[str, object]) -> set[tuple[str, str]]:
    """Return what these statements read from end to end, each with the statement."""
    whole = set()
    with world.house.database.transaction() as connection:
        for statement, parameters in seen.items():
            if _FROM_THE_END in statement:
                continue
            plan = plan_of(connection, statement, parameters)
            whole |= {(table, statement[:400]) for table in read_whole(plan) & GROWING}
    return whole
