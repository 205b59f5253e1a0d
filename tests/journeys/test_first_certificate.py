"""An agency's certificate is looked at when first seen, and known once an officer approved it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.cases.case import Case, Decision, DecisionKind
from mailbot.cases.state import State
from mailbot.storage import certificates, history
from tests.journeys.paper import TWO_RECRUITS, Letter, set_letter
from tests.journeys.reply import file_named
from tests.journeys.world import ASKER, CITY_NAME, World, a_mail, a_world_in
from tests.pki.certificates import Identity, Profile
from tests.servers.mail import OUTSIDER, MailServers


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


@pytest.fixture
def by_certificate(mail_servers: MailServers, tmp_path: Path) -> Iterator[World]:
    """A world whose passwords are encrypted to the agency's certificate."""
    credentials = {"hand_over": "certificate"}
    with a_world_in(tmp_path, mail_servers, credentials=credentials) as world:
        yield world


def longer_valid(world: World) -> Identity:
    """Return somebody's certificate that bears the agency's address and outlasts its own."""
    valid = (world.pki.now - timedelta(days=365), world.pki.now + timedelta(days=1400))
    address = Profile(san_email=ASKER)
    return world.pki.organisation("Nguyễn Văn Gian", CITY_NAME, profile=address, valid=valid)


def test_no_password_is_encrypted_to_a_certificate_that_nobody_took_for_the_agencys(
    by_certificate: World,
) -> None:
    world = by_certificate
    paper = world.pki.sign(set_letter(Letter(sheets=(), with_letter=False)), longer_valid(world))
    genuine = world.signed(Letter(number="12/UBND-VP"))
    mail = a_mail(("Công văn 12.pdf", genuine), ("Giấy.pdf", paper), From=OUTSIDER)
    world.submit(mail, login=OUTSIDER)
    world.take_in()
    world.work()

    assert examined(world, "45/UBND-VP").state is State.ANSWERED

    (reply,) = world.replies()
    slip = file_named(reply, "Phiếu bàn giao")
    assert b"/Adobe.PubSec" in slip
    with world.house.database.transaction() as connection:
        seen = {one.holder for one in certificates.of_agency(connection, "pnk")}
        used = certificates.newest(connection, "pnk", world.house.clock())
    assert "Nguyễn Văn Gian" not in seen
    assert used == world.organisation.der
