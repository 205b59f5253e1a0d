"""The sex that a list states of a person, in any of its words."""

from __future__ import annotations

from parsers.words import bare

MALE, FEMALE = 0, 1
WORDS = {
    **dict.fromkeys(("nam", "nam gioi", "trai", "con trai", "ong", "male", "m"), MALE),
    **dict.fromkeys(("nu", "nu gioi", "gai", "con gai", "ba", "female", "f"), FEMALE),
}
MARKS = frozenset({"x", "v"})
TICKS = frozenset("✓✔☑☒×")


def stated_sex(text: str, header: str) -> int | None:
    """Return `MALE` or `FEMALE`, None where that is not clear; a mark says what the header does."""
    word = bare(text).strip(" .-")
    if word in MARKS or text.strip() in TICKS:
        word = bare(header)
    return WORDS.get(word)


def says_nothing(text: str) -> bool:
    """Return whether nothing is stated: the cell is empty, or holds a dash or dots."""
    return not any(char.isalnum() or char in TICKS for char in text)
