"""A letter's lines as one running text, in which a quotation is found again."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from parsers.reading import Line
from parsers.source import Place
from parsers.text.words import BROKEN_AT_STROKE, clean

FIRST_WORDS = 3
"""So many tell where a quotation begins that other lines stand between: a subject beside a head."""


@dataclass(frozen=True, slots=True)
class RunningText:
    """The places of all lines that hold text, the text in small letters, and where in it each line
    begins.
    """

    places: tuple[Place, ...]
    text: str
    begins: tuple[int, ...]

    @classmethod
    def of(cls, lines: Iterable[Line]) -> RunningText:
        """Return what the lines say together."""
        said = [(line.place, clean(line.text).lower()) for line in lines if clean(line.text)]
        told = [
            (place, text if BROKEN_AT_STROKE.search(text) else f"{text} ") for place, text in said
        ]
        ends = accumulate(len(text) for _, text in told)
        return cls(tuple(place for place, _ in told), "".join(text for _, text in told), (0, *ends))

    def place_of(self, quote: str) -> Place | None:
        """Return the place of the line in which the quotation begins; None where it is none."""
        words = clean(quote).lower().split()
        for some in (words, words[:FIRST_WORDS]):
            at = self.text.find(" ".join(some))
            if some and at >= 0:
                return self.places[bisect_right(self.begins, at) - 1]
        return None
