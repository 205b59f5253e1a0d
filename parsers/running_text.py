"""Finds what is quoted of a letter's running text again in its lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from parsers.reading import Line
from parsers.source import Place
from parsers.words import clean

FIRST_WORDS = 3
"""So many tell where a quotation begins that other lines stand between: a subject beside a head."""


def place_of(quote: str, lines: Sequence[Line]) -> Place | None:
    """Return the place of the line in which the quotation begins; None where it is none."""
    told = [line for line in lines if clean(line.text)]
    texts = [f"{clean(line.text).lower()} " for line in told]
    words = clean(quote).lower().split()
    for some in (words, words[:FIRST_WORDS]):
        at = "".join(texts).find(" ".join(some))
        if some and at >= 0:
            return told[bisect_right([0, *accumulate(map(len, texts))], at) - 1].place
    return None
