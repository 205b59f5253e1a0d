"""Answers about a text that are remembered: cells repeat, two readers see each, and several rules
ask the same of one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

_SHORT, _LONG = 200, 20_000
"""Letters of a cell or a sentence, and of a letter's whole text: what is longer is hostile."""

_MANY, _FEW = 4096, 64

_Answer = TypeVar("_Answer")


def remembered(ask: Callable[[str], _Answer]) -> Callable[[str], _Answer]:
    """Return the function with its last answers kept: many about short texts, few about long ones.

    It must answer the same each time, by a value that nobody changes.
    """
    of_short, of_long = lru_cache(maxsize=_MANY)(ask), lru_cache(maxsize=_FEW)(ask)

    @wraps(ask)
    def answer(text: str) -> _Answer:
        if len(text) <= _SHORT:
            return of_short(text)
        return of_long(text) if len(text) <= _LONG else ask(text)

    return answer
