"""A value as far as it is certain, and the codes for what is not."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.flag import FlagCode
from parsers.words import bare

_EMPTY = re.compile(r"^[\W_]*$")
_NOTHING = frozenset({"nt", "khong", "khong co", "n/a", "na", "x", "nil", "nhu tren", "chua co"})


@dataclass(frozen=True, slots=True)
class Value:
    """A normalised value, or the proposal or the text itself where `doubts` speak against it."""

    text: str
    doubts: tuple[FlagCode, ...] = ()


def is_placeholder(text: str) -> bool:
    """Return whether the cell says that there is nothing: "-", "nt", "Không", dots."""
    return bool(_EMPTY.match(text)) or bare(text).strip(".-/ ") in _NOTHING
