"""Sound values for tests; a test states only what differs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from mailbot.cases.agency import Agency, Registry
from mailbot.cases.case import Case, Channel, LetterFacts
from mailbot.cases.row import Holder, Procedure, Row
from mailbot.cases.state import State

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 09:00 in Cần Thơ
DUE = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)

NINH_KIEU = Agency(
    code="pnk",
    name="Ủy ban nhân dân phường Ninh Kiều",
    mailbox="pninhkieu@cantho.gov.vn",
    superior_code="ubndtp",
    abbreviation="pninhkieu",
)
CITY = Agency(
    code="ubndtp",
    name="Ủy ban nhân dân thành phố Cần Thơ",
    mailbox="ubnd@cantho.gov.vn",
    abbreviation="ubnd",
)
REGISTRY = Registry((CITY, NINH_KIEU))


def a_row(**different: Any) -> Row:
    sound = Row(
        procedure=Procedure.NEW,
        holder=Holder.PERSON,
        name="Nguyễn Thị Hồng Đào",
        stt="1",
        parent_agency="Ủy ban nhân dân phường Ninh Kiều",
        unit="Văn phòng HĐND và UBND",
        position="Chuyên viên",
        national_id="092190001234",
        phone="0901234567",
    )
    return replace(sound, **different)


def a_case(**different: Any) -> Case:
    sound = Case(
        id=0,
        number="",
        state=State.IN_REVIEW,
        version=0,
        channel=Channel.EMAIL,
        agency_code=NINH_KIEU.code,
        reply_to=NINH_KIEU.mailbox,
        procedure="new",
        arrived_at=MONDAY,
        due_at=DUE,
        letter=LetterFacts("45/UBND-VP", date(2026, 11, 20), NINH_KIEU.name, "recruited"),
        rows=(a_row(),),
        subject="V/v đề nghị cấp mới hộp thư điện tử",
        thread=("<request@cantho.gov.vn>",),
    )
    return replace(sound, **different)
