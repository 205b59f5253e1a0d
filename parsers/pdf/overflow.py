"""Text that runs over the border of its cell, and whether it is still plain whose it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from parsers.pdf.layout import Mark
from parsers.pdf.matrix import Rect

_is_blank = attrgetter("blank")

MOST_OVER = 0.25
"""What part of a text's last word may stand beyond its cell."""

CLEAR = 0.3
"""How far the next letter must stand behind it, in ems."""

MANY = 40

Spilt = tuple[Sequence[Mark], Rect]
"""A stretch of letters, and its cell."""


def unplain(spilt: Sequence[Spilt], marks: Sequence[Mark]) -> Iterator[Sequence[Mark]]:
    """Yield the stretches that may as well belong to the cell they run into.

    It is plain whose a text is that was drawn in one go, stands in its own cell but for the end of
    a word, and runs into free space. A page with many such texts is not looked at any closer.
    """
    for run, (left, _, right, _) in spilt:
        if len(spilt) > MANY or not _is_plain(run, left, right, marks):
            yield run


def _is_plain(run: Sequence[Mark], left: float, right: float, marks: Sequence[Mark]) -> bool:
    drawn = [mark for mark in run if not mark.blank]
    begin, end = min(mark.x0 for mark in drawn), max(mark.x1 for mark in drawn)
    *_, word = (list(letters) for blank, letters in groupby(run, _is_blank) if not blank)
    whole = len({mark.owner for mark in drawn}) == 1 and begin >= left
    at_its_end = 0 < end - right <= MOST_OVER * (end - word[0].x0)
    return whole and at_its_end and _is_free(drawn, end, marks)


def _is_free(drawn: Sequence[Mark], end: float, marks: Sequence[Mark]) -> bool:
    """Return whether no other letter stands on these or close behind them."""
    own = {mark.order for mark in drawn}
    first = drawn[0]
    reach = end + CLEAR * first.size
    return not any(
        mark.order not in own
        and not mark.blank
        and abs(mark.y - first.y) < first.size
        and mark.x1 > first.x0
        and mark.x0 < reach
        for mark in marks
    )
