"""A database on the evening of a day of many mails: a storm, and requests among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, func, insert, select

from mailbot.house import House
from mailbot.storage import facts
from mailbot.storage.history import HEAD
from mailbot.storage.tables import cases, history, message, review_reason, work

PORTION = 5_000
REQUEST_EVERY = 20  # one mail of so many makes a case
_LINES = ("opened", "approved", "provisioned", "drafted", "answered")
_STATES = ("in_review", "accepted", "provisioned", "signed", "answered")


def fill(house: House, mails: int, now: datetime) -> None:
    """Write so many mails of the last 24 hours, a case for some, and slips for the newest tenth."""
    sealed = house.seal.close(b"x" * 1500)
    for start in range(0, mails, PORTION):
        numbers = range(start, min(start + PORTION, mails))
        with house.database.transaction() as connection:
            for table, rows in _rows(numbers, mails, sealed, now):
                if rows:
                    connection.execute(insert(table), rows)
    with house.database.transaction() as connection:
        connection.exec_driver_sql("ANALYZE")
        written = connection.execute(select(func.max(history.c.id))).scalar_one()
        facts.tell(connection, HEAD, f"{written} {mails:064x}")


def _rows(
    numbers: range, mails: int, sealed: bytes, now: datetime
) -> Iterator[tuple[Table, Sequence[dict[str, Any]]]]:
    def at(n: int) -> datetime:
        return now - timedelta(hours=23) + n * timedelta(hours=22) / mails

    asked = [n for n in numbers if n % REQUEST_EVERY == 0]
    yield cases, [_case(n, at(n), sealed) for n in asked]
    yield message, [_message(n, at(n)) for n in numbers]
    yield (
        review_reason,
        [
            {"case_id": n + 1, "code": "signature.unsigned", "blocks": True, "first_at": at(n)}
            for n in asked
        ],
    )
    yield history, [_line(n, step, at(n)) for n in asked for step in range(len(_LINES))]
    yield (
        work,
        [
            {"kind": "examine", "subject_id": n + 1, "due_at": at(n)}
            for n in numbers
            if n >= mails - mails // 10
        ],
    )


def _case(n: int, at: datetime, sealed: bytes) -> dict[str, Any]:
    is_open = n % 100 == 0
    return {
        "id": n + 1, "number": f"HS-{at.year}-{n + 1:07}", "version": 5, "channel": "email",
        "state": "in_review" if is_open else "answered", "agency_code": "pnk",
        "procedure": "new", "arrived_at": at, "received_at": at,
        "opened_at": at + timedelta(seconds=9), "due_at": at + timedelta(days=2),
        "ended_at": None if is_open else at + timedelta(hours=1),
        "outcome": "open" if is_open else "granted", "letter_key": "", "sealed": sealed,
    }  # fmt: skip


def _message(n: int, at: datetime) -> dict[str, Any]:
    asks = n % REQUEST_EVERY == 0
    return {
        "content_sha": f"{n:064x}", "raw_sha": f"{n:064x}", "size": 9_000,
        "message_id": f"<{n}@elsewhere.example>", "arrived_at": at,
        "recorded_at": at + timedelta(seconds=2), "disposition": "case" if asks else "rejected",
        "address": "ubndninhkieu@cantho.gov.vn", "subject": "V/v đề nghị cấp mới hộp thư điện tử",
        "reasons": [] if asks else ["login_differs", "envelope_differs"],
        "case_id": n + 1 if asks else None,
    }  # fmt: skip


def _line(n: int, step: int, at: datetime) -> dict[str, Any]:
    return {
        "id": (n // REQUEST_EVERY) * len(_LINES) + step + 1, "at": at + timedelta(minutes=step),
        "case_id": n + 1, "what": _LINES[step], "who": "mailbot",
        "detail": {"state": _STATES[step]}, "link": f"{n:064x}",
    }  # fmt: skip
