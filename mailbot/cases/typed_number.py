"""Whole numbers as an address, a form or a command line gives them."""

from __future__ import annotations

from collections.abc import Iterable

MOST_DIGITS = 9  # what a column of the database holds


def read_number(text: str) -> int | None:
    """Return the number of up to nine digits 0-9; None for anything else (`-1`, `²`, `٣`)."""
    fits = len(text) <= MOST_DIGITS and text.isascii() and text.isdigit()
    return int(text) if fits else None


def read_numbers(texts: Iterable[str]) -> frozenset[int]:
    """Return the numbers among these texts."""
    return frozenset(n for n in map(read_number, texts) if n is not None)
