"""What a workbook's number format makes of a value (ECMA-376, part 1, 18.8.31)."""

from __future__ import annotations

import re

TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[(?P<bracket>[^\]]*)\]|_.|\*(?P<filled>.)|(?P<general>'
    r"general)|(?P<plain>.)",
    re.IGNORECASE | re.DOTALL,
)
HARMLESS = re.compile(r"(?:black|red|blue|green|magenta|\$-[0-9a-f]{1,4})$", re.IGNORECASE)
PLACES = frozenset("0#?")
POINTS = frozenset(" ,()-+")
"""What may stand between figures and is none."""

LONGEST = 12
"""Figures of the longest number in a list: no more zeros are put before one."""

WIDEST = 1e11
"""From here on the general format shows a number in short form."""


def shows_otherwise(value: object, shown_by: str) -> bool:
    """Return whether the format writes letters or figures of its own, or leaves some out."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _number_changes(value, _sections(shown_by))
    section = _section_of_text(_sections(shown_by))
    places = section.plain.count("@")
    return section.speaks or places > 1 or (section.is_for_text and not places)


class _Section:
    """One section of a format: what it puts in and which places it has."""

    def __init__(self) -> None:
        self.own, self.plain = "", ""
        self.is_general = self.is_for_text = self.is_odd = False

    @property
    def speaks(self) -> bool:
        """Return whether letters or figures of its own are shown."""
        return self.is_odd or any(char.isalnum() for char in self.own)

    def take(self, token: re.Match[str]) -> None:
        self.own += "".join(token[name] or "" for name in ("quoted", "escaped", "filled"))
        self.plain += token["plain"] or ""
        self.is_general |= token["general"] is not None
        self.is_odd |= token["bracket"] is not None and not HARMLESS.match(token["bracket"])


def _sections(shown_by: str) -> list[_Section]:
    sections = [_Section()]
    for token in TOKEN.finditer(shown_by):
        if token["plain"] == ";":
            sections.append(_Section())
        else:
            sections[-1].take(token)
    return sections


def _section_of_text(sections: list[_Section]) -> _Section:
    """Return the fourth section, else the last if it has a place for text, else none."""
    if len(sections) > 3:
        sections[3].is_for_text = not sections[3].is_general
        return sections[3]
    return sections[-1] if "@" in sections[-1].plain else _Section()


def _number_changes(value: float, sections: list[_Section]) -> bool:
    if any(section.is_odd for section in sections):
        return True
    section = sections[0]
    if value < 0 and len(sections) > 1:
        section = sections[1]
    if value == 0 and len(sections) > 2:
        section = sections[2]
    if section.speaks:
        return True
    if section.is_general or section.plain == "@":
        return abs(value) >= WIDEST or bool(section.plain.strip("@"))
    return _places_change(value, section.plain)


def _places_change(value: float, plain: str) -> bool:
    places = [char for char in plain if char in PLACES]
    if not places or value != int(value) or set(plain) - PLACES - POINTS:
        return True
    scaled = plain.rstrip("() -+")[-1:] == ","
    unshown = value == 0 and "0" not in places
    return scaled or unshown or LONGEST < places.count("0") > len(str(abs(int(value))))
