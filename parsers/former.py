"""Whether a cell says that a post or a unit was, or will be, another: "Kế toán cũ", "2016-2021".

Whoever no longer holds his post may not be meant to get a mailbox for it.
"""

from __future__ import annotations

import re
from datetime import date

from parsers.telling import Phrases
from parsers.words import clean

_FORMER = Phrases.of(
    r"\b(?:trước đây|tiền nhiệm|thôi (?:giữ|làm|đảm)|(?:miễn|bãi|từ) nhiệm|cách chức|từng là|"
    r"không còn|hết nhiệm kỳ|(?:khóa|nhiệm kỳ) trước|trước (?:khi |ngày )?(?:sáp|hợp|sắp))\b",
    r"\bđã (?:chuyển|thôi|bàn giao|sáp nhập|hợp nhất|giải thể|hết|rời|đi)\b",
    r"\b(?:nay|hiện)(?: nay)? (?:là|thuộc|về)\b|\bsau này\b|\b(?:sắp|chuẩn bị) (?!xếp)",
    r"\b(?:điều động|điều chuyển|luân chuyển|thuyên chuyển)\b|\bvắng(?: mặt)?\W*$",
    r"\bđi (?:nước ngoài|vắng|nghĩa vụ|lao động|du học)\b",
    without_marks=False,
)
_OLD = re.compile(r"\bcũ(?=\W*$|\s*[,;)])")
_CHANGES = re.compile(r"[→⇒]|[-=]+>")
_NOTED = re.compile(r"[*†‡¹²³]")
_TERM = re.compile(r"(?<!\d)(?:19|20)\d\d\s*[-–—]\s*((?:19|20)\d\d)(?!\d)")


def was_or_changes(text: str, on: date | None) -> bool:
    """Return whether a text says so, points to a note that may, or names a term that ended before
    the letter's year.
    """
    plain = clean(text)
    if _OLD.search(plain.lower() if plain.isupper() else plain):
        return True
    if _CHANGES.search(plain) or _NOTED.search(plain) or _FORMER.stand_in(plain):
        return True
    return on is not None and any(int(year) < on.year for year in _TERM.findall(plain))
