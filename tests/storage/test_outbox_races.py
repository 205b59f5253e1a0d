"""What one process writes of a mail does not undo what another has begun with it (PostgreSQL)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import Row, event

from mailbot.cases.case import Case
from mailbot.cases.dispatch import Dispatch, Result
from mailbot.cases.state import State
from mailbot.errors import TryLaterError
from mailbot.intake.message_report import DeliveryReport
from mailbot.intake.note_reports import note_reports
from mailbot.replies.deliver import Deliver, Limits
from mailbot.replies.mail import MailKind
from mailbot.storage import history, letters, outbox, work
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.letters import LetterKind
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


def move_to_signed(database: Database, store: CaseStore, case_id: int) -> None:
    with database.transaction() as connection:
        case = store.load(connection, case_id)
        for after in (State.ACCEPTED, State.PROVISIONED, State.SIGNED):
            case = store.save(connection, case.moved(after), MONDAY, "moved")


def test_what_says_that_a_request_has_come_leaves_no_more_once_its_answer_is_signed(
    database: Database, case_id: int, deliver: Deliver
) -> None:
    move_to_signed(database, deliver.cases, case_id)
    deliver(1)
    assert state(database) is MailState.CANCELLED


def test_who_finds_a_mail_overtaken_does_not_cancel_what_another_sends(
    database: Database, case_id: int, deliver: Deliver
) -> None:
    move_to_signed(database, deliver.cases, case_id)
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


def test_a_send_to_be_tried_again_is_tried_though_another_worker_gave_it_up(
    database: Database, case_id: int, deliver: Deliver
) -> None:
    """Without a receipt copy nothing but this answer asks for the mail again."""
    assert case_id

    def give_up_meanwhile(mail: Posted, _uncopied: object) -> Dispatch:
        deliver(mail.id)
        with database.transaction() as connection:
            work.cancel(connection, Kind.DELIVER, mail.id)  # as its rounds settle it
        return Dispatch(Result.RETRY, "421 try again")

    with pytest.raises(TryLaterError):
        replace(deliver, send=give_up_meanwhile)(1)
    assert state(database) is MailState.READY
    with database.reading() as connection:
        assert work.waiting(connection) == ((Kind.DELIVER, 1),)


@contextmanager
def meanwhile(step: Callable[[], None]) -> Iterator[Callable[[], None]]:
    """Yield what begins this step in another thread, and waits until it is through or held up."""
    other = Thread(target=step)

    def begin_it() -> None:
        other.start()
        other.join(1)

    yield begin_it
    other.join()


def signed_with_two_mails(database: Database) -> tuple[int, Posted, Posted]:
    """Return a case whose notice goes to the agency and, as a copy, to the one above it."""
    store = CaseStore(SEAL)
    with database.transaction() as connection:
        case = store.open(connection, a_case(state=State.ACCEPTED), MONDAY)
        for after in (State.PROVISIONED, State.SIGNED):
            case = store.save(connection, case.moved(after), MONDAY, "moved")
        letter = letters.write(connection, case.id, LetterKind.RESULT, {}, MONDAY)
        for n in (1, 2):
            mail = Posted(f"result/{n}", MailKind.RESULT, (f"{n}@x.vn",), f"<{n}@x.vn>", b"x\r\n")
            outbox.post(
                connection, replace(mail, case_id=case.id, letter_id=letter.id), MONDAY, MONDAY
            )
        first, second = outbox.of_case(connection, case.id)
    return case.id, first, second


def test_a_case_is_answered_though_its_last_two_mails_leave_at_the_same_moment(
    database: Database, deliver: Deliver
) -> None:
    case_id, first, second = signed_with_two_mails(database)

    def sent(mail: Posted) -> None:
        with database.transaction() as connection:
            deliver.note_sent(connection, mail, "250 ok", MONDAY)

    with meanwhile(partial(sent, second)) as begin_it, database.transaction() as connection:
        deliver.note_sent(connection, first, "250 ok", MONDAY)
        begin_it()

    with database.reading() as connection:
        assert deliver.cases.load(connection, case_id).state is State.ANSWERED


def test_that_a_mail_left_is_kept_though_its_case_changes_at_that_moment(
    database: Database, deliver: Deliver
) -> None:
    """Else it is one of unknown outcome, though the server said that it took it."""
    case_id, first, second = signed_with_two_mails(database)
    with database.transaction() as connection:
        deliver.note_sent(connection, first, "250 ok", MONDAY)

    def change() -> None:
        with suppress(TryLaterError), database.transaction() as connection:
            case = deliver.cases.load(connection, case_id)
            deliver.cases.save(connection, case, MONDAY, "due_moved", before="a", after="b")

    class Changing(CaseStore):
        """Has somebody else change a case just when it has been read."""

        def _case(self, row: Row[Any]) -> Case:
            if waiting:
                waiting.pop()()
            return super()._case(row)

    with meanwhile(change) as begin_it:
        waiting = [begin_it]
        replace(deliver, cases=Changing(SEAL))._sent(second, "250 ok")
    assert not waiting
    with database.reading() as connection:
        assert [one.state for one in outbox.of_case(connection, case_id)] == [MailState.SENT] * 2
        assert deliver.cases.load(connection, case_id).state is State.ANSWERED


def report_of(mail: Posted, action: str, status: str) -> DeliveryReport:
    return DeliveryReport(mail.message_id, "a@x.vn", action, status, envelope_id=mail.envelope_id)


def sending(database: Database) -> Posted:
    begin(database)
    with database.reading() as connection:
        return outbox.load(connection, 1)


def test_a_bounce_that_comes_with_the_servers_answer_is_not_lost(
    database: Database, case_id: int, deliver: Deliver
) -> None:
    assert case_id
    mail = sending(database)

    def bounce() -> None:
        with database.transaction() as connection:
            note_reports(connection, [report_of(mail, "failed", "5.1.1")], MONDAY)

    with meanwhile(bounce) as begin_it, before_it_writes(database, begin_it):
        deliver._sent(mail, "250 ok")
    assert state(database) is MailState.FAILED


def test_a_report_of_a_mail_that_is_found_sent_meanwhile_makes_no_doubt_of_it(
    database: Database, case_id: int, deliver: Deliver
) -> None:
    mail = sending(database)
    with database.transaction() as connection:
        outbox.unknown(connection, mail, MONDAY)

    def find_its_copy() -> None:
        with database.transaction() as connection:
            found = outbox.load(connection, 1)
            deliver.note_sent(connection, found, "receipt copy", MONDAY)

    with (
        meanwhile(find_its_copy) as begin_it,
        before_it_writes(database, begin_it),
        database.transaction() as connection,
    ):
        note_reports(connection, [report_of(mail, "delivered", "2.0.0")], MONDAY)
    assert state(database) is MailState.SENT
    with database.reading() as connection:
        told = [one.what for one in history.of_case(connection, case_id)]
    assert told.count("mail_sent") == 1
