"""Sound agencies, mailboxes and rows; a test states only what differs."""

from typing import Any

from mailbot.cases.agency import Agency, AgencyKind, Registry
from mailbot.cases.mailbox import Directory, Mailbox
from mailbot.cases.row import Holder, Procedure, Row

SO_TU_PHAP = Agency("stp", "Sở Tư pháp", "stp@cantho.gov.vn", "ubnd", abbreviation="stp")
TRUNG_TAM = Agency(
    "tttgpl",
    "Trung tâm Trợ giúp pháp lý",
    "tttgpl@cantho.gov.vn",
    "stp",
    AgencyKind.SUBORDINATE_UNIT,
    abbreviation="tttgpl",
)
SO_Y_TE = Agency(
    "syt",
    "Sở Y tế",
    "syt@cantho.gov.vn",
    "ubnd",
    former_names=("Sở Y tế thành phố Cần Thơ cũ",),
)
UBND = Agency("ubnd", "Ủy ban nhân dân thành phố Cần Thơ", "ubnd@cantho.gov.vn")
REGISTRY = Registry((UBND, SO_TU_PHAP, TRUNG_TAM, SO_Y_TE))


def a_mailbox(**differs: Any) -> Mailbox:
    sound: dict[str, Any] = {
        "address": "hoatt@cantho.gov.vn",
        "holder": Holder.PERSON,
        "name": "Trần Thị Hòa",
        "agency_code": "stp",
        "unit": "Văn phòng Sở",
    }
    return Mailbox(**(sound | differs))


def a_directory(*boxes: Mailbox, **differs: Any) -> Directory:
    return Directory(boxes or (a_mailbox(),), **differs)


def a_new_person(**differs: Any) -> Row:
    sound: dict[str, Any] = {
        "procedure": Procedure.NEW,
        "holder": Holder.PERSON,
        "name": "Nguyễn Văn An",
        "stt": "1",
        "parent_agency": "Sở Tư pháp",
        "unit": "Văn phòng Sở",
        "position": "Chuyên viên",
        "national_id": "092090001234",
        "phone": "0901234567",
    }
    return Row(**(sound | differs))


def a_new_organisation(**differs: Any) -> Row:
    sound: dict[str, Any] = {
        "procedure": Procedure.NEW,
        "holder": Holder.ORGANISATION,
        "name": "Phòng Công chứng số 3",
        "stt": "1",
        "parent_agency": "Sở Tư pháp",
        "phone": "02923821234",
        "manager_name": "Lê Thị Bình",
        "manager_phone": "0912345678",
        "manager_email": "binhlt@cantho.gov.vn",
    }
    return Row(**(sound | differs))


def a_reset_person(**differs: Any) -> Row:
    sound: dict[str, Any] = {
        "procedure": Procedure.RESET,
        "holder": Holder.PERSON,
        "name": "Trần Thị Hòa",
        "stt": "1",
        "unit": "Văn phòng Sở",
        "position": "Chuyên viên",
        "phone": "0901234567",
        "email": "hoatt@cantho.gov.vn",
    }
    return Row(**(sound | differs))


def a_reset_organisation(**differs: Any) -> Row:
    sound: dict[str, Any] = {
        "procedure": Procedure.RESET,
        "holder": Holder.ORGANISATION,
        "name": "Trung tâm Trợ giúp pháp lý",
        "stt": "1",
        "phone": "02923821234",
        "email": "tttgpl@cantho.gov.vn",
        "manager_name": "Lê Thị Bình",
        "manager_phone": "0912345678",
        "manager_email": "binhlt@cantho.gov.vn",
    }
    return Row(**(sound | differs))
