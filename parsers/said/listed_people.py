"""Where a sentence speaks of somebody of a list: by name, by what they are called, or by place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers.request import IndividualRow, Row
from parsers.text.remembered import remembered
from parsers.text.words import CAPITAL, bare, clean
from parsers.values.somebody import CALLED, DOES, short_form

SOMEBODY = "§"
TITLE = rf"\b(?:{CALLED}|em|cháu|chú|bác)\s*:?\s+"

_ENOUGH_WORDS = 3
"""So many are a name by themselves; fewer, or a given name alone, need a title or a predicate."""

_BEFORE = re.compile(
    rf"(?P<title>{TITLE})|(?:^|[,;:(]\s?|\b(?:của|cho|với|và|là|cả|cùng)\s)[-+*•]?\s*",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:[^\W\d_]+ ){0,5}[^\W\d_]+")
_PREDICATE = re.compile(rf"\s*(?:[:,;.)(–-]|$)|{DOES}|\s+và\b", re.IGNORECASE)
# What begins sentences and agencies' names, and is a given name, too.
_NO_NAMES = (
    "hiện|nay|quý|trường|hội|đoàn|đảng|sở|khoa|tổ|đội|ban|phòng|trạm|chi|trung|công|thành|tài|danh|"
    "văn|lý|thông|viên|nhân|kế|hồ|lưu|kính|đề|do|để|sau|theo|tổng|tuy|khi|mọi|riêng|cụ"
)
_NO_NAME = frozenset(_NO_NAMES.split("|"))
_PEOPLE = (
    r"(?:ông|bà|anh|chị|đồng chí|đ/c|người|cá nhân|cán bộ|công chức|viên chức|nhân viên|giáo viên|"
    r"trường hợp|nhân sự|lao động)"
)
_NUMBER = r"(?:\d+|một|hai|ba|bốn|năm|sáu)"
_BY_PLACE = re.compile(
    rf"\b(?:một trong (?:số )?(?:{_NUMBER}|các|những)(?: {_PEOPLE})?"
    rf"|(?<!sách )(?<!gồm )có (?:một|01|1|một số|vài) {_PEOPLE}"
    rf"|{_PEOPLE}(?: \w+){{0,3}} (?:thứ (?:nhất|hai|ba|tư|\d+)|đầu tiên|cuối cùng)"
    rf"|(?:(?:{_NUMBER}|các|những|cả) ){{1,4}}{_PEOPLE}(?:, {_PEOPLE})? "
    r"(?:này|trên|nêu trên|nói trên|kể trên|đó|có tên))\b",
    re.IGNORECASE,
)


_WORKS = re.compile(rf"(?i:\b(?:công tác|làm việc)(?: biệt phái)? (?:tại|ở)) ([{CAPITAL}][^,.;]+)")


@dataclass(frozen=True, slots=True)
class ListedPeople:
    """The people a list names: whole names to be found anywhere, and all that may stand behind a
    title, "Hồng Đào" and "Đào" of "Nguyễn Thị Hồng Đào", or "Nguyễn Đào". `offices` are
    those they work at.
    """

    whole: re.Pattern[str] | None
    parts: frozenset[str]
    offices: frozenset[str]

    @classmethod
    def of(cls, rows: Sequence[Row], agency: str = "") -> ListedPeople:
        """Return the people of these rows, responsible officers too, whom this agency lists."""
        names = (
            clean(row.name if isinstance(row, IndividualRow) else row.manager_name) for row in rows
        )
        offices = {agency, *(name for row in rows for name in _offices(row))}
        words = [name.lower().split() for name in dict.fromkeys(names) if name]
        long = sorted(" ".join(name) for name in words if len(name) >= _ENOUGH_WORDS)
        whole = re.compile(rf"\b(?:{'|'.join(map(re.escape, long))})\b", re.I) if long else None
        parts = frozenset(part for name in words for part in _parts(name))
        return cls(whole, parts, frozenset(bare(name) for name in offices if name))

    def left_out_of(self, sentence: str) -> str:
        """Return the sentence with a sign where one of them is named."""
        plain = sentence.replace(SOMEBODY, " ")
        text = self.whole.sub(SOMEBODY, plain) if self.whole else plain
        said, at = "", 0
        for found in _BEFORE.finditer(text):
            name = self._name_at(text, found.end(), bare=not found["title"])
            if name and found.end() >= at:
                said += text[at : found.end()] + SOMEBODY
                at = found.end() + len(name)
        return said + text[at:]

    def _name_at(self, text: str, begin: int, *, bare: bool) -> str:
        """Return the longest of their names that begins there, "" for none; a `bare` one must have
        something said of it.
        """
        found = _NAME.match(text, begin)
        words = found.group().split(" ") if found else []
        for count in range(len(words), 0, -1):
            name = " ".join(words[:count])
            if name.lower() in self.parts and name.istitle() | name.isupper():
                said = name.lower() not in _NO_NAME and _PREDICATE.match(text, begin + len(name))
                return name if said or not bare else ""
        return ""

    def works_elsewhere(self, said: str) -> bool:
        """Return whether somebody is said to work at an office that none of their rows names."""
        where = [bare(found[1]) for found in _WORKS.finditer(said)]
        return not all(any(_is_of(one, office) for office in self.offices) for one in where)


def _offices(row: Row) -> tuple[str, ...]:
    if isinstance(row, IndividualRow):
        return (row.unit, row.parent_agency)
    return (row.name, row.parent_agency)


def _is_of(named: str, office: str) -> bool:
    """Return whether an office may be named so: by how its name begins, or with how it ends."""
    return office.startswith(named) or " ".join(office.split()[-2:]) in named


@remembered
def by_place(sentence: str) -> bool:
    """Return whether a sentence speaks of people of a list by their place in it, or of these."""
    return _BY_PLACE.search(sentence) is not None


def _parts(name: list[str]) -> Iterator[str]:
    """Yield what may be said of a whole name: its endings, and its family with its given name."""
    yield from (" ".join(name[at:]) for at in range(len(name)))
    yield short_form(" ".join(name))
