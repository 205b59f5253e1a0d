"""What a row's cells say of it beyond the form: a doubt, a day to come, another person's number.

A note tells by custom why the row stands in the list: "Mới tuyển dụng", "Chưa có hộp thư".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from parsers.columns import LISTLIKE, Columns
from parsers.flag import Flag, FlagCode, without_numbers
from parsers.instruction import told
from parsers.named import AGAINST
from parsers.source import Place
from parsers.telling import Phrases
from parsers.unmarked import is_unmarked
from parsers.values.doubt import is_placeholder
from parsers.values.somebody import people_in_text, person_at_start
from parsers.words import bare, clean

_KIN = r"(?:vợ|chồng|con|cha|mẹ|ba|má|anh|chị|em|bạn|người thân|đồng nghiệp|thủ trưởng|lãnh đạo)"
_SAYS_MORE = Phrases.of(
    rf"\b(?:mượn|nhờ)\b|\b(?:số|sđt|đt|thoại|sim|máy|cccd|mail)\b[^.;]{{0,8}} của {_KIN}\b",
    r"\b(?:dự kiến|sẽ|sắp|chuẩn bị|chưa rõ)\b|\bđã chuyển\W*$|\bcó [\w-]+(?: thư)? rồi\b",
    r"^\W*(?:cần )?(?:kiểm tra|xác minh|xác nhận|hỏi)(?: lại)?\W*$|\bbàn giao\b",
    r"\b(?:zalo|viber|facebook)\b|\b(?:mật khẩu|mật mã|mk)(?: mới| cũ)?(?: là\b| ?:)",
    r"\b(?:người (?:dùng|sử dụng|giữ|quản lý)) (?:cũ|trước)\b|\bbị (?:hack|lộ|chiếm|xâm nhập)\b",
    r"\bmất (?:cccd|căn cước|cmnd|sim|số|điện thoại)\b|\bbổ sung (?:cccd|căn cước|số|thông tin)\b",
    r"\b(?:0?[2-9]|hai|ba) (?:hộp thư|tài khoản|e-?mail|địa chỉ)\b",
    r"\bđến (?:hết )?(?:ngày |tháng )?\d{1,2}[/.-]|\btháng \d{1,2} (?:nhận|vào|bắt|mới)\b",
    r"\b(?:giống|như) (?:dòng|hàng|người|stt)\b|\bđi (?:học|du học|nước ngoài)\b|^\W*gạch\W*$",
    r"(?<!khẩu )\bhết hạn\b(?! mật)|\b(?:cmnd|cccd|căn cước|sđt|số) cũ\b",
    without_marks=False,
)
_OLD_ID = re.compile(r"(?<!\d)\d{9}(?!\d)")
_OF_SOMEBODY = re.compile(r"\b(?:thay|vợ|chồng|giao|với)\s+(?:cho\s+)?", re.IGNORECASE)
_DAY = re.compile(r"(?<![\d/.-])(?<!số )(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](20\d\d)(?![\d/-])")
_BEGINS = re.compile(
    r"nhan (?:viec|cong tac|nhiem vu)|vao lam|bat dau|tuyen dung|bo nhiem|hieu luc|tiep nhan"
)
_HOW_MANY = re.compile(r"^(?:so luong|sl|so hop thu|so tai khoan)(?: hop thu| tai khoan)?$")
_WORDS = ("parent_agency", "unit", "position", "note")
_DOUBT = re.compile(r"\?|\(\s*\.{3,}\s*\)")


def row_notes(
    texts: Mapping[str, str], columns: Columns, places: Mapping[str, Place], on: date | None
) -> Iterator[Flag]:
    """Yield a flag for each cell of a row that says more than its column asks.

    `on` is the letter's date, after which a day is yet to come.
    """
    for name in _WORDS:
        text = texts.get(name, "")
        more = name == "note" and _says_more(text)
        if more or _DOUBT.search(text) or _is_to_come(text, on):
            yield told(FlagCode.INSTRUCTION_STATED, text, places.get(name))
    for header in columns.unknown:
        text = texts.get(header, "")
        if _DOUBT.search(text) or _column_tells(bare(header), text, on):
            fields = (("header", header), ("text", without_numbers(text)))
            yield Flag(FlagCode.COLUMN_TELLS, fields, places.get(header))


def _says_more(text: str) -> bool:
    """Return whether a note speaks against its row, or holds a value or a person of its own."""
    plain = clean(text)
    if is_placeholder(plain):
        return False
    if is_unmarked(plain):
        return True
    if AGAINST.stand_in(plain) or _SAYS_MORE.stand_in(plain):
        return True
    return bool(LISTLIKE.search(plain) or _OLD_ID.search(plain)) or _names_somebody(plain)


def _names_somebody(plain: str) -> bool:
    behind = (plain[found.end() :] for found in _OF_SOMEBODY.finditer(plain))
    named = any(person_at_start(text, least=3) for text in (plain, *behind))
    return named or any(people_in_text(plain))


def _is_to_come(text: str, on: date | None) -> bool:
    """Return whether the text names a day, or a month of a year, after that date."""
    return on is not None and any(
        (int(year), int(month), int(day or 0)) > (on.year, on.month, on.day if day else 0)
        for day, month, year in _DAY.findall(text)
        if int(month) <= 12 and int(day or 1) <= 31
    )


def _column_tells(header: str, text: str, on: date | None) -> bool:
    """Return whether a column beside the form's says that a row waits, or is more than one."""
    if _HOW_MANY.match(header):
        return text.strip() not in ("", "1", "01")
    return bool(_BEGINS.search(header)) and _is_to_come(text, on)
