"""Two workers come to the same at the same moment: it is done once, and neither undoes it."""

from __future__ import annotations

from dataclasses import replace
from threading import Thread

import pytest
from sqlalchemy import event

from mailbot.cases.case import Decision, DecisionKind
from mailbot.cases.state import State
from mailbot.errors import TryLaterError
from mailbot.replies.press import RenderedLetter
from mailbot.storage import messages, outbox, work
from tests.beside import held_up
from tests.journeys.paper import TWO_RECRUITS, Letter
from tests.journeys.test_answers import DEFECTIVE, received
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


def test_a_notice_that_another_worker_issued_and_sent_meanwhile_stays_the_answer(
    world: World,
) -> None:
    """As where a person has the step of a case tried again while it is under way."""
    world.submit(a_mail(("Công văn 45.pdf", world.signed(Letter(sheets=(TWO_RECRUITS,))))))
    world.take_in()
    house, compose = world.house, world.house.compose
    assert compose.unattended is not None
    sign, other = compose.unattended.sign, [compose]

    def overtaken(letter: RenderedLetter) -> bytes:
        if other:
            other.pop()(world.the_case())
            with house.database.reading() as connection:
                notice = outbox.of_case(connection, world.the_case().id)[-1]
            house.deliver(notice.id)
        return sign(letter)

    slow = replace(compose, unattended=replace(compose.unattended, sign=overtaken))
    vars(house)["compose"] = slow
    world.work()

    assert world.the_case().state is State.ANSWERED
    assert len(world.replies()) == 1
    with house.database.reading() as connection:
        assert work.count_set_aside(connection) == 0


@pytest.mark.parametrize("late", [DecisionKind.APPROVE, DecisionKind.CLOSE])
def test_of_two_officers_who_decide_at_the_same_moment_one_is_told_to_look_again(
    world_on_both: World, late: DecisionKind
) -> None:
    """Neither is the case split twice, nor closed while its rows are granted."""
    world = world_on_both
    received(world, DEFECTIVE)
    house, case = world.house, world.the_case()
    some = Decision(DecisionKind.APPROVE, "Lê An", house.clock(), rows=(0,))
    other = replace(some, kind=late, officer="Phan Bình", reasons=("Cơ quan rút.",))
    with pytest.raises(TryLaterError, match=case.number):
        held_up(
            house.database,
            lambda connection: house.carry_out(connection, case, some),
            lambda connection: house.carry_out(connection, case, other),
        )
    world.work()
    assert [one.state for one in sorted(world.cases(), key=lambda one: one.id)] == [
        State.ANSWERED,
        State.IN_REVIEW,
    ]
    assert len(world.replies()) == 1
