"""A sentence with one sign in the place of each name, number, day and address it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable

from parsers.counts.counted import SPELLED
from parsers.counts.counted_nouns import BOX, KIND, UNITS
from parsers.custom.unit_names import CALLED_UNITS, POSTS, SIGN, in_small
from parsers.text.words import CAPITAL, clean, pattern_spelled
from parsers.values.office import SPECIALIST
from parsers.values.somebody import CALLED, DEGREE, FAMILIES

_NUMBER = rf"(?:\d{{1,4}} ?(?:\({SPELLED}\) )?|{SPELLED} (?:\(\d+\) )?)"
_COUNTED = rf"(?:{KIND}(?: viên)?|{BOX}|{UNITS.replace('?P<kind>', '?:')})"
_VALUES = re.compile(
    rf"\b(?:(?:duyệt|chốt|tất cả):? )?{_NUMBER}{_COUNTED}(?: sau(?=\s?[:(]))?"
    rf"|\({SPELLED}\)"
    r"|(?<![\w.+-])[\w.+-]*+@[\w.-]++|(?:https?://|www\.)\S++"
    r"|(?<![\w&/.-])\d++[\w-]*+/[\w&/.-]*[^\W\d_]\w*"
    r"|\b\d{1,2}[/.-](?:\d{1,2}[/.-])?(?:20)?\d\d\b|\b\d{1,2}/\d{1,2}\b"
    r"|[(+]*\d(?:[\s.()-]{0,2}\d){8,10}(?!\d)"
    r"|\b\d{1,3}(?:\.\d{3})+\b|\b(?:19|20)\d\d\b|\b\d{1,3}[a-z]?\b%?"
    r"|(?:^|(?<=[:;.] ))[a-zđ](?=[.)])|\b(?-i:[IVX]+)\b",
    re.IGNORECASE,
)
"""Counts and who follows, addresses, documents, days, telephones, and what numbers an item."""

_NAME = rf"[{CAPITAL}][^\W\d_]*+"
_TITLE = rf"\b(?i:{CALLED})[.:]? (?i:{DEGREE}*)"
_PEOPLE = re.compile(
    rf"(?:{_TITLE})?\b(?:{'|'.join(FAMILIES).title()})\b(?>(?: {_NAME}){{1,5}})"
    rf"|{_TITLE}{_NAME}(?>(?: {_NAME})+)"
)
_GIVEN = re.compile(rf"{_TITLE}{_NAME}")
_TO_CALL = re.compile(
    r"liên (?:hệ|lạc)|trao đổi|đầu mối|điện thoại|phụ trách|phối hợp", re.IGNORECASE
)
"""Where a given name behind "bà" is that of whom to call."""

_DATED = re.compile(rf"^\W*(?>(?:{_NAME} ?){{1,4}}), (?=ngày\b)")
_LEFT = re.compile(
    r"(?:đã|mới|vừa) (?:nghỉ hưu|nghỉ việc|chuyển công tác)"
    r"(?=[^.;]{0,150}\b(?:mật khẩu|bàn giao)\b)",
    re.IGNORECASE,
)
"""Why nobody knows a password."""

_UNITS = re.compile(pattern_spelled(CALLED_UNITS))
_LEADS = re.compile(rf"\b{pattern_spelled(POSTS)}\b", re.IGNORECASE)
_WORKS = re.compile(rf"\b{pattern_spelled(SPECIALIST)}\b", re.IGNORECASE)
_PROPER = re.compile(rf"(?<=[^\W\d_{CAPITAL}] ){_NAME}(?>(?: {_NAME}){{1,3}})")
"""Two capitals or more within a sentence are called so; one may be somebody's given name."""

_SHORT = re.compile(r"\b[A-ZĐƯÂÊÔƠĂ&]{2,}+\b|\b\w*[a-z][A-Z]\w*")


def names_somebody(text: str) -> bool:
    """Return whether a text names a person, by a title or a family's name."""
    plain = in_small(clean(text))
    return any(rule.search(plain) for rule in (_PEOPLE, _GIVEN))


def nameless(text: str, names: Iterable[str], *, leads: str = SIGN, works: str = SIGN) -> str:
    """Return a text as it is spelled (`text.words.spelled`, capitals kept) with these signs;
    `names` are called so, too. Who `leads` and who `works` there may have other signs.
    """
    plain = clean(text).replace(SIGN, "?")
    for name in filter(None, names):
        if name.lower() in plain.lower():  # in few sentences it is, and a pattern is dear
            plain = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", SIGN, plain, flags=re.IGNORECASE)
    plain = in_small(plain)
    for rule in (_DATED, _VALUES, _PEOPLE, _LEFT):
        plain = rule.sub(SIGN, plain)
    if _TO_CALL.search(plain):
        plain = _GIVEN.sub(SIGN, plain)
    spelled = pattern_spelled(plain)
    for rule, sign in (
        (_UNITS, SIGN),
        (_PROPER, SIGN),
        (_SHORT, SIGN),
        (_WORKS, works),
        (_LEADS, leads),
    ):
        spelled = rule.sub(sign, spelled)
    return spelled
