"""A value as far as it is certain, and the codes for what is not."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.flag import FlagCode
from parsers.words import bare

_EMPTY = re.compile(r"^[\W_]*$")
_AS_ABOVE = re.compile(r"^(?:[\W_]*(?:nt|n\.t|nhu tren)[\W_]*|[\"'“”″〃]{1,4}|/{2,})$")
_NOTHING = frozenset({"nt", "khong", "khong co", "n/a", "na", "x", "nil", "nhu tren", "chua co"})


@dataclass(frozen=True, slots=True)
class Value:
    """A normalised value, or the proposal or the text itself where `doubts` speak against it."""

    text: str
    doubts: tuple[FlagCode, ...] = ()


def is_placeholder(text: str) -> bool:
    """Return whether the cell says that there is nothing: "-", "nt", "Không", dots."""
    return bool(_EMPTY.match(text)) or bare(text).strip(".-/ ") in _NOTHING


def is_as_above(text: str) -> bool:
    """Return whether the cell repeats the one above it: "nt", "như trên", ditto marks."""
    return bool(_AS_ABOVE.match(text.strip()) or _AS_ABOVE.match(bare(text)))
