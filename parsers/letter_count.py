"""How many a letter asks for: "06 (sáu) công chức", "sáu cán bộ", "06 hộp thư", "tổng số: 06"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from parsers.words import clean

_DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_WORD = rf"(?:{'|'.join(_DIGITS)}|mười|mươi|trăm|linh|lẻ)"
_SPELLED = rf"{_WORD}(?:\s+{_WORD})*"
_PEOPLE = (
    r"cán bộ|công chức|viên chức|người|cá nhân|nhân sự|đồng chí|đ/c|nhân viên|trường hợp|hồ sơ"
    r"|lãnh đạo|chuyên viên|giáo viên|giảng viên|bác sĩ|chiến sĩ|thành viên|lao động|hợp đồng"
)
_ORGANISATIONS = r"đơn vị|cơ quan|tổ chức"
_KIND = (
    r"(?:(?:hộp thư|tài khoản|thư|điện tử|công vụ|e-?mail|của|cho|là|các)\s+){0,6}"
    rf"(?P<kind>{_PEOPLE}|{_ORGANISATIONS})\b"
)
FIGURES = re.compile(
    rf"(?<![\w/.,-])(?P<figures>\d{{1,3}})\s*(?:\(\s*(?P<words>{_SPELLED})\s*\)\s*)?{_KIND}"
)
# "từ năm cơ quan", "đầu tư đơn vị": these words count nothing when they stand alone.
WORDS = re.compile(rf"(?<!\w)(?!(?:năm|tư)\s+(?!{_WORD}))(?P<words>{_SPELLED})\s+{_KIND}")
# Where nobody is counted: the rows of whatever kind.
BOXES = re.compile(
    r"(?<![\w/.,-])(?P<figures>\d{1,3})\s*(?:\([^)\d]{1,40}\)\s*)?"
    r"(?:địa chỉ |tài khoản )?(?:hộp thư|thư điện tử|e-?mail)\b"
)
TOTAL = re.compile(
    r"(?:tổng số|tổng cộng|số lượng)\s*(?:là\s*)?:?\s*(?P<figures>\d{1,3})(?![\d/.,])"
)
PARTS = re.compile(r"trong đó|gồm|cụ thể|trong số")
BELONGING = re.compile(r"(?:của|thuộc|tại|ở|từ|trong)(?: các)?\s*$")
# "một người" and "hai đơn vị" may speak of somebody in passing; more than that is a count.
LEAST_IN_WORDS = 3


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people and organisations, None where it is not said.

    `rows` counts mailboxes of either where no holders are counted. `contradiction` holds the first
    count whose figures and words differ, as it is written; `written` holds them all.
    """

    people: int | None = None
    organisations: int | None = None
    rows: int | None = field(default=None, kw_only=True)
    contradiction: str = ""
    written: str = field(default="", compare=False)


def read_counts(text: str) -> Counts:
    """Return what the asking sentences of a letter count; words are heard where no figures are."""
    plain = clean(text).lower()
    found = [match for match in FIGURES.finditer(plain) if not _is_belonging(match)]
    if not found:
        found = [match for match in WORDS.finditer(plain) if _is_count(match)]
    found = _without_parts(found)
    if not found:
        return _boxes(plain)
    numbers = [(match["kind"], _number(match)) for match in found]
    people = [number for kind, number in numbers if not re.fullmatch(_ORGANISATIONS, kind)]
    units = [number for kind, number in numbers if re.fullmatch(_ORGANISATIONS, kind)]
    return Counts(
        sum(people) if people else None,
        sum(units) if units else None,
        next((match.group(0) for match in found if _contradicts(match)), ""),
        ", ".join(match.group(0) for match in found),
    )


def _without_parts(found: list[re.Match[str]]) -> list[re.Match[str]]:
    """Leave out the parts of a sum that stands before: "06 người, trong đó 02 công chức"."""
    ends = found[0].end() if found else 0
    return [match for match in found if not PARTS.search(match.string[ends : match.start()])]


def _boxes(plain: str) -> Counts:
    found = _without_parts([*BOXES.finditer(plain)]) or [*TOTAL.finditer(plain)][:1]
    if not found:
        return Counts()
    rows = sum(int(match["figures"]) for match in found)
    return Counts(rows=rows, written=", ".join(match.group(0) for match in found))


def number_of(words: str) -> int | None:
    """Return the number the words spell, up to 999; None for none ("mười hai" is 12)."""
    total, last = 0, None
    for word in words.split():
        if word == "trăm":
            total, last = total + (last or 1) * 100, None
        elif word in ("mười", "mươi"):
            total, last = total + (1 if last is None else last) * 10, None
        elif word in _DIGITS and last is None:
            last = _DIGITS[word]
        elif word not in ("linh", "lẻ"):
            return None
    return total + (last or 0)


def _number(match: re.Match[str]) -> int:
    figures = match.groupdict().get("figures")
    return int(figures) if figures else number_of(match["words"]) or 0


def _is_belonging(match: re.Match[str]) -> bool:
    """Return whether units are named only as those the people belong to: "của 02 đơn vị"."""
    units = re.fullmatch(_ORGANISATIONS, match["kind"])
    return bool(units and BELONGING.search(match.string[: match.start()]))


def _is_count(match: re.Match[str]) -> bool:
    return (number_of(match["words"]) or 0) >= LEAST_IN_WORDS and not _is_belonging(match)


def _contradicts(match: re.Match[str]) -> bool:
    words, figures = match["words"], match.groupdict().get("figures")
    return bool(words and figures) and number_of(words) not in (None, int(figures or 0))
