"""What one process writes of a mail does not undo what another has begun with it (PostgreSQL)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest
from sqlalchemy import event

from mailbot.cases.dispatch import Dispatch, Result
from mailbot.cases.state import State
from mailbot.errors import TryLaterError
from mailbot.replies.deliver import Deliver, Limits
from mailbot.replies.mail import MailKind
from mailbot.storage import history, outbox, work
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.outbox import MailState, Posted
from mailbot.storage.work import Kind
from tests.builders import MONDAY, a_case
from tests.databases import SEAL, migrated, migrated_on
from tests.servers.postgres import Postgres

ACK = MailKind.ACKNOWLEDGEMENT


@pytest.fixture
def database(postgres: Postgres) -> Iterator[Database]:
    url = migrated_on(postgres)
    with migrated(url) as opened:
        yield opened
    postgres.drop(url)


@pytest.fixture
def case_id(database: Database) -> int:
    """Return a case whose acknowledgement is to leave."""
    with database.transaction() as connection:
        case = CaseStore(SEAL).open(connection, a_case(), MONDAY)
        mail = Posted("ack/1", ACK, ("a@x.vn",), "<1@x.vn>", b"x\r\n", case_id=case.id)
        outbox.post(connection, mail, MONDAY, MONDAY)
    return case.id


@contextmanager
def before_it_writes(database: Database, step: Callable[[], None]) -> Iterator[None]:
    """Take this step in another transaction just before the first UPDATE of a mail."""
    waiting = [step]

    def statement(_connection: object, _cursor: object, said: str, *_: object) -> None:
        if said.startswith("UPDATE outbox") and waiting:
            waiting.pop()()

    event.listen(database.engine, "before_cursor_execute", statement)
    try:
        yield
    finally:
        event.remove(database.engine, "before_cursor_execute", statement)
    assert not waiting


def begin(database: Database) -> None:
    with database.transaction() as connection:
        assert outbox.begin(connection, outbox.load(connection, 1))


def state(database: Database) -> MailState:
    with database.reading() as connection:
        return outbox.load(connection, 1).state


def test_a_mail_that_begins_to_leave_is_not_taken_back(database: Database, case_id: int) -> None:
    with (
        before_it_writes(database, lambda: begin(database)),
        database.transaction() as connection,
    ):
        outbox.cancel_waiting(connection, case_id, ACK)
    assert state(database) is MailState.SENDING
    with database.reading() as connection:
        assert work.waiting(connection) == ((Kind.DELIVER, 1),), "a lost answer must be cleared up"


def test_a_mail_that_waits_is_taken_back_with_its_slip(database: Database, case_id: int) -> None:
    with database.transaction() as connection:
        outbox.cancel_waiting(connection, case_id, ACK)
    assert state(database) is MailState.CANCELLED
    with database.reading() as connection:
        assert work.waiting(connection) == ()


@pytest.fixture
def deliver(database: Database) -> Deliver:
    """Return what sends the mail through a server that takes it."""

    def send(_mail: Posted, _uncopied: object) -> Dispatch:
        return Dispatch(Result.SENT, "250 ok")

    return Deliver(database, CaseStore(SEAL), send, Limits(9, 9), lambda: MONDAY)


def test_who_finds_a_mail_overtaken_does_not_cancel_what_another_sends(
    database: Database, case_id: int, deliver: Deliver
) -> None:
    with database.transaction() as connection:
        case = deliver.cases.load(connection, case_id)
        for after in (State.ACCEPTED, State.PROVISIONED, State.SIGNED):
            case = deliver.cases.save(connection, case.moved(after), MONDAY, "moved")
    with before_it_writes(database, lambda: begin(database)):
        deliver(1)
    assert state(database) is MailState.SENDING


@pytest.mark.parametrize("late", [Result.UNKNOWN, Result.SENT])
def test_what_a_late_worker_hears_does_not_undo_what_another_found(
    database: Database, case_id: int, deliver: Deliver, late: Result
) -> None:
    """The clock leaps over a lease while the first one waits for the server's answer."""

    def find_it_sent(mail: Posted, _uncopied: object) -> Dispatch:
        deliver(mail.id)
        assert state(database) is MailState.UNKNOWN
        with database.transaction() as connection:
            found = outbox.load(connection, mail.id)
            deliver.note_sent(connection, found, "receipt copy", MONDAY)
        return Dispatch(late, "connection lost")

    replace(deliver, send=find_it_sent)(1)

    assert state(database) is MailState.SENT
    with database.reading() as connection:
        told = [one.what for one in history.of_case(connection, case_id)]
    assert told.count("mail_sent") == 1


@pytest.mark.parametrize("late", [Result.RETRY, Result.FAILED, Result.UNKNOWN])
def test_what_a_late_worker_hears_of_its_send_is_none_of_the_next(
    database: Database, case_id: int, deliver: Deliver, late: Result
) -> None:
    assert case_id

    def send_again(mail: Posted, _uncopied: object) -> Dispatch:
        deliver(mail.id)
        with database.transaction() as connection:
            outbox.resend(connection, mail.id, MONDAY)
        begin(database)
        return Dispatch(late, "connection lost")

    with suppress(TryLaterError):
        replace(deliver, send=send_again)(1)
    assert state(database) is MailState.SENDING


def test_a_late_refusal_of_the_only_send_is_believed(
    database: Database, case_id: int, deliver: Deliver
) -> None:
    assert case_id

    def refuse_late(mail: Posted, _uncopied: object) -> Dispatch:
        deliver(mail.id)
        return Dispatch(Result.FAILED, "550 no")

    replace(deliver, send=refuse_late)(1)
    assert state(database) is MailState.FAILED
