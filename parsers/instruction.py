"""What a letter or a column of its own says beyond the list, and what may change what is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from parsers.flag import Flag, FlagCode, without_numbers
from parsers.source import Place
from parsers.words import clean

# With their marks: without them "chỉ" is also "chi", and "rút" "rut".
_OTHER_LETTER = r"(?:công văn|văn bản|tờ trình|danh sách|phụ lục|cv|đề nghị trước)\b"
_REPLACES = (
    r"\b(?:thay thế|thay cho|đính chính|điều chỉnh|sửa đổi|rút|thu hồi|hủy|huỷ)(?: bỏ)?"
    r"(?: lại| nội dung| toàn bộ| một phần| các| cho| và){0,3} "
)
_DO = r"(?:cấp|tạo|mở|thực hiện|giải quyết|đặt lại)"
_SENT_TO = (
    r"\b(?:mật khẩu|mật mã|tài khoản)\b[^.;]{0,60}\b(?:gửi|chuyển|nhắn|báo|cấp)\b[^.;]{0,30}"
    r"(?:zalo|viber|facebook|tin nhắn|\d{9}|[\w.+-]+@\w)"
)
_INSTRUCTIONS = (
    _REPLACES + _OTHER_LETTER,
    rf"\bchỉ {_DO}\b",
    rf"\b(?:chưa|không|tạm dừng|tạm hoãn|dừng) {_DO}\b(?! (?:thiết|bách))",
    r"\bsau khi có (?:quyết định|văn bản|ý kiến|thông báo)|\bvới điều kiện\b|\bcho đến khi\b",
    r"\b(?:thời hạn|sử dụng|hiệu lực|giá trị|hoạt động)\b[^.;,]{0,30}\bđến (?:hết )?ngày\b",
    _SENT_TO,
)
_INSTRUCTION = re.compile("|".join(f"(?:{one})" for one in _INSTRUCTIONS))
_EXCEPTION = re.compile(
    r"(?:riêng|trừ|ngoại trừ|không bao gồm|không kể)\s+(?:các\s+)?(?:trường hợp|ông|bà|đồng chí|"
    r"đ/c|đơn vị|cá nhân|số thứ tự|stt|dòng)\b[^.;]{0,80}",
    re.IGNORECASE,
)
_GROUND = re.compile(r"^\W*(?:căn cứ|thực hiện|theo|xét|thi hành)\b")
_DRAFT = re.compile(r"^\W*(?:bản )?(?:dự thảo|nháp)(?: lần \d+)?\W*$")
_CELL = re.compile(
    r"\b(?:hủy|huỷ|xóa|xoá|bỏ|rút|thu hồi|thay cho|thay thế|thay đổi|không cấp|chưa cấp|"
    r"không đề nghị|nghỉ việc|thôi việc|nghỉ hưu|chuyển công tác|đã có|trùng|nhầm|sai|xem lại|"
    r"tạm dừng|tạm ngừng|từ chối|không đạt)\b"
)
_WORDS = ("organisation", "parent_agency", "unit", "position", "note")
_LONGEST = 160


def letter_instructions(subject: str, body: str) -> Iterator[str]:
    """Yield the sentences of a letter that replace, limit or bend what its list asks for.

    The legal grounds are left out: they speak of other letters.
    """
    for sentence in (subject, *re.split(r"(?<=[.;:])\s+", body)):
        plain = clean(sentence).lower()
        if _INSTRUCTION.search(plain) and not _GROUND.match(plain):
            yield clean(sentence)[:_LONGEST]


def letter_exceptions(text: str) -> Iterator[str]:
    """Yield where a text leaves somebody out of what the list asks for, the first time."""
    found = _EXCEPTION.search(text)
    if found:
        yield found.group().strip()


def limits(text: str, place: Place | None) -> Iterator[Flag]:
    """Yield what a text beside a list, or a header, a title or a sum in it, says of its rows."""
    for code, quotes in (
        (FlagCode.INSTRUCTION_STATED, letter_instructions("", text)),
        (FlagCode.EXCEPTION_STATED, letter_exceptions(text)),
    ):
        for quote in islice(quotes, 1):
            yield Flag(code, (("text", without_numbers(quote)),), place)


def is_draft(line: str) -> bool:
    """Return whether a line says that the letter is a draft."""
    return bool(_DRAFT.match(clean(line).lower()))


def cell_instructions(
    texts: Mapping[str, str], unknown: tuple[str, ...], places: Mapping[str, Place]
) -> Iterator[Flag]:
    """Yield a flag for each cell that says more than a name of something, and for each one of a
    column nobody claims that speaks against its row.
    """
    for name in _WORDS:
        yield from limits(texts.get(name, ""), places.get(name))
    for header in unknown:
        text = texts.get(header, "")
        if _CELL.search(clean(text).lower()):
            fields = (("header", header), ("text", without_numbers(text)[:_LONGEST]))
            yield Flag(FlagCode.COLUMN_TELLS, fields, places.get(header))
