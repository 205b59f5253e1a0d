"""What a letter is about: "V/v …" below its number.

Law: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II, khoản 5.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.letter.fact import LEFT_HALF, first_with
from parsers.letter.number_and_date import DATE
from parsers.reading import Line
from parsers.text.words import bare, clean

SUBJECT = re.compile(r"^\s*(?:v/v|về việc)\b", re.IGNORECASE)
ENDS = re.compile(r"kinh gui|can cu")
MOST_LINES = 6
APART = 2.2
"""How many heights of a line may lie between two lines of one subject."""


def read_subject(lines: Sequence[Line], texts: Sequence[str]) -> str:
    """Return "V/v …" with the lines that go on below it on the same side, or in its cell."""
    at = first_with(texts, SUBJECT)
    if at is None:
        return ""
    parts = [texts[at]]
    left = lines[at].box
    last = left
    for line, text in zip(lines[at + 1 :], texts[at + 1 :], strict=True):
        box = line.box
        if ENDS.match(bare(text)) or len(parts) == MOST_LINES:
            break
        if not box and (line.place != lines[at].place or DATE.search(text)):
            break
        if box and last and left:
            if box[0] > LEFT_HALF or DATE.search(text):
                continue
            if box[1] - last[1] > APART * max(last[3], 0.01):
                break
            last = box
        parts.append(text)
    return clean(" ".join(parts))
