"""Whom a letter addresses: "Kính gửi: …"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.letter.fact import Fact, first_with
from parsers.text.words import bare

ADDRESSED = re.compile(r"^\W*kính gửi\s*:?\s*", re.IGNORECASE)
WORDS_BEGIN = re.compile(r"(?:can cu|thuc hien|theo)\b")
MOST_LINES, SHORT_LINE = 8, 60


def read_addressee(texts: Sequence[str]) -> Fact[str]:
    """Return all whom the letter addresses, and in which line it begins to."""
    at = first_with(texts, ADDRESSED)
    if at is None:
        return Fact("")
    parts = [ADDRESSED.sub("", texts[at])]
    for text in texts[at + 1 : at + MOST_LINES]:
        if not _goes_on(parts[-1], text):
            break
        parts.append(text)
    return Fact(" ".join(part.strip(" .-–+") for part in parts).strip(" .;"), at)


def _goes_on(before: str, text: str) -> bool:
    """Return whether a line names one more, or the rest of the one before it."""
    if not before.strip() or before.rstrip()[-1:] in ";," or re.match(r"[-–+]", text):
        return not WORDS_BEGIN.match(bare(text))
    return text[:1].islower() and before.rstrip()[-1:] != "." and len(text) < SHORT_LINE
