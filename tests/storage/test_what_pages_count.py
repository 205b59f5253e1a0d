"""An older database gets what pages count as the code would have written it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from mailbot.cases.mailbox import Mailbox
from mailbot.cases.row import Holder
from mailbot.cases.state import State
from mailbot.clock import local_date
from mailbot.storage import registry_store, schema
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.seal import new_key, seal_from
from mailbot.storage.tables import cases, mailbox
from tests.builders import MONDAY, a_case
from tests.storage.test_report_counts import a_year

BEFORE = "0010"
DUE = datetime(2026, 11, 25, 4, tzinfo=UTC)
# The day it is due begins in Cần Thơ at 17:00 UTC of the day before.
AROUND_MIDNIGHT = [datetime(2026, 11, 24, hour, tzinfo=UTC) for hour in (16, 17)]
BOXES = (
    Mailbox("vanthu@cantho.gov.vn", Holder.ORGANISATION, "Văn thư", "pnk", protected=True),
    Mailbox("dtd@cantho.gov.vn", Holder.PERSON, "Đỗ Thị Đào", "pcr", "Văn phòng", "Chuyên viên"),
    Mailbox("nghi@cantho.gov.vn", Holder.PERSON, "Lê Nghỉ", "pcr", phone="0292 3", active=False),
)


def test_an_upgrade_writes_what_the_code_would_have_written(database: Database) -> None:
    store = CaseStore(seal_from(new_key()))
    a_year(database, store, random.Random(11), 200)
    with database.transaction() as connection:
        for ended_at in AROUND_MIDNIGHT:
            case = store.open(connection, a_case(due_at=DUE), MONDAY)
            store.save(connection, replace(case, state=State.ANSWERED), ended_at, "answered")
        registry_store.import_mailboxes(connection, BOXES, local_date(MONDAY))
    written = _counted(database)

    schema.upgrade(database, BEFORE)
    schema.upgrade(database)

    assert _counted(database) == written
    assert {row.outcome for row in written[0]} == {"open", "granted", "refused", "closed"}
    assert {row.timing for row in written[0]} == {"", "early", "on_day", "late"}
    assert [row.timing for row in written[0][-2:]] == ["early", "on_day"]
    assert {row.by_itself for row in written[0]} == {True, False}


def _counted(database: Database) -> tuple[Sequence[Any], Sequence[Any]]:
    ended = select(cases.c.id, cases.c.outcome, cases.c.timing, cases.c.by_itself)
    with database.reading() as connection:
        return (
            connection.execute(ended.order_by(cases.c.id)).all(),
            connection.execute(select(mailbox).order_by(mailbox.c.address)).all(),
        )
