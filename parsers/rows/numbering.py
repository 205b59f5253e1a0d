"""The running numbers of lists: one left out may be a lost row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from parsers.flag import Flag, FlagCode
from parsers.request import Row

LETTERS = ("abcdefghijklmnopqrstuvwxyz", "abcdđeghiklmnopqrstuvxy")
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
OF_LEVELS = re.compile(r"(?:\d{1,3}\.)+(\d{1,4})")
Count = frozenset[int]


def numbering_flags(tables: Iterable[Sequence[tuple[int, Row]]]) -> list[Flag]:
    """Flag where the running numbers leave one out, repeat one or go back, and rows that lack
    theirs: a row may be lost, or stand here twice.

    A table may go on with the numbers of the one before it, and 1 starts a new count anywhere. One
    that has no numbers at all is not judged.
    """
    flags = []
    before: Count = frozenset({0})
    for rows in tables:
        for index, row in rows if any(row.stt for _, row in rows) else ():
            read = counts(row.stt)
            next_one = frozenset(n for n in read if n == 1 or n - 1 in before)
            if not next_one:
                code = FlagCode.ROW_NUMBERING if row.stt else FlagCode.ROW_UNNUMBERED
                fields = (("stt", row.stt or str(index + 1)),)
                flags.append(Flag(code, fields, row.place, index, "stt"))
            before = next_one or read or frozenset(n + 1 for n in before)
    return flags


def counts(stt: str) -> Count:
    """Return what a running number may count: 2 for "2", "1.2" or "b", 1 or 9 for "i"."""
    text = stt.lower()
    if levels := OF_LEVELS.fullmatch(text):
        text = levels[1]
    if text.isdecimal() and len(text) <= 4:
        return frozenset({int(text)})
    lettered = {order.index(text) + 1 for order in LETTERS if len(text) == 1 and text in order}
    return frozenset(lettered | ({_roman(text)} if text and not set(text) - set(ROMAN) else set()))


def _roman(text: str) -> int:
    values = [ROMAN[letter] for letter in text]
    smaller = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in smaller)
