"""The sex that a list states of a person, in any of its words, or by a mark under one of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.text.words import bare

MALE, FEMALE = 0, 1
WORDS = {
    **dict.fromkeys(("nam", "nam gioi", "trai", "con trai", "ong", "male", "m"), MALE),
    **dict.fromkeys(("nu", "nu gioi", "gai", "con gai", "ba", "female", "f"), FEMALE),
}
MARKS = frozenset({"x", "v", "1", "co"})
TICKS = frozenset("✓✔☑☒×√●•+")
WIDER_HEADER = re.compile(r"^(?:gioi tinh|phai)\W+(?=\w)")

Stated = tuple[str, str]
"""What a cell says, and the header of its column."""


def stated_sex(text: str, header: str) -> int | None:
    """Return `MALE` or `FEMALE`, None where that is not clear; a mark says what the header does."""
    word = bare(text).strip(" .-")
    if word in MARKS or text.strip() in TICKS:
        return sex_of_header(header)
    return WORDS.get(word)


def sex_of_header(header: str) -> int | None:
    """Return the sex that a header names by itself, or under "Giới tính"; None for any other."""
    return WORDS.get(WIDER_HEADER.sub("", bare(header)))


def sex_in_all(cells: Sequence[Stated]) -> int | None:
    """Return the one sex that all cells state which say something, None where they do not."""
    told = {stated_sex(text, header) for text, header in cells if not says_nothing(text)}
    return next(iter(told)) if len(told) == 1 else None


def sex_by_blank(cells: Sequence[Stated]) -> int | None:
    """Return whom a blank means where only the men, or only the women, have a column to be marked
    in; None of any other columns.
    """
    named = sex_of_header(cells[0][1]) if len(cells) == 1 else None
    return None if named is None else 1 - named


def says_nothing(text: str) -> bool:
    """Return whether nothing is stated: the cell is empty, or holds a dash or dots."""
    return not any(char.isalnum() or char in TICKS for char in text)
