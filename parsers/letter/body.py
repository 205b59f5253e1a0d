"""The running text of a letter, from whom it addresses down to its recipients."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from parsers.reading import Line
from parsers.text.words import BROKEN_AT_STROKE, CAPITAL, bare, clean

_BEGINS, _ENDS = re.compile("kinh gui"), re.compile("noi nhan")
_GOES_ON = re.compile(r"(?:[,:;–-]|\b(?:ông|bà|anh|chị|đồng chí|đ/c|và|của|cho|tại|với|là))$", re.I)
"""How no sentence ends, and no item that stands alone: what is typed below it belongs to it."""

_OPENS = re.compile(rf"[“\"(]?[{CAPITAL}]")
_SPACE = 1.0
"""Letters of room that a word needs before it, as a line breaks where it finds none."""


def body_of(lines: Sequence[Line]) -> str:
    """Return the text with a line break wherever a sentence ends without a full stop."""
    said = [line for line in lines if clean(line.text)]
    start = next((i for i, line in enumerate(said) if _BEGINS.match(bare(line.text))), len(said))
    end = next(
        (i for i in range(start + 1, len(said)) if _ENDS.match(bare(said[i].text))), len(said)
    )
    own = said[start:end]
    right = max((line.box[0] + line.box[2] for line in own if line.box), default=1.0)
    # The address is no part of the sentence that follows one without a full stop.
    parted = [f"{clean(one.text)}{_between(one, below, right)}" for one, below in pairwise(own)]
    return "".join((*parted, *(clean(line.text) for line in own[-1:])))


def _between(line: Line, below: Line, right: float) -> str:
    """Return what parts two lines: a space where the second goes on in the first one's sentence,
    nothing where it does in its last word.
    """
    text, next_text = clean(line.text), clean(below.text)
    if BROKEN_AT_STROKE.search(text):
        return ""
    if _GOES_ON.search(text) or not _OPENS.match(next_text):
        return " "
    return " " if _is_full(line, below, right) else "\n"


def _is_full(line: Line, below: Line, right: float) -> bool:
    """Return whether a line had no room for the first word of the next: its layout broke it."""
    if not (line.box and below.box):
        return False
    letter = below.box[2] / max(len(clean(below.text)), 1)
    word = clean(below.text).split(" ", 1)[0]
    return line.box[0] + line.box[2] + (len(word) + _SPACE) * letter > right
