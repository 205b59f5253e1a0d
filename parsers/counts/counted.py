"""How many a text counts: "06 (sáu) công chức", "sáu cán bộ", "06 hộp thư", "tổng số: 06"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from parsers.counts.counted_nouns import BOX, KIND, ORGANISATIONS, PEOPLE, UNITS, UNKNOWN
from parsers.text.words import clean

_DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_WORD = rf"(?:{'|'.join(_DIGITS)}|mười|mươi|trăm|nghìn|ngàn|linh|lẻ)"
SPELLED = rf"{_WORD}(?:\s+{_WORD}){{0,9}}"
# "1.003 người"; neither a day nor a year counts what follows it ("năm 2026 cán bộ").
_BEGIN = r"(?<![\w/.,+-])(?<!ngày )(?<!tháng )(?<!năm )(?<!điều )(?<!khoản )(?<!danh sách số )"
_FIGURES = r"(?P<figures>\d{1,3}(?:[.,\s]\d{3})+|\d{1,4})"
_BRACKET = rf"(?:\(\s*(?P<words>{SPELLED})\s*\)\s*|\([^()\d]{{1,60}}\)\s*)?"
FIGURES = re.compile(rf"{_BEGIN}{_FIGURES}\s*{_BRACKET}{KIND}")
SCHOOLS = re.compile(rf"{_BEGIN}{_FIGURES}\s*{_BRACKET}{UNITS}")
# "từ năm cơ quan", "đầu tư đơn vị": these words alone count only behind "cho".
WORDS = re.compile(rf"(?<!\w)(?!(?:(?<!\bcho )năm|tư)\s+(?!{_WORD}))(?P<words>{SPELLED})\s+{KIND}")
# The words may stand first: "sáu (06) công chức".
WORDS_FIRST = re.compile(
    rf"(?<!\w)(?P<words>{SPELLED})\s*\(\s*(?P<figures>\d{{1,4}})\s*\)\s*{KIND}"
)
EACH = re.compile(r"\bmỗi (?:\w+,? ){1,8}$")
# Where nobody is counted: the rows of whatever kind.
BOXES = re.compile(rf"{_BEGIN}{_FIGURES}\s*(?:\([^)\d]{{1,40}}\)\s*)?{BOX}")
TOTAL = re.compile(
    r"(?P<label>tổng số|tổng cộng|số lượng|số người|số cán bộ|số (?:công|viên) chức|số cá nhân"
    r"|số đơn vị|số hộp thư|số tài khoản)"
    r"(?:(?P<of>[^\d.;:(]{0,80}?)(?:\([^)\d]*\)\s*)?(?::|\blà\b)|(?=\s))\s*"
    r"(?P<figures>\d{1,4})(?!\d|[/.,]\d|/)"
    r"(?!\s*(?:\([^)]*\)\s*)?(?:bộ|bản|trang|tờ|tháng|ngày|năm|phụ lục|danh sách|đợt|lần)\b)"
)
# A number that is clearly meant to count, and that is none: a range, or no more than about so many.
_RANGE = (
    rf"{_BEGIN}\d{{1,3}}\s*(?:[-–—~+]|đến|tới|hoặc|và/hoặc)\s*\d{{1,3}}\s*(?:\([^)\d]*\)\s*)?{KIND}"
)
_RANGE_IN_WORDS = rf"(?<!\w){SPELLED}\s*(?:[-–—]|đến|tới|hoặc)\s*{SPELLED}\s+{KIND}"
_ABOUT = (
    r"(?:(?<!\w)(?:khoảng|hơn|chừng|gần|dưới|ít nhất|tối thiểu|tối đa|không quá)\b|[~≈><]"
    r"|(?<!nêu )(?<!sách )(?<!đây )(?<!\w)trên\b)"
    rf"\s*(?:là\s+)?(?:\d{{1,4}}|{SPELLED})\s*(?:\([^)\d]*\)\s*)?{KIND}"
)
_MISTYPED = rf"(?<![\w/.,-])(?:\d+[oil]|[oil]\d+|\d+\s*\+)\d*\s*(?:\([^)\d]*\)\s*)?{KIND}"
_UNKNOWN = rf"(?<=\bcho )\d{{1,3}}\s*(?:\([^)\d]*\)\s*)?{UNKNOWN}"
UNCLEAR = tuple(
    re.compile(one.replace("?P<kind>", "?:"))
    for one in (_RANGE, _RANGE_IN_WORDS, _ABOUT, _MISTYPED, _UNKNOWN)
)
PARTS = re.compile(r"trong đó|gồm|cụ thể|trong số")
# "04 công chức (01 kế toán, 03 nhân viên)", "04 người: 02 công chức, 02 viên chức".
OPENS_PARTS = re.compile(r"^[^():]*[(:]")
# "cho 04 công chức theo danh sách 04 người", "04 công chức nêu trên": what was counted before.
REPEATED = re.compile(
    r"danh sách(?: (?:gồm|có|của|cho|là|gồm có|bao gồm|đính kèm|kèm theo|này|trên|nêu trên|các))*"
    r"\W*$"
)
THESE = re.compile(r"^(?:,? ?\w+){0,4}? (?:(?:nêu|nói|kể) trên|trên đây|này)\b")
BELONGING = re.compile(r"(?:của|thuộc|tại|ở|từ|trong|sáp nhập|hợp nhất|sắp xếp)(?: các)?\s*$")
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
    """Return what a text counts; words are heard where no figures are."""
    found = counts_in(clean(text).lower())
    return _sum(_without_parts(found[:1] + [one for one in found[1:] if not is_repeated(one)]))


def counts_of_each(text: str) -> Counts:
    """Return what a total counts of people and of units beside them: "02 phòng, 05 viên chức"."""
    plain = clean(text).lower()
    found = {
        match.start(): match
        for rule in (SCHOOLS, FIGURES)
        for match in rule.finditer(plain)
        if not _belongs(match)
    }
    return _sum([found[start] for start in sorted(found)])


def repeated_counts(text: str) -> list[Counts]:
    """Return what a text counts once more: "cho 04 công chức theo danh sách 04 người"."""
    found = _without_parts(counts_in(clean(text).lower()))
    return [_sum([match]) for match in found[1:] if is_repeated(match)]


def unclear_count(text: str) -> str:
    """Return what a text counts and nobody can hold a list against: "05-06 người"; else ""."""
    plain = clean(text).lower()
    found = next((match for rule in UNCLEAR for match in rule.finditer(plain)), None)
    return found.group().strip() if found else ""


def counts_in(plain: str) -> list[re.Match[str]]:
    """Return where a text in small letters counts, from left to right."""
    found = [
        match
        for rule in (FIGURES, WORDS_FIRST)
        for match in rule.finditer(plain)
        if not _is_belonging(match)
    ]
    found.sort(key=lambda match: match.start())
    if not found:
        found = [match for match in WORDS.finditer(plain) if _is_count(match)]
    if not found:
        found = [one for one in BOXES.finditer(plain) if not EACH.search(plain[: one.start()])]
    if not found:
        found = [match for match in SCHOOLS.finditer(plain) if not _belongs(match)]
    return found or [*TOTAL.finditer(plain)][:1]


def _sum(found: list[re.Match[str]]) -> Counts:
    if not found:
        return Counts()
    numbers = [(_kind(match), number_in(match)) for match in found]
    people = [number for kind, number in numbers if re.fullmatch(PEOPLE, kind)]
    units = [number for kind, number in numbers if re.fullmatch(f"{ORGANISATIONS}|{UNITS}", kind)]
    rows = [number for kind, number in numbers if not kind]
    return Counts(
        sum(people) if people else None,
        sum(units) if units else None,
        next((match.group(0) for match in found if _contradicts(match)), ""),
        ", ".join(match.group(0) for match in found),
        rows=sum(rows) if rows else None,
    )


def _kind(match: re.Match[str]) -> str:
    """Return the noun counted, "" where a mailbox is: whoever holds it."""
    named = match.groupdict()
    if "label" not in named:
        return named.get("kind") or ""
    holders = re.search(
        rf"\b(?:{PEOPLE}|{ORGANISATIONS})\b", f"{named['label']}{named['of'] or ''}"
    )
    return holders.group() if holders else ""


def _without_parts(found: list[re.Match[str]]) -> list[re.Match[str]]:
    """Leave out the parts of a sum that stands before: "06 người, trong đó 02 công chức"."""
    if not found:
        return found
    first, *rest = found
    ends = first.end()
    opened = rest and OPENS_PARTS.search(first.string[ends : rest[0].start()])
    if opened and number_in(first) == sum(map(number_in, rest)):
        return [first]
    return [first, *(one for one in rest if not PARTS.search(one.string[ends : one.start()]))]


def is_repeated(match: re.Match[str]) -> bool:
    """Return whether a count only says once more what was counted before."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    return bool(REPEATED.search(before) or THESE.search(after))


def number_of(words: str) -> int | None:
    """Return the number the words spell, up to 999 999; None for none ("mười hai" is 12)."""
    total, last = 0, None
    for word in words.split():
        if word in ("nghìn", "ngàn"):
            total, last = (total + (last or 0)) * 1000, None
        elif word == "trăm":
            hundreds = 1 if last is None else last
            total, last = total + hundreds * 100, None
        elif word in ("mười", "mươi"):
            total, last = total + (1 if last is None else last) * 10, None
        elif word in _DIGITS and last is None:
            last = _DIGITS[word]
        elif word not in ("linh", "lẻ"):
            return None
    return total + (last or 0)


def number_in(match: re.Match[str]) -> int:
    """Return the number that a count gives, in figures or in words."""
    figures = _figures(match)
    return (number_of(match["words"]) or 0) if figures is None else figures


def _figures(match: re.Match[str]) -> int | None:
    figures = match.groupdict().get("figures")
    return int(re.sub(r"\D", "", figures)) if figures else None


def _is_belonging(match: re.Match[str]) -> bool:
    """Return whether units are named only as those the people belong to: "của 02 đơn vị"."""
    return bool(re.fullmatch(ORGANISATIONS, match["kind"])) and _belongs(match)


def _belongs(match: re.Match[str]) -> bool:
    return BELONGING.search(match.string[: match.start()]) is not None


def _is_count(match: re.Match[str]) -> bool:
    return (number_of(match["words"]) or 0) >= LEAST_IN_WORDS and not _is_belonging(match)


def _contradicts(match: re.Match[str]) -> bool:
    words, figures = match.groupdict().get("words"), _figures(match)
    return bool(words) and figures is not None and number_of(words or "") not in (None, figures)
