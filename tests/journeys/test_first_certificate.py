"""An agency's certificate is looked at when first seen, and known once an officer approved it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.cases.case import Case, Decision, DecisionKind
from mailbot.cases.state import State
from mailbot.storage import certificates, history
from tests.journeys.paper import TWO_RECRUITS, Letter
from tests.journeys.world import World, a_mail, a_world_in
from tests.servers.mail import MailServers


@pytest.fixture
def stranger(mail_servers: MailServers, tmp_path: Path) -> Iterator[World]:
    """A world that has not seen the asker's certificate yet."""
    with a_world_in(tmp_path, mail_servers, certificate_known=False) as world:
        yield world


def examined(world: World, number: str) -> Case:
    """Return the case of a sound letter with this number."""
    letter = Letter(number=number, sheets=(TWO_RECRUITS,))
    world.submit(a_mail(("Công văn.pdf", world.signed(letter))))
    world.take_in()
    world.work()
    return max(world.cases(), key=lambda case: case.id)


def decide(world: World, case: Case, kind: DecisionKind, *reasons: str) -> None:
    with world.house.database.transaction() as connection:
        decision = Decision(kind, "Lê Thị Cán Bộ", world.house.clock(), reasons)
        world.house.carry_out(connection, case, decision)


def heavy(case: Case) -> list[str]:
    return [one.code for one in case.findings if one.severity != "note"]


def test_the_first_letter_is_looked_at_and_the_next_is_clean(stranger: World) -> None:
    first = examined(stranger, "45/UBND-VP")
    assert first.state is State.IN_REVIEW
    assert heavy(first) == ["signature.certificate_first_seen"]

    decide(stranger, first, DecisionKind.APPROVE)
    stranger.work()

    with stranger.house.database.transaction() as connection:
        (seen,) = certificates.newest_of_each(connection)
        lines = [one.what for one in history.of_case(connection, first.id)]
    assert seen.fingerprint == stranger.organisation.fingerprint
    assert seen.approved_by == "Lê Thị Cán Bộ"
    assert seen.approved_at is not None
    assert "certificate_approved" in lines
    assert not set(heavy(examined(stranger, "46/UBND-VP"))) & {"signature.certificate_first_seen"}


def test_a_case_that_was_closed_approves_no_certificate(stranger: World) -> None:
    first = examined(stranger, "45/UBND-VP")
    decide(stranger, first, DecisionKind.CLOSE, "gửi nhầm")

    again = examined(stranger, "46/UBND-VP")

    assert "signature.certificate_first_seen" in heavy(again)
