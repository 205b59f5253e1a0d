"""What a letter or a column of its own says beyond the list, and what may change what is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from parsers.flag import Flag, FlagCode, without_numbers
from parsers.source import Place
from parsers.words import clean

# With their marks: without them "chỉ" is also "chi", and "rút" "rut".
_OTHER_LETTER = r"(?:công văn|văn bản|tờ trình|danh sách|phụ lục|cv|đề nghị trước)\b"
_REPLACES = (
    r"\b(?:thay thế|thay cho|đính chính|điều chỉnh|sửa đổi|rút|thu hồi|hủy|huỷ)(?: bỏ)?"
    r"(?: lại| nội dung| toàn bộ| một phần| các| cho| và){0,3} "
)
_SENT_TO = (
    r"\b(?:mật khẩu|mật mã|tài khoản)\b[^.;]{0,60}\b(?:gửi|chuyển|nhắn|báo|cấp)\b[^.;]{0,30}"
    r"(?:zalo|viber|facebook|tin nhắn|\d{9}|[\w.+-]+@\w)"
)
_INSTRUCTIONS = (
    _REPLACES + _OTHER_LETTER,
    r"\bchỉ (?:cấp|tạo|mở|thực hiện|giải quyết|đặt lại)\b",
    r"\b(?:chưa|không|tạm dừng|tạm hoãn|dừng) (?:cấp|tạo|mở|thực hiện|giải quyết) ",
    r"\bsau khi có (?:quyết định|văn bản|ý kiến|thông báo)|\bvới điều kiện\b|\bcho đến khi\b",
    r"\b(?:thời hạn|sử dụng|hiệu lực|giá trị|hoạt động)\b[^.;,]{0,30}\bđến (?:hết )?ngày\b",
    _SENT_TO,
)
_INSTRUCTION = re.compile("|".join(f"(?:{one})" for one in _INSTRUCTIONS))
_GROUND = re.compile(r"^\W*(?:căn cứ|thực hiện|theo|xét|thi hành)\b")
_DRAFT = re.compile(r"^\W*(?:bản )?(?:dự thảo|nháp)(?: lần \d+)?\W*$")
_CELL = re.compile(
    r"\b(?:hủy|huỷ|xóa|xoá|bỏ|rút|thu hồi|thay cho|thay thế|thay đổi|không cấp|chưa cấp|"
    r"không đề nghị|nghỉ việc|thôi việc|nghỉ hưu|chuyển công tác|đã có|trùng|nhầm|sai|xem lại|"
    r"tạm dừng|tạm ngừng|từ chối|không đạt)\b"
)
_LONGEST = 160


def letter_instructions(subject: str, body: str) -> Iterator[str]:
    """Yield the sentences of a letter that replace, limit or bend what its list asks for.

    The legal grounds are left out: they speak of other letters.
    """
    for sentence in (subject, *re.split(r"(?<=[.;:])\s+", body)):
        plain = clean(sentence).lower()
        if _INSTRUCTION.search(plain) and not _GROUND.match(plain):
            yield clean(sentence)[:_LONGEST]


def is_draft(line: str) -> bool:
    """Return whether a line says that the letter is a draft."""
    return bool(_DRAFT.match(clean(line).lower()))


def cell_instructions(
    texts: Mapping[str, str], unknown: tuple[str, ...], places: Mapping[str, Place]
) -> Iterator[Flag]:
    """Yield a flag for each cell of a column nobody claims that speaks against its row."""
    for header in unknown:
        text = texts.get(header, "")
        if _CELL.search(clean(text).lower()):
            fields = (("header", header), ("text", without_numbers(text)[:_LONGEST]))
            yield Flag(FlagCode.COLUMN_TELLS, fields, places.get(header))
