"""One fact of a letter, and in which of its lines it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

LEFT_HALF = 0.47
"""What begins farther right stands in the right half of a page, as a fraction of its width."""


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """What the letter says, and the number of the line that tells it; None for nowhere."""

    value: T
    at: int | None = None


def first_with(texts: Sequence[str], pattern: re.Pattern[str]) -> int | None:
    """Return the number of the first of these lines in which the pattern is found."""
    return next((i for i, text in enumerate(texts) if pattern.search(text)), None)
