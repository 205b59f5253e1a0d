"""Request letters as agencies write them, in the decision's forms, set as PDF."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import typst

from mailbot.defaults import default_file

NEW_PEOPLE = (
    "STT", "Họ tên người dùng", "Tên cơ quan cấp trên", "Đơn vị", "Chức vụ", "Số CMND/CCCD",
    "Số điện thoại", "Ghi chú",
)  # fmt: skip
RESET_PEOPLE = (
    "STT", "Họ tên người dùng", "Đơn vị", "Chức vụ", "Số điện thoại", "Địa chỉ hộp thư điện tử",
    "Ghi chú",
)  # fmt: skip

_TEMPLATE = """
#let d = json(bytes(sys.inputs.data))
#set page(paper: "a4", margin: (left: 3cm, right: 1.5cm, y: 2cm))
#set text(font: "Tinos", size: 13pt, lang: "vi")
#set par(justify: true)
#if d.letter [
#grid(columns: (1fr, 1.4fr), align: center,
  [#d.superior \\ *#d.agency* \\ #v(4pt) Số: #d.number \\ #text(size: 12pt)[V/v #d.subject]],
  [*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM* \\ *Độc lập - Tự do - Hạnh phúc* \\ #v(4pt)
   _Cần Thơ, ngày #d.day tháng #d.month năm #d.year _])
#v(1em)
#align(center)[Kính gửi: Sở Thông tin và Truyền thông.]
#v(1em)
#d.body
#v(1em)
#grid(columns: (1fr, 1fr), [_*Nơi nhận:*_ \\ - Như trên; \\ - Lưu: VT.],
  align(center)[*CHỦ TỊCH* \\ #v(4em) *#d.signer*])
]
#if d.letter and d.tables.len() > 0 { pagebreak() }
#if d.tables.len() > 0 [
#set page(flipped: true)
#align(center)[*PHỤ LỤC I* \\ *#d.annex_title* \\
  _(Kèm theo Công văn số #d.number ngày #d.day tháng #d.month năm #d.year)_]
#for t in d.tables [
#v(0.5em)
#t.title
#let widths = if t.widths.len() > 0 { t.widths.map(w => w * 1fr) } else { t.head.len() }
#table(columns: widths, ..t.head.map(c => [*#c*]), ..t.rows.flatten())
]
]
"""


@dataclass(frozen=True)
class Sheet:
    """One table of the annex under its title; `widths` share out the page where text needs it."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float] = ()


@dataclass(frozen=True)
class Letter:
    """A request letter; `with_letter` and `with_annex` choose what goes into the file."""

    agency: str = "ỦY BAN NHÂN DÂN PHƯỜNG NINH KIỀU"
    superior: str = "ỦY BAN NHÂN DÂN THÀNH PHỐ CẦN THƠ"
    number: str = "45/UBND-VP"
    subject: str = "đề nghị cấp mới hộp thư điện tử thành phố Cần Thơ"
    dated: tuple[str, str, str] = ("20", "11", "2026")
    body: str = (
        "Ủy ban nhân dân phường Ninh Kiều kính đề nghị Sở Thông tin và Truyền thông cấp mới hộp "
        "thư điện tử thành phố Cần Thơ cho 02 công chức mới được tuyển dụng. "
        "Rất mong nhận được sự hỗ trợ của quý cơ quan./. (Đính kèm phụ lục)"
    )
    annex_title: str = "DANH SÁCH YÊU CẦU CẤP MỚI THƯ ĐIỆN TỬ THÀNH PHỐ CẦN THƠ"
    signer: str = "Trần Văn Bảy"
    sheets: tuple[Sheet, ...] = ()
    with_letter: bool = True
    with_annex: bool = True


# fmt: off
PARENT = "Ủy ban nhân dân phường Ninh Kiều"
OFFICE = "Văn phòng HĐND và UBND"
ECONOMY = "Phòng Kinh tế"
CLERK = "Chuyên viên"
TWO_RECRUITS = Sheet(
    "2. Yêu cầu cấp mới hộp thư điện tử đối với cá nhân:",
    NEW_PEOPLE,
    (
        ("1", "Nguyễn Thị Hồng Đào", PARENT, OFFICE, CLERK, "092190001234", "0901234567", ""),
        ("2", "Trần Văn Quý", PARENT, ECONOMY, CLERK, "092088004321", "0912345678", ""),
    ),
)
# fmt: on


def set_letter(letter: Letter) -> bytes:
    """Return the PDF."""
    day, month, year = letter.dated
    data = {
        "letter": letter.with_letter,
        "agency": letter.agency,
        "superior": letter.superior,
        "number": letter.number,
        "subject": letter.subject,
        "day": day,
        "month": month,
        "year": year,
        "body": letter.body,
        "annex_title": letter.annex_title,
        "signer": letter.signer,
        "tables": [
            {
                "title": sheet.title,
                "head": list(sheet.head),
                "rows": [list(r) for r in sheet.rows],
                "widths": list(sheet.widths),
            }
            for sheet in letter.sheets
            if letter.with_annex
        ],
    }
    return bytes(
        typst.compile(
            _TEMPLATE.encode(),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        )
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[default_file("fonts")],
    )
