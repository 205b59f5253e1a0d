"""Request letters and annexes on paper, in the decision's form and the look of Nghị định 30/2020.

The look is that of our own letters (config/letters/layout.typ) with the agency as the issuer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

from mailbot.cases.row import Procedure
from mailbot.defaults import default_file
from mailbot.demo.cast import CITY, DEPARTMENT, Cast
from mailbot.replies.typesetter import FACTS

Part = Literal["both", "letter", "annex"]
Row = tuple[str, ...]

PAGE_HEIGHT = 297 / 25.4 * 72
_HERE = Path(__file__).parent / "letters"
_SYMBOL = "UBND-VP"
_BASIS = (
    """Căn cứ Quyết định số 33/2015/QĐ-UBND ngày 18 tháng 12 năm 2015 của Ủy ban nhân dân thành \
phố Cần Thơ về việc ban hành Quy chế quản lý, sử dụng hệ thống thư điện tử trong hoạt động của \
các cơ quan nhà nước;""",
    """Căn cứ Quyết định số 2829/QĐ-UBND ngày 27 tháng 11 năm 2023 của Chủ tịch Ủy ban nhân dân \
thành phố Cần Thơ về việc công bố thủ tục hành chính nội bộ lĩnh vực thông tin và truyền thông;""",
)
_CLOSING = "Rất mong nhận được sự hỗ trợ của quý cơ quan"

# The decision's words and columns (Quyết định 2829/QĐ-UBND, Phụ lục I of each procedure).
SUBJECTS = {
    Procedure.NEW: "đề nghị cấp mới hộp thư điện tử thành phố Cần Thơ",
    Procedure.RESET: "đề nghị cấp lại mật khẩu hộp thư điện tử thành phố Cần Thơ",
}
_TITLES = {
    Procedure.NEW: "DANH SÁCH YÊU CẦU CẤP MỚI THƯ ĐIỆN TỬ THÀNH PHỐ CẦN THƠ",
    Procedure.RESET: "DANH SÁCH YÊU CẦU CẤP LẠI MẬT KHẨU HỘP THƯ ĐIỆN TỬ THÀNH PHỐ CẦN THƠ",
}
_ORGANISATIONS = {
    Procedure.NEW: "1. Yêu cầu cấp mới hộp thư điện tử đối với cơ quan nhà nước, đơn vị:",
    Procedure.RESET: (
        "1. Yêu cầu cấp lại mật khẩu hộp thư điện tử đối với cơ quan nhà nước, đơn vị:"
    ),
}
_SHEETS: dict[Procedure, tuple[str, Row, tuple[int, ...]]] = {
    Procedure.NEW: (
        "2. Yêu cầu cấp mới hộp thư điện tử đối với cá nhân:",
        (
            "STT",
            "Họ tên người dùng",
            "Tên cơ quan cấp trên",
            "Đơn vị",
            "Chức vụ",
            "Số CMND/CCCD",
            "Số điện thoại",
            "Ghi chú",
        ),
        (12, 45, 48, 52, 28, 30, 27, 20),
    ),
    Procedure.RESET: (
        "2. Yêu cầu cấp lại mật khẩu hộp thư điện tử hộp thư điện tử đối với cá nhân:",
        (
            "STT",
            "Họ tên người dùng",
            "Đơn vị",
            "Chức vụ",
            "Số điện thoại",
            "Địa chỉ hộp thư điện tử",
            "Ghi chú",
        ),
        (12, 50, 60, 35, 32, 53, 20),
    ),
}


@dataclass(frozen=True, slots=True)
class RequestLetter:
    """A letter with its list: `asks` ends the sentence "… kính đề nghị … cấp mới … cho"."""

    agency: Cast
    number: int
    dated_on: date
    procedure: Procedure
    asks: str
    rows: tuple[Row, ...]

    @property
    def symbol(self) -> str:
        """Return number and symbol as the paper has them: `05/UBND-VP`."""
        return f"{self.number:02d}/{_SYMBOL}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where hand and seal belong: page from 0, boxes (left, bottom, right, top) in points."""

    page: int
    hand: tuple[int, int, int, int]
    seal: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF, and where it is signed; an annex of its own has no such place."""

    pdf: bytes
    place: Place | None


def set_paper(letter: RequestLetter, part: Part = "both") -> Paper:
    """Return the letter with its annex in one file, or one of the two."""
    facts = json.dumps(_facts(letter, part), ensure_ascii=False)
    files = {"main": _source("request.typ"), "layout.typ": _layout(), FACTS: facts.encode()}
    options: dict[str, Any] = {"font_paths": _fonts(), "ignore_system_fonts": True}
    pdf = bytes(typst.compile(files, **options))
    places = json.loads(typst.query(files, "<places>", field="value", one=True, **options))
    return Paper(pdf, _place(places))


def set_mark(**facts: object) -> bytes:
    """Return the picture of a signature as a one-page PDF; `mark` says which."""
    return bytes(
        typst.compile(
            _source("marks.typ"),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)},
        )
    )


def _facts(letter: RequestLetter, part: Part) -> dict[str, object]:
    agency, procedure = letter.agency, letter.procedure
    title, head, widths = _SHEETS[procedure]
    return {
        "letter": {
            "part": part,
            "subject": SUBJECTS[procedure],
            "addressee": f"{DEPARTMENT} thành phố Cần Thơ",
            "body": [*_BASIS, _asking(letter), _CLOSING],
            "annex_title": _TITLES[procedure],
            "organisations": _ORGANISATIONS[procedure],
            "sheets": [{"title": title, "head": head, "widths": widths, "rows": letter.rows}],
        },
        "issuer": {
            "superior": CITY.upper(),
            "issuer": agency.name.upper(),
            "name": agency.name,
            "address": "",
            "phone": agency.phone,
            "inbox": agency.mailbox,
            "place": "Cần Thơ",
            "signer_authority": "TM. ỦY BAN NHÂN DÂN",
            "signer_title": "CHỦ TỊCH",
            "signer_name": agency.chairman,
            "copies": [],
            "filed": "VT",
        },
        "number": {"value": f"{letter.number:02d}", "symbol": _SYMBOL},
        "issued_on": _day(letter.dated_on),
        "dated": _day(letter.dated_on),
    }


def _asking(letter: RequestLetter) -> str:
    wanted = SUBJECTS[letter.procedure].removeprefix("đề nghị ")
    return (
        f"{letter.agency.name} kính gửi đề nghị {DEPARTMENT} {wanted} cho {letter.asks} "
        "(danh sách tại Phụ lục I)."
    )


def _day(day: date) -> dict[str, str]:
    """Return the parts of a date with leading zeros as Nghị định 30/2020, Phụ lục I wants them."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return {"day": f"{day.day:02d}", "month": month, "year": str(day.year)}


def _place(places: Mapping[str, Any]) -> Place | None:
    if not places["signature"]:
        return None
    (signature,) = places["signature"]
    return Place(int(signature["page"]) - 1, _box(signature["hand"]), _box(signature["seal"]))


def _box(placed: Mapping[str, float]) -> tuple[int, int, int, int]:
    left, top = placed["x"], PAGE_HEIGHT - placed["y"]
    right, bottom = left + placed["width"], top - placed["height"]
    return (round(left), round(bottom), round(right), round(top))


def _source(name: str) -> bytes:
    return (_HERE / name).read_bytes()


def _layout() -> bytes:
    return default_file("letters/layout.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[default_file("fonts")],
    )
