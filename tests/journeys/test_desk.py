"""What begins at the desk, on real mail servers: a walk-in request, and mails to our own staff."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from mailbot.cases.case import Case, Decision, DecisionKind
from mailbot.cases.state import State
from mailbot.clock import local_date
from mailbot.intake.filing import FiledFile
from mailbot.replies.document_number import DocumentNumber
from mailbot.storage import effects, staff
from mailbot.storage.staff import Role
from tests.builders import a_case
from tests.intake.test_manual import TYPED, a_filing
from tests.journeys.paper import TWO_RECRUITS, Letter, set_letter
from tests.journeys.world import ASKER, World, a_world_in
from tests.servers.mail import MailServers


@pytest.fixture
def world(mail_servers: MailServers, tmp_path: Path) -> Iterator[World]:
    with a_world_in(
        tmp_path,
        mail_servers,
        signing={"mode": "two_step"},
        provisioning={"host": "worklist"},
        review={"accept_paper": True},
    ) as world:
        yield world


def subjects(world: World) -> list[str]:
    mails = (message_from_bytes(raw, policy=policy.default) for raw in world.replies())
    return [str(mail["Subject"]) for mail in mails]


def decided(world: World, case: Case) -> None:
    with world.house.database.transaction() as connection:
        world.house.carry_out(
            connection, case, Decision(DecisionKind.APPROVE, "Tuấn Minh", world.house.clock())
        )


def test_a_walk_in_request_is_granted_by_two_people_and_answered_to_the_registered_mailbox(
    world: World,
) -> None:
    house, now = world.house, world.house.clock()
    scan = FiledFile("ban in.pdf", set_letter(Letter(sheets=(TWO_RECRUITS,))))
    filing = a_filing(arrived_at=now - timedelta(minutes=5), letter_date=local_date(now))
    case = house.manual(filing, TYPED, (scan,))
    house.short_mails.give_receipt(case)
    world.work()
    assert len(subjects(world)) == 1

    with house.database.transaction() as connection:
        compared = house.compare(connection, case, "minh", "Tuấn Minh", (0, 1))
    decided(world, compared)
    world.work()
    with house.database.transaction() as connection:
        for task in effects.for_staff(connection):
            house.hands.done(connection, task.op_key, "Ngọc Lan")
    world.work()
    (waiting,) = house.letter_office.waiting()
    number = DocumentNumber(12, "TB-TTCNTT")
    house.letter_office.number(waiting.letter.id, number, local_date(now), "Văn thư")
    draft = house.letter_office.draft(waiting.letter.id).data
    by_leader = world.pki.sign(draft, world.director, field_name="LanhDao")
    signed = world.pki.sign(by_leader, world.centre, field_name="CoQuan")
    (receipt,) = house.letter_office.take_in("ky.pdf", signed, "Văn thư")
    assert receipt.reasons == ()
    world.work()
    assert len(subjects(world)) == 2
    assert world.the_case().state is State.ANSWERED


def test_a_warning_reaches_staff_once_whatever_is_started_anew(world: World) -> None:
    house = world.house
    late = house.clock() - timedelta(days=1)
    with house.database.transaction() as connection:
        staff.invite(connection, "ngoc.lan", "Ngọc Lan", [Role.HANDLE], house.clock(), ASKER)
        case = replace(a_case(), due_at=late)
        house.cases.open(connection, case, house.clock())
    for _ in range(3):
        house.staff_post()
        world.work()
    # In the morning of a working day there is the digest as well.
    assert sum("sắp đến hạn hoặc quá hạn" in subject for subject in subjects(world)) == 1
