"""A mail that kills what reads it, and workers that die: a person sees it, the rest goes on."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mailbot.cases.state import State
from mailbot.gateways.sandbox import Sandbox
from mailbot.rounds import LEASE, MOST_CRASHES
from mailbot.storage import messages, outbox, work
from mailbot.storage.messages import Disposition
from mailbot.storage.outbox import MailState, Posted
from mailbot.storage.tables import outbox as outbox_table
from mailbot.storage.work import Kind
from tests.faults.conftest import FaultyWorld
from tests.journeys.world import a_mail
from tests.servers.mail import OUTSIDER
from tests.slips import take_one


def die(*_: object) -> None:
    """What a reader does with such a mail."""
    os.kill(os.getpid(), signal.SIGSEGV)


class DeadlyReader:
    """Reads every mail in a child that dies of it."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    def run(self, _function: Callable[..., Any], *arguments: Any) -> Any:
        return self.sandbox.run(die, *arguments)

    run_on = run

    def close(self) -> None:
        """The sandbox is closed by its house."""


def read_deadly(faulty: FaultyWorld) -> None:
    house = faulty.world.house
    vars(house)["sandbox"] = DeadlyReader(house.sandbox)


def test_a_mail_that_kills_its_reader_becomes_a_case_for_a_person(faulty: FaultyWorld) -> None:
    faulty.request()
    read_deadly(faulty)
    faulty.world.work()
    case = faulty.world.the_case()
    assert case.state is State.IN_REVIEW
    assert "request.unreadable" in {finding.code for finding in case.findings}


def test_a_deadly_mail_of_a_stranger_is_seen_and_never_answered(faulty: FaultyWorld) -> None:
    faulty.world.submit(a_mail(("a.pdf", b"%PDF-1.7 deadly"), From=OUTSIDER), OUTSIDER)
    faulty.world.take_in()
    read_deadly(faulty)
    faulty.world.work()
    assert faulty.world.the_case().state is State.IN_REVIEW
    assert not faulty.world.replies(OUTSIDER)


def die_holding(faulty: FaultyWorld, times: int) -> None:
    """Let workers take the slip and die of it, one after the other, so soon that nothing else
    comes due.
    """
    for before in range(times):
        with faulty.world.house.database.transaction() as connection:
            assert take_one(connection, faulty.clock(), LEASE / 2**before) is not None
        faulty.clock.pass_by(seconds=LEASE.total_seconds() + 1)


def test_what_one_worker_died_of_another_finishes(faulty: FaultyWorld) -> None:
    faulty.request()
    die_holding(faulty, 1)
    faulty.world.work()
    assert faulty.world.the_case().state is State.ANSWERED


def test_a_mail_that_kills_every_worker_is_set_aside_and_the_next_is_served(
    faulty: FaultyWorld,
) -> None:
    faulty.request()
    die_holding(faulty, MOST_CRASHES)
    faulty.world.work()
    database = faulty.world.house.database
    (mail,) = messages.listed(database, frozenset({Disposition.QUARANTINED}), faulty.yesterday())
    with database.transaction() as connection:
        assert work.next_due(connection) is None
        assert messages.take(connection, mail, "cán bộ", faulty.clock())
    faulty.world.work()
    assert len(faulty.world.cases()) == 1


def test_a_case_whose_step_kills_every_worker_goes_to_review(faulty: FaultyWorld) -> None:
    faulty.request()
    house = faulty.world.house
    with house.database.transaction() as connection:
        slip = take_one(connection, faulty.clock(), timedelta(minutes=1))
        assert slip is not None
        assert slip.kind is Kind.EXAMINE
    house.examine(slip.subject_id)
    with house.database.transaction() as connection:
        work.settle(connection, slip)
    die_holding(faulty, MOST_CRASHES)
    faulty.world.work()
    case = faulty.world.the_case()
    assert case.state is State.IN_REVIEW
    assert "case.step_failed" in {finding.code for finding in case.findings}


@pytest.mark.parametrize("state", list(MailState))
def test_a_mail_whose_delivery_kills_every_worker_is_told_of_as_it_is(
    faulty: FaultyWorld, state: MailState
) -> None:
    """What was sent is not called failed: somebody would send it again."""
    database = faulty.world.house.database
    mail = Posted("k", "receipt", ("a@b.vn",), "<k@b.vn>", b"")
    with database.transaction() as connection:
        outbox.post(connection, mail, faulty.clock(), faulty.clock())
        (row_id,) = connection.execute(select(outbox_table.c.id)).scalars()
        outbox.settle(connection, row_id, state, "")
    die_holding(faulty, MOST_CRASHES)
    faulty.world.work()
    changed = {MailState.READY: MailState.FAILED, MailState.SENDING: MailState.UNKNOWN}
    with database.transaction() as connection:
        assert work.count_set_aside(connection) == 1
        assert outbox.load(connection, row_id).state is changed.get(state, state)


@pytest.mark.parametrize(("probe", "left"), [("<alt@b.vn>", ""), (outbox.NO_COPY, outbox.NO_COPY)])
def test_a_send_that_is_given_up_has_no_probe_of_an_earlier_one(
    faulty: FaultyWorld, probe: str, left: str
) -> None:
    """An old probe that came would let the missing copy of the last attempt count as proof."""
    now = faulty.clock()
    with faulty.world.house.database.transaction() as connection:
        outbox.post(connection, Posted("k", "receipt", ("a@b.vn",), "<k@b.vn>", b""), now, now)
        (row_id,) = connection.execute(select(outbox_table.c.id)).scalars()
        outbox.settle(connection, row_id, MailState.SENDING, "")
        outbox.probed(connection, row_id, probe)

        outbox.give_up(connection, row_id, "lỗi", now)

        given_up = outbox.load(connection, row_id)
        assert (given_up.state, given_up.probe_id) == (MailState.UNKNOWN, left)
