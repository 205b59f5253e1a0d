"""Sending a mail of the outbox asks the database no more than it must."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event

from mailbot.cases.dispatch import Dispatch, Result
from mailbot.errors import TryLaterError
from mailbot.replies.deliver import Deliver, Limits
from mailbot.storage import outbox
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.outbox import MailState, Posted
from tests.builders import MONDAY
from tests.databases import SEAL

MAIL = Posted(
    "digest/1", "digest", ("a@cantho.gov.vn",), "<1@cantho.gov.vn>", b"Subject: x\r\n\r\n"
)


@contextmanager
def asked(database: Database) -> Iterator[list[str]]:
    """Yield the first word of every statement asked meanwhile, and of every transaction begun."""
    words: list[str] = []

    def statement(_c: object, _u: object, text: str, *_: object) -> None:
        words.append(text.split(maxsplit=1)[0])

    def begun(_connection: object) -> None:
        words.append("begin")

    event.listen(database.engine, "before_cursor_execute", statement)
    event.listen(database.engine, "begin", begun)
    try:
        yield words
    finally:
        event.remove(database.engine, "before_cursor_execute", statement)
        event.remove(database.engine, "begin", begun)


def test_a_new_mail_is_looked_for_written_and_asked_to_be_sent(database: Database) -> None:
    """No slip can be there for a mail that is written only now."""
    with asked(database) as words, database.transaction() as connection:
        assert outbox.post(connection, MAIL, MONDAY, MONDAY)
    changes = [word for word in words if word in {"SELECT", "INSERT", "UPDATE"}]
    assert changes == ["SELECT", "INSERT", "INSERT"]


def test_a_mail_is_sent_between_two_transactions(database: Database) -> None:
    with database.transaction() as connection:
        outbox.post(connection, MAIL, MONDAY, MONDAY)
        mail = outbox.load(connection, 1)
    seen: list[MailState] = []

    def send(_mail: Posted, _may_leave: object) -> Dispatch:
        with database.reading() as connection:
            seen.append(outbox.load(connection, mail.id).state)
        return Dispatch(Result.SENT, "taken")

    deliver = Deliver(database, CaseStore(SEAL), send, Limits(9, 9), lambda: MONDAY)
    with asked(database) as words:
        deliver(mail.id)

    assert seen == [MailState.SENDING]  # committed before the server is called
    assert words.count("begin") == 2 + 1  # and the look of `send`
    with database.transaction() as connection:
        assert outbox.load(connection, mail.id).state is MailState.SENT


@pytest.mark.parametrize(
    ("limits", "leave"),
    [
        pytest.param(Limits(each=2, all=9), ["a", "a", "b"], id="to one receiver"),
        pytest.param(Limits(each=9, all=2), ["a", "a"], id="in all"),
    ],
)
def test_more_answers_than_are_let_out_in_an_hour_wait_for_the_next(
    database: Database, limits: Limits, leave: list[str]
) -> None:
    with database.transaction() as connection:
        for number, receiver in enumerate("aaab"):
            one = replace(MAIL, key=str(number), recipients=(receiver,), message_id=f"<{number}>")
            outbox.post(connection, one, MONDAY, MONDAY)
    left: list[str] = []

    def send(mail: Posted, _uncopied: object) -> Dispatch:
        left.extend(mail.recipients)
        return Dispatch(Result.SENT, "taken")

    def deliver_all(now: datetime) -> None:
        deliver = Deliver(database, CaseStore(SEAL), send, limits, lambda: now)
        for row_id in (1, 2, 3, 4):
            with suppress(TryLaterError):
                deliver(row_id)

    deliver_all(MONDAY)
    assert left == leave
    deliver_all(MONDAY + timedelta(hours=1, seconds=1))
    assert sorted(left) == ["a", "a", "a", "b"]
