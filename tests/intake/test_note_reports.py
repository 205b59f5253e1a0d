"""What delivery reports say of our mails counts only where it can be about them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest

from mailbot.cases.dispatch import Dispatch, Result
from mailbot.errors import TryLaterError
from mailbot.intake.message_report import DeliveryReport
from mailbot.intake.note_reports import note_reports
from mailbot.replies.deliver import Deliver, Limits
from mailbot.storage import outbox
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.outbox import MailState, Posted
from tests.builders import MONDAY
from tests.databases import SEAL

TO, ID = "a@cantho.gov.vn", "<out.digest.1.0123456789abcdef@cantho.gov.vn>"
MAIL = Posted("digest/1", "digest", (TO,), ID, b"Subject: x\r\n\r\n")


@pytest.fixture
def deliver(database: Database) -> Deliver:
    """Return what hands the only mail over to a server that says nothing."""
    with database.transaction() as connection:
        outbox.post(connection, MAIL, MONDAY, MONDAY)

    def send(_mail: Posted, _uncopied: object) -> Dispatch:
        return Dispatch(Result.UNKNOWN, "")

    return Deliver(database, CaseStore(SEAL), send, Limits(9, 9), lambda: MONDAY)


def _reported(
    database: Database, action: str, recipient: str = TO, named: str = ID, of: str = ""
) -> None:
    status = "5.1.1" if action == "failed" else "2.0.0"
    report = DeliveryReport(named, recipient, action, status, envelope_id=of)
    with database.transaction() as connection:
        note_reports(connection, [report], MONDAY)


def _sent_as(database: Database) -> str:
    """Return the id of the last send."""
    with database.transaction() as connection:
        return outbox.load(connection, 1).envelope_id


def _sent_again(database: Database, deliver: Deliver) -> tuple[str, str]:
    """Send a mail that came back anew, with no answer; return the ids of both sends."""
    deliver(1)
    first = _sent_as(database)
    _reported(database, "failed", of=first)
    with database.transaction() as connection:
        assert outbox.resend(connection, 1, MONDAY)
    deliver(1)
    second = _sent_as(database)
    assert _state(database) is MailState.UNKNOWN
    assert first
    assert second not in {"", first}
    return first, second


def _state(database: Database) -> MailState:
    with database.transaction() as connection:
        return outbox.load(connection, 1).state


@pytest.mark.parametrize("action", ["relayed", "delivered", "expanded", "delayed"])
def test_a_report_proves_that_a_mail_of_unknown_outcome_was_taken(
    database: Database, deliver: Deliver, action: str
) -> None:
    deliver(1)
    deliver(1)
    assert _state(database) is MailState.UNKNOWN

    _reported(database, action)
    deliver(1)

    assert _state(database) is MailState.SENT
    with database.transaction() as connection:
        assert outbox.load(connection, 1).response == f"delivery report: {action} 2.0.0"


@pytest.mark.parametrize("state", [MailState.SENT, MailState.UNKNOWN])
def test_a_failure_at_the_address_we_wrote_to_is_for_a_person(
    database: Database, deliver: Deliver, state: MailState
) -> None:
    assert deliver
    with database.transaction() as connection:
        outbox.settle(connection, 1, state)

    _reported(database, "failed")

    assert _state(database) is MailState.FAILED
    with database.transaction() as connection:
        assert outbox.load(connection, 1).came_back, "a server took it"


@pytest.mark.parametrize(
    ("recipient", "named"),
    [
        pytest.param("nobody@evil.example", ID, id="an address we never wrote to"),
        pytest.param(TO, "<out.digest.1@cantho.gov.vn>", id="a Message-ID that was guessed"),
    ],
)
def test_no_other_report_changes_a_mail(
    database: Database, deliver: Deliver, recipient: str, named: str
) -> None:
    assert deliver
    with database.transaction() as connection:
        outbox.settle(connection, 1, MailState.SENT)

    _reported(database, "failed", recipient, named)

    assert _state(database) is MailState.SENT


@pytest.mark.parametrize("dies", [True, False], ids=["the service dies", "it lives on"])
def test_a_report_that_is_faster_than_our_own_note_is_for_a_person(
    database: Database, deliver: Deliver, *, dies: bool
) -> None:
    def send(_mail: Posted, _uncopied: object) -> Dispatch:
        _reported(database, "failed")
        if dies:
            raise KeyboardInterrupt
        return Dispatch(Result.SENT, "250 ok")

    with suppress(KeyboardInterrupt):
        replace(deliver, send=send)(1)
    deliver(1)

    assert _state(database) is MailState.FAILED
    with database.transaction() as connection:
        assert [(one.id, one.response) for one in outbox.stuck(connection)] == [(1, "5.1.1")]


@pytest.mark.parametrize("of", ["first", "none"])
def test_a_success_of_the_send_that_came_back_proves_nothing_of_the_next(
    database: Database, deliver: Deliver, of: str
) -> None:
    first, _ = _sent_again(database, deliver)
    _reported(database, "relayed", of=first if of == "first" else "")
    deliver(1)
    assert _state(database) is MailState.UNKNOWN


def test_a_success_of_the_next_send_proves_it(database: Database, deliver: Deliver) -> None:
    _, second = _sent_again(database, deliver)
    _reported(database, "relayed", of=second)
    deliver(1)
    assert _state(database) is MailState.SENT


def test_a_late_failure_of_the_first_send_is_none_of_the_next(
    database: Database, deliver: Deliver
) -> None:
    deliver(1)
    first = _sent_as(database)
    with database.transaction() as connection:
        outbox.resend(connection, 1, MONDAY)
    replace(deliver, send=lambda *_: Dispatch(Result.SENT, "250 ok"))(1)
    _reported(database, "failed", of=first)
    assert _state(database) is MailState.SENT
    _reported(database, "failed", of=_sent_as(database))
    assert _state(database) is MailState.FAILED


def test_where_a_send_before_came_back_late_its_copy_does_not_prove_the_last(
    database: Database, deliver: Deliver
) -> None:
    deliver(1)
    first = _sent_as(database)
    with database.transaction() as connection:
        outbox.resend(connection, 1, MONDAY)
    deliver(1)
    _reported(database, "failed", of=first)
    with database.transaction() as connection:
        mail = outbox.load(connection, 1)
    assert (mail.state, mail.copy_tells) == (MailState.UNKNOWN, False)


def test_a_first_send_found_to_be_taken_is_not_made_again(
    database: Database, deliver: Deliver
) -> None:
    deliver(1)
    first = _sent_as(database)
    with database.transaction() as connection:
        outbox.resend(connection, 1, MONDAY)
    with pytest.raises(TryLaterError):
        replace(deliver, send=lambda *_: Dispatch(Result.RETRY, "no route"))(1)
    _reported(database, "delivered", of=first)
    deliver(1)
    assert _state(database) is MailState.SENT


def test_a_mail_found_to_be_taken_meanwhile_is_not_sent_again(
    database: Database, deliver: Deliver
) -> None:
    deliver(1)
    deliver(1)
    with database.transaction() as connection:
        outbox.sent(connection, 1, "receipt copy", MONDAY)  # while a person looked at it
        assert not outbox.resend(connection, 1, MONDAY)
        outbox.settle(connection, 1, MailState.FAILED)
        assert outbox.resend(connection, 1, MONDAY)
    assert _state(database) is MailState.READY


def test_a_mail_that_was_not_sent_yet_cannot_have_failed(
    database: Database, deliver: Deliver
) -> None:
    assert deliver
    _reported(database, "failed")
    assert _state(database) is MailState.READY


def test_nobody_else_can_tell_the_message_id_of_a_mail() -> None:
    other = type(SEAL)(SEAL.keys, (b"another",))
    assert SEAL.mark("out.result.hs-2026-00001.1") != other.mark("out.result.hs-2026-00001.1")
    assert len(SEAL.mark("x")) == 16
