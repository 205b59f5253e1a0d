"""A database as it is after many years: finished cases with all that belongs to them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Table, delete, func, insert, select

from mailbot.cases.same_person import phone_key
from mailbot.house import House
from mailbot.storage.history import HEAD, head
from mailbot.storage.tables import (
    cases,
    delivery,
    document_number,
    effect,
    fact,
    history,
    letter,
    mailbox,
    message,
    outbox,
    verdict,
)

PORTION = 5_000
PEOPLE = 30_000  # mailboxes of a province; cases beyond are new passwords
FIRST = 1000  # ids below are left to what comes afterwards
_BEGAN = datetime(2016, 1, 4, 2, 0, tzinfo=UTC)


def fill(house: House, count: int) -> None:
    """Write so many answered cases, and let the database know how its tables look now."""
    sealed = house.seal.close(b"x" * 1500)
    with house.database.transaction() as connection:
        told, _ = head(connection)
    for start in range(0, count, PORTION):
        numbers = range(start, min(start + PORTION, count))
        with house.database.transaction() as connection:
            for table, rows in _rows(numbers, sealed, told):
                connection.execute(insert(table), rows)
    with house.database.transaction() as connection:
        connection.exec_driver_sql("ANALYZE")
        noted = f"{told + 4 * count} {count - 1:064x}"
        connection.execute(delete(fact).filter_by(name=HEAD))
        connection.execute(insert(fact).values(name=HEAD, value=noted))
        if connection.dialect.name == "postgresql":
            for table in (message, cases, letter, outbox, verdict):
                last = connection.execute(select(func.max(table.c.id))).scalar_one()
                connection.exec_driver_sql(f"SELECT setval('{table.name}_id_seq', {last})")


def _rows(numbers: range, sealed: bytes, told: int) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    yield cases, [_case(n, sealed) for n in numbers]
    yield message, [_message(n) for n in numbers]
    yield (
        delivery,
        [
            {"mailbox": "earlier", "uidvalidity": 1, "uid": n + 1, "message_id": FIRST + n}
            for n in numbers
        ],
    )
    yield effect, [_effect(n) for n in numbers]
    yield verdict, [_verdict(n) for n in numbers]
    yield letter, [_letter(n) for n in numbers]
    yield document_number, [
        {"year": 1900 + n // 100_000, "symbol": "TB-TTCNTT", "number": n % 100_000 + 1,
         "letter_id": FIRST + n, "taken_at": _at(n)}
        for n in numbers
    ]  # fmt: skip
    yield outbox, [_mail(n) for n in numbers]
    boxes = [_box(n) for n in numbers if n < PEOPLE]
    if boxes:
        yield mailbox, boxes
    yield history, [_line(told, n, step) for n in numbers for step in range(4)]


def _at(n: int) -> datetime:
    return _BEGAN + timedelta(minutes=5 * n)


def _address(n: int) -> str:
    return f"nguoi.dung.{n % PEOPLE}@cantho.gov.vn"


def _case(n: int, sealed: bytes) -> dict[str, Any]:
    at = _at(n)
    return {
        "id": FIRST + n, "number": f"HS-{at.year}-{FIRST + n:07}", "state": "answered",
        "version": 5, "channel": "email", "agency_code": "pcr" if n % 50 else "pnk",
        "procedure": "new", "arrived_at": at, "received_at": at, "opened_at": at,
        "due_at": at + timedelta(days=2), "ended_at": at + timedelta(hours=1),
        "letter_key": f"{n:064}", "sealed": sealed,
    }  # fmt: skip


def _message(n: int) -> dict[str, Any]:
    return {
        "id": FIRST + n, "content_sha": f"{n:064x}", "raw_sha": "", "size": 90_000,
        "header_only": False, "message_id": f"<{n}@earlier.vn>", "arrived_at": _at(n),
        "recorded_at": _at(n), "disposition": "case", "taken_by": "",
        "address": "ubndcairang@cantho.gov.vn", "subject": "V/v đề nghị", "reasons": [],
        "case_id": FIRST + n,
    }  # fmt: skip


def _effect(n: int) -> dict[str, Any]:
    action = "create" if n < PEOPLE else "set_password"
    return {
        "op_key": f"{FIRST + n}/0/{action}", "case_id": FIRST + n, "row": 0, "action": action,
        "address": _address(n), "display_name": "Nguyễn Văn Người", "state": "done",
        "reason": "", "hand_over": "passphrase", "handed_over_at": _at(n),
        "handed_over_by": "mailbot", "intended_at": _at(n), "settled_at": _at(n),
        "settled_by": "mailbot", "holder_mark": f"{n:016x}" if action == "create" else None,
    }  # fmt: skip


def _verdict(n: int) -> dict[str, Any]:
    digest = hashlib.sha256(str(n).encode()).hexdigest()
    return {
        "id": FIRST + n, "case_id": FIRST + n, "message_id": FIRST + n, "file_sha": digest,
        "file_name": "Công văn.pdf", "judged_as_of": _at(n), "report": {"signatures": []},
        "material": {}, "mark": digest,
    }  # fmt: skip


def _letter(n: int) -> dict[str, Any]:
    return {
        "id": FIRST + n, "case_id": FIRST + n, "kind": "result", "ordinal": 1, "state": "signed",
        "number": f"{n}/TB-TTCNTT", "dated_on": _at(n).date(), "draft_sha": "", "content": {},
        "composed_at": _at(n),
    }  # fmt: skip


def _mail(n: int) -> dict[str, Any]:
    return {
        "id": FIRST + n, "key": f"earlier/{n}", "kind": "result", "case_id": FIRST + n,
        "letter_id": FIRST + n, "recipients": ["ubndcairang@cantho.gov.vn"],
        "message_id": f"<out.{n}@cantho.gov.vn>", "mime": b"", "state": "sent", "response": "ok",
        "written_at": _at(n), "sent_at": _at(n), "probe_id": "",
    }  # fmt: skip


def _box(n: int) -> dict[str, Any]:
    phone = f"0919{n:06}"
    content = {
        "address": _address(n), "holder": "person", "name": f"Nguyễn Văn Người {n}",
        "agency_code": "pcr", "unit": "Phòng Kinh tế", "position": "Chuyên viên", "phone": phone,
        "active": True, "protected": False,
    }  # fmt: skip
    return {
        "address": _address(n), "agency_code": "pcr", "phone_key": phone_key(phone),
        "content": content,
    }  # fmt: skip


def _line(told: int, n: int, step: int) -> dict[str, Any]:
    return {
        "id": told + 4 * n + step + 1, "at": _at(n), "case_id": FIRST + n,
        "what": ("opened", "provisioned", "signed", "answered")[step], "who": "mailbot",
        "detail": {"state": "answered"}, "link": f"{n:064x}",
    }  # fmt: skip
