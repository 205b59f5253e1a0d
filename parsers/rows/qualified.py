"""Whether a cell that names a post or a unit says more of it than its name: "Kế toán cũ", "(vắng)".

Whoever no longer holds a post, not yet, or not wholly, may not be meant to get a mailbox for it.
"""

from __future__ import annotations

import re
from datetime import date

from parsers.custom.understood import is_understood
from parsers.custom.unit_names import in_small
from parsers.meaning.telling import Phrases
from parsers.text.words import clean
from parsers.values.person_name import is_whole_name

_FORMER = (
    r"\b(?:trước đây|tiền nhiệm|(?:miễn|bãi|từ) nhiệm|cách chức|từng là|sau này|hết nhiệm kỳ)\b",
    r"\b(?:(?:khóa|nhiệm kỳ) trước|trước (?:khi |ngày )?(?:sáp|hợp|sắp))\b|^\W*ng\. ?\w",
    r"\bđã (?:nộp|xin|chuyển|thôi|bàn giao|sáp nhập|hợp nhất|giải thể|hết|rời|đi)\b",
    r"\b(?:nay|hiện)(?: nay)? (?:là|thuộc|về)\b",
)
_LEAVES = (
    r"\b(?:xin thôi|thôi (?:giữ|làm|đảm))\b|\bsắp (?!xếp)",
    r"\bchuẩn bị (?:nghỉ|chuyển|thôi|đi|về|bổ nhiệm)\b|\b(?:vắng|ốm)\b",
    r"\b(?:điều động|điều chuyển|luân chuyển|thuyên chuyển)\b",
    r"\bđi (?:nước ngoài|vắng|nghĩa vụ|lao động|du học)\b",
)
_NOT_WHOLLY = (
    r"\b(?:thỉnh|mời) giảng\b|(?<!đào tạo )(?<!bồi dưỡng )\bngắn hạn\b",
    r"\b(?:đang|sẽ|chưa|nếu|hay|mỗi|chỉ(?! huy| đạo| thị| số| tiêu| dẫn))\b",
    r"\b(?:đến|từ|hết) (?:hết |ngày |tháng |năm )*\d|\b(?:đến|tới|cho) (?:đến )?khi\b",
    r"(?<!phòng )\bkhông\b(?! chuyên| gian| khí| ảnh| quân)",
)
_QUALIFIED = Phrases.of(*_FORMER, *_LEAVES, *_NOT_WHOLLY, without_marks=False)
_OLD = re.compile(r"\bcũ(?=\W*$|\s*[,;)])")
_SIGNS = re.compile(r"[→⇒*†‡¹²³\u0335-\u0338]|[-=]+>|-/-")
"""An arrow to something else, the sign of a note that may say so, or strokes through it."""

_TERM = re.compile(r"(?<!\d)(?:19|20)\d\d\s*[-–—]\s*((?:19|20)\d\d)(?!\d)")
_ASIDE = re.compile(r"[(\[]([^)\]]*)[)\]]?")
_BY_CUSTOM = Phrases.of(
    r"^\W*(?:hạng|bậc|ngạch|mã ngạch|kiêm|phụ trách|theo dõi|thường trực|chuyên trách|quyền|"
    r"trực thuộc|thuộc|cơ sở|điểm|khối|lớp|tầng|viết tắt|âm nhạc|mỹ thuật|nội chính)\b"
)


def is_qualified(text: str, procedure: str, on: date | None) -> bool:
    """Return whether a text says so: by its words or a sign, by what stands in brackets and is not
    understood where this procedure is asked for, or by a term that ended before the letter's year.
    """
    plain = clean(text)
    if _OLD.search(plain.lower() if plain.isupper() else plain):
        return True
    if _SIGNS.search(plain) or _QUALIFIED.stand_in(plain):
        return True
    if any(not _is_by_custom(aside, procedure) for aside in _ASIDE.findall(plain)):
        return True
    return on is not None and any(int(year) < on.year for year in _TERM.findall(plain))


def _is_by_custom(aside: str, procedure: str) -> bool:
    short = not any(map(str.islower, aside)) and in_small(aside) == aside
    words = aside.split()
    place = len(words) > 1 and all(map(str.istitle, words)) and not is_whole_name(aside)
    return short or place or _BY_CUSTOM.stand_in(aside) or is_understood(aside, procedure)
