"""Two readings of the same list, cell for cell and doubt for doubt: where they differ, a person
decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from parsers.flag import Flag, FlagCode
from parsers.request import RequestList, Row

SECRET = frozenset({"national_id"})
MOST_SHOWN = 4
"""Figures of a national ID that may be told: as many as are shown of it anywhere."""

COUNTS = ("counted_people", "counted_organisations", "counted_rows")
WORDING = ("addressee", "subject")
"""Facts of several lines: how a line break is put into words is no difference."""

WHERE = dict.fromkeys(COUNTS, "counted") | {"grounds": "asked", "procedure": "asked"}
"""Where a fact of the letter stands that has no place of its own."""


def differences(first: RequestList, second: RequestList) -> Iterator[Flag]:
    """Yield a flag for each cell, row or letter fact in which the readers differ, and the flags
    that only the second reader's text gives rise to.
    """
    yield from _letter(first, second)
    yield from _doubts(first, second)
    ours, theirs = first.rows, second.rows
    if len(ours) != len(theirs):
        place = ours[0].place if ours else (theirs[0].place if theirs else None)
        yield _flag("", str(len(ours)), str(len(theirs)), place=place, row=None, column="rows")
        return
    for index, row in enumerate(ours):
        yield from _row(index, row, theirs[index])


def _doubts(first: RequestList, second: RequestList) -> Iterator[Flag]:
    """Yield what speaks against the request in words that the first reader did not see."""
    known = {(flag.code, flag.row, flag.column) for flag in first.flags}
    for flag in second.flags:
        if (flag.code, flag.row, flag.column) not in known:
            yield flag


def _letter(first: RequestList, second: RequestList) -> Iterator[Flag]:
    for name in ("number", "date", "agency", *WORDING, "grounds", *COUNTS):
        one, other = getattr(first.letter, name), getattr(second.letter, name)
        if one != other and not (name in WORDING and _letters(one) == _letters(other)):
            yield _of_letter(name, _told(one), _told(other), first)
    if first.procedure != second.procedure:
        yield _of_letter("procedure", first.procedure, second.procedure, first)


def _told(fact: object) -> str:
    return ",".join(fact) if isinstance(fact, tuple) else str(fact or "")


def _letters(text: str) -> str:
    return "".join(text.split())


def _of_letter(name: str, one: str, other: str, first: RequestList) -> Flag:
    place = first.letter.places.get(WHERE.get(name, name))
    return _flag("", one, other, place=place, row=None, column=name)


def _row(index: int, one: Row, other: Row) -> Iterator[Flag]:
    if type(one) is not type(other) or one.procedure != other.procedure:
        yield _flag(one.stt, "", "", place=one.place, row=index, column="")
        return
    for name in dict.fromkeys((*one.raw, *other.raw)):
        ours, theirs = one.raw.get(name, ""), other.raw.get(name, "")
        if ours != theirs:
            if name in SECRET:
                ours, theirs = _apart(ours, theirs)
            place = one.cells.get(name, one.place)
            yield _flag(one.stt, ours, theirs, place=place, row=index, column=name)


def _apart(one: str, other: str) -> tuple[str, str]:
    """Return both with stars for what they have in common, or for all where much differs."""
    shown, others = list(one), list(other)
    for at, beside, size in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
        shown[at : at + size] = others[beside : beside + size] = "*" * size
    if any(len(text) - text.count("*") > MOST_SHOWN for text in (shown, others)):
        return "*" * len(one), "*" * len(other)
    return "".join(shown), "".join(others)


def _flag(stt: str, first: str, second: str, **where: object) -> Flag:
    fields = (("first", first), ("second", second), ("stt", stt))
    return Flag(FlagCode.READERS_DIFFER, fields, **where)  # type: ignore[arg-type]
