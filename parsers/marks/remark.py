"""Remarks beside a list, and pictures in it: a person sees them, and no reader reads them."""

from __future__ import annotations

from parsers.flag import Flag, FlagCode, without_numbers
from parsers.source import Place

LONGEST = 160


def remark_flag(text: str, place: Place) -> Flag:
    """Return the flag of a remark, its long numbers left out."""
    shown = without_numbers(" ".join(text.split()))
    shown = shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…"
    return Flag(FlagCode.REMARK, (("text", shown),), place)


def picture_flag(place: Place) -> Flag:
    """Return the flag of a picture that may hold a part of the list."""
    return Flag(FlagCode.PICTURE, (), place)
