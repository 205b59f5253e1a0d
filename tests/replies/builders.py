"""Sound letters; a test states only what differs."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pdfplumber

from mailbot.cases.row import Holder, Procedure
from mailbot.clock import VIETNAM
from mailbot.replies.document_number import DocumentNumber
from mailbot.replies.letter import (
    Apology,
    Component,
    Credential,
    Defect,
    Dossier,
    Guide,
    HandOver,
    Issuer,
    Letter,
    Numbering,
    Outcome,
    Reason,
    Receipt,
    Refusal,
    Result,
    ResultRow,
    Slip,
    Supplement,
)

NUMBERED = Numbering(DocumentNumber(7, "TB-TTCNTT"), date(2026, 2, 5))
DISPATCHED = Numbering(DocumentNumber(12, "TTCNTT"), date(2026, 11, 25))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=VIETNAM)


def an_issuer(**changes: Any) -> Issuer:
    sound = Issuer(
        superior="SỞ THÔNG TIN VÀ TRUYỀN THÔNG",
        issuer="TRUNG TÂM CÔNG NGHỆ THÔNG TIN VÀ TRUYỀN THÔNG",
        name="Trung tâm Công nghệ thông tin và Truyền thông",
        place="Cần Thơ",
        legal_basis=(
            "Quyết định số 2829/QĐ-UBND ngày 27 tháng 11 năm 2023 của Chủ tịch "
            "Ủy ban nhân dân thành phố Cần Thơ"
        ),
        inbox="sotttt@cantho.gov.vn",
        address="số 29 đường Cách Mạng Tháng Tám, phường Ninh Kiều",
        phone="0292 3 690 888",
        webmail_url="https://mail.cantho.gov.vn",
        signer_name="Nguyễn Văn Hùng",
        copies=("Sở Thông tin và Truyền thông (để báo cáo)",),
        filed="VT, HTTT",
    )
    return replace(sound, **changes)


def a_dossier(**changes: Any) -> Dossier:
    sound = Dossier(
        case_number="HS-2026-000123",
        agency="Ủy ban nhân dân phường Cái Khế",
        received_at=at(23, 9, 12),
        procedures=(Procedure.NEW,),
        letter_number="45/UBND-VHXH",
        letter_date=date(2026, 11, 20),
    )
    return replace(sound, **changes)


def a_row(number: int = 1, **changes: Any) -> ResultRow:
    sound = ResultRow(
        stt=str(number),
        name="Trần Lê Hoàng Phương Uyên",
        unit="Phòng Văn hóa - Xã hội",
        address="uyentlhp@cantho.gov.vn",
        outcome=Outcome.DONE,
        hand_over=HandOver.PASSPHRASE,
        holder=Holder.PERSON,
    )
    return replace(sound, **changes)


def a_refused_row(number: int, reason: str) -> ResultRow:
    return a_row(
        number, outcome=Outcome.NOT_DONE, address="", hand_over=HandOver.NONE, reason=reason
    )


def a_result(*rows: ResultRow, **changes: Any) -> Result:
    return replace(Result(a_dossier(), rows or (a_row(),)), **changes)


def a_defect(**changes: Any) -> Defect:
    sound = Defect(
        row="Dòng 5",
        column="Họ và tên",
        read="Nguyễn Văn",
        expected="Ghi đầy đủ họ và tên người dùng.",
        text="Họ tên chưa đầy đủ.",
    )
    return replace(sound, **changes)


def a_supplement(*defects: Defect, **changes: Any) -> Supplement:
    return replace(Supplement(a_dossier(), defects or (a_defect(),)), **changes)


def a_refusal(**changes: Any) -> Refusal:
    return replace(Refusal(a_dossier(), (Reason("Văn bản bị thay đổi sau khi ký số"),)), **changes)


def a_receipt(**changes: Any) -> Receipt:
    sound = Receipt(
        dossier=a_dossier(),
        components=(
            Component("Văn bản đề nghị cấp mới hộp thư điện tử"),
            Component("Danh sách yêu cầu cấp mới thư điện tử (Phụ lục I)"),
        ),
        due_at=at(26, 17),
        issued_at=at(23, 9, 15),
        received_by="Lê Thị Mai",
        channel="trực tuyến (thư điện tử)",
        return_by="văn bản điện tử được ký số, gửi đến hộp thư công vụ của cơ quan",
        asker_address="phường Cái Khế, thành phố Cần Thơ",
        asker_phone="0292 3 812 785",
        asker_mailbox="ubndcaikhe@cantho.gov.vn",
        organisations=1,
        people=5,
        register_number="123",
    )
    return replace(sound, **changes)


def an_apology(**changes: Any) -> Apology:
    sound = Apology(
        dossier=a_dossier(),
        due_at=at(26, 17),
        cause="máy chủ thư điện tử của thành phố ngừng hoạt động từ 08 giờ 00 ngày 26/11/2026",
        new_due_at=at(27, 17),
    )
    return replace(sound, **changes)


def a_slip(*credentials: Credential) -> Slip:
    sound = Credential("Trần Lê Hoàng Phương Uyên", "uyentlhp@cantho.gov.vn", "kV7-mQ2x-Rt9p")
    return Slip(a_dossier(), credentials or (sound,), date(2026, 11, 25))


EVERY_KIND: dict[str, tuple[Letter, Numbering | None]] = {
    "result": (a_result(), NUMBERED),
    "refusal": (a_refusal(), NUMBERED),
    "supplement": (a_supplement(), DISPATCHED),
    "receipt": (a_receipt(), None),
    "apology": (an_apology(), DISPATCHED),
    "guide": (Guide(date(2026, 11, 25)), None),
    "slip": (a_slip(), None),
}


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page, white space folded."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return [" ".join((page.extract_text() or "").split()) for page in document.pages]


def text_of(pdf: bytes) -> str:
    return " ".join(pages_of(pdf))


def table_rows(pdf: bytes) -> list[list[str]]:
    """Return every row of every table; wrapped lines of a cell are joined as they were broken."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return [
            [" ".join((cell or "").split("\n")) for cell in row]
            for page in document.pages
            for table in page.extract_tables()
            for row in table
        ]
