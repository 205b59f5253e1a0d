"""Two hosts examine at the same moment what was asked for twice: one of them sees the other's."""

from __future__ import annotations

from threading import Thread

from sqlalchemy import event

from mailbot.cases.state import State
from mailbot.storage import messages
from tests.journeys.paper import TWO_RECRUITS, Letter
from tests.journeys.world import World, a_mail


def test_a_request_that_is_examined_twice_at_once_is_granted_once(world_on_both: World) -> None:
    world = world_on_both
    letter = world.signed(Letter(sheets=(TWO_RECRUITS,)))
    for _ in range(2):
        world.submit(a_mail(("Công văn 45.pdf", letter)))
    world.take_in()
    with world.house.database.reading() as connection:
        first, second = (one.id for one in messages.new_ones(connection, (1, 2)))
    other = Thread(target=world.house.examine, args=(second,))
    waiting = [other]

    def meanwhile(_c: object, _cursor: object, said: str, *_: object) -> None:
        if said.startswith("INSERT INTO cases") and waiting:
            waiting.pop().start()
            other.join(2)

    event.listen(world.house.database.engine, "before_cursor_execute", meanwhile)
    world.house.examine(first)
    event.remove(world.house.database.engine, "before_cursor_execute", meanwhile)
    other.join()

    granted, doubted = sorted(world.cases(), key=lambda case: case.id)
    assert granted.state is State.ACCEPTED
    assert doubted.state is State.IN_REVIEW
    assert {"case.same_letter", "row.asked_before"} & {one.code for one in doubted.findings}
