"""A value as far as it is certain, and the codes for what is not."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.flag import FlagCode
from parsers.text.remembered import remembered
from parsers.text.words import bare

_EMPTY = re.compile(r"^[\W_]*$")
_AS_ABOVE = re.compile(r"^(?:[\W_]*(?:nt|n\.t|nhu tren)[\W_]*|[\"'“”″〃]{1,4}|/{2,})$")
_BULLET = re.compile(r"^[•●▪■◦‣·+–—-]\s*(?=\w)")
_BULLETS = re.compile(r"\s[•●▪■◦‣·+–—-]\s")
_NOTHING = frozenset({"nt", "khong", "khong co", "n/a", "na", "x", "nil", "nhu tren", "chua co"})


@dataclass(frozen=True, slots=True)
class Value:
    """A normalised value, or the proposal or the text itself where `doubts` speak against it."""

    text: str
    doubts: tuple[FlagCode, ...] = ()


@remembered
def is_placeholder(text: str) -> bool:
    """Return whether the cell says that there is nothing: "-", "nt", "Không", dots."""
    return bool(_EMPTY.match(text)) or bare(text).strip(".-/ ") in _NOTHING


def without_bullet(text: str) -> tuple[str, bool]:
    """Return the text without the sign of a list before it, and whether there may be a second item:
    "- Phòng Kế hoạch - Tài chính" is one or two.
    """
    plain = _BULLET.sub("", text)
    return plain, plain != text and _BULLETS.search(plain) is not None


@remembered
def is_as_above(text: str) -> bool:
    """Return whether the cell repeats the one above it: "nt", "như trên", ditto marks."""
    return bool(_AS_ABOVE.match(text.strip()) or _AS_ABOVE.match(bare(text)))
