"""The colours that an office file's theme gives to names (ECMA-376, part 1, 20.1.6.2)."""

from __future__ import annotations

from typing import Any

from parsers.marks.brightness import PAPER, brightness, is_lost_on
from parsers.ooxml import DRAWING

LIGHT = frozenset({"lt1", "lt2"})
"""What is meant to be pale; white text is told by itself."""


def pale_colours(theme: Any) -> frozenset[str]:
    """Return the names of the colours for text that are hardly seen on paper; mostly none."""
    scheme = None if theme is None else theme.find(f".//{DRAWING}clrScheme")
    named = {} if scheme is None else {_name(one): one for one in scheme}
    return frozenset(
        name
        for name, one in named.items()
        if name not in LIGHT and any(_is_pale(colour) for colour in one)
    )


def _name(element: Any) -> str:
    return str(element.tag.removeprefix(DRAWING))


def _is_pale(colour: Any) -> bool:
    value = str(colour.get("lastClr", colour.get("val", "")))
    return is_lost_on(brightness(value), PAPER)
