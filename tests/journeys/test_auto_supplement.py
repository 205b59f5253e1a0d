"""Defects the operator lets mailbot ask about by itself, and nothing beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mailbot.cases.case import Case, Decision, DecisionKind
from mailbot.cases.state import State
from tests.journeys.paper import TWO_RECRUITS, Letter
from tests.journeys.world import World, a_mail, a_world_in
from tests.servers.mail import MailServers

GOOD, BAD = TWO_RECRUITS.rows[0], (*TWO_RECRUITS.rows[1][:6], "", "")
DEFECTIVE = Letter(sheets=(replace(TWO_RECRUITS, rows=(GOOD, BAD)),))


@pytest.fixture
def asking(mail_servers: MailServers, tmp_path: Path) -> Iterator[World]:
    """A world that asks by itself for a telephone number that is missing."""
    review = {"auto_supplement": ["row.missing_phone"]}
    with a_world_in(tmp_path, mail_servers, review=review) as world:
        yield world


def received(world: World) -> Case:
    """Return the newest case once the defective letter has come."""
    world.submit(a_mail(("Công văn.pdf", world.signed(DEFECTIVE))))
    world.take_in()
    world.work()
    return max(world.cases(), key=lambda case: case.id)


def test_a_listed_defect_is_asked_about_without_a_person(asking: World) -> None:
    assert received(asking).state is State.AWAITING_SUPPLEMENT
    assert len(asking.replies()) == 1


def test_a_letter_that_another_case_had_is_not(asking: World) -> None:
    first = received(asking)
    with asking.house.database.transaction() as connection:
        why = ("Cơ quan xin rút",)
        closed = Decision(DecisionKind.CLOSE, "Lê Thị Cán Bộ", asking.house.clock(), why)
        asking.house.carry_out(connection, first, closed)

    again = received(asking)

    assert again.state is State.IN_REVIEW
    assert "case.same_letter" in {one.code for one in again.findings}
    assert len(asking.replies()) == 1
