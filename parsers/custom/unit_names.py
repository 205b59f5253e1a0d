"""The names of units, posts and fields of work in running text, for which signs may stand."""

from __future__ import annotations

from collections.abc import Iterable

from parsers.custom.field_words import FIELDS, WITHIN
from parsers.text.agency_word import AGENCY, PART
from parsers.text.syllable import is_syllable
from parsers.values.office import DEPUTY_OF, HEAD, POST, SHORT, SPECIALIST, STAFF

SIGN = "◊"


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of these, the longest first."""
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


# What the vocabulary does not know within a unit's name: names, short forms and figures.
_PROPER = (
    r"(?!(?:thử|tạm|chờ|hoãn|nghỉ|hủy|bỏ|chưa|không|đã|sắp|cũ|giữ|xin|sai|nhầm|trùng|rút)\b)"
    r"(?-i:[A-ZĂÂĐÊÔƠƯ][a-zăâđêôơư]*)"
)
_SHORTENED = r"(?-i:[A-ZĂÂĐÊÔƠƯ][A-ZĂÂĐÊÔƠƯ&/-]*[A-ZĂÂĐÊÔƠƯ])"
_FIGURE = r"(?:số )?(?:\d{1,2}|(?-i:[IVX]{1,4}))"
_PLACES = ("xã", "phường", "thị trấn", "quận", "huyện", "thị xã", "thành phố", "tp", "tỉnh",
           "thôn", "ấp", "khu vực", "khóm", "cấp xã", "trực thuộc", "thành đoàn",
           "thành ủy")  # fmt: skip
_SCHOOLS = ("đại học", "cao đẳng", "trung cấp", "đh", "cđ", "thpt", "thcs", "mn", "gdtx", "ttyt",
            "tyt", "bv", "bvđk")  # fmt: skip
BEGINS = any_of((*AGENCY.split("|"), *PART.split("|"), *_PLACES, *_SCHOOLS))
_KNOWN = r"(?!báo cáo\b|ban hành\b|trường hợp\b)" + any_of(
    (*FIELDS, *WITHIN, *_SCHOOLS, *AGENCY.split("|"), *PART.split("|"), *_PLACES)
)
WORD = rf"(?>{_KNOWN}\b|{_SHORTENED}\b|{_PROPER}\b|{_FIGURE}\b)"
UNIT = rf"{BEGINS}\b(?>(?:\.? |, | [-–&] |/){WORD})*"
WHO = any_of((HEAD, DEPUTY_OF, SPECIALIST, STAFF, POST, SHORT, "người", "đơn vị", "cơ quan"))
NAMES = rf"(?<![\w-])(?<!\d/)(?>{WHO}\b|{UNIT}|{any_of(FIELDS)}\b)(?!\w)"
"""Posts, units and fields of work."""

POSTS = any_of((HEAD, DEPUTY_OF, SPECIALIST, SHORT))
_CAPITAL = r"(?=[A-ZĂÂĐÊÔƠƯ])"
_NO_UNIT = r"(?!(?i:trường hợp|báo cáo|ban hành|bộ phận|hội nghị|đoàn kết|nhà nước)\b)"
_CALLED = rf"(?>{_CAPITAL}(?!(?i:{BEGINS})\b){_PROPER}\b|\d{{1,2}}\b)"
CALLED_UNITS = (
    rf"(?<![\w-])(?>{_NO_UNIT}{_CAPITAL}(?i:{UNIT})|(?i:{any_of((*_PLACES, 'đường', 'phố'))})"
    rf"(?>(?: {_CALLED})+))(?!\w)"
)
"""Posts without a doubt, and units that begin with a capital or are called by a proper name."""


def in_small(text: str) -> str:
    """Return the text, its words in capitals in small letters where they are short for nothing."""
    return " ".join(map(_in_small, text.split()))


def _in_small(word: str) -> str:
    letters = word.strip(".,;:()+-–/")
    return word.lower() if len(letters) > 1 and letters.isupper() and is_syllable(letters) else word
