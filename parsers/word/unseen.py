"""What a docx holds that its reader does not see, or not as it stands (ECMA-376, part 1, 17)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from parsers.brightness import brightness, is_lost_on
from parsers.flag import Flag, FlagCode
from parsers.source import Place

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TRACKED = ("ins", "del", "moveFrom", "moveTo")
WHITE_THEME = frozenset({"background1", "light1", "bg1", "lt1"})
UNFILLED = frozenset({"", "auto"})
TINIEST = 7
"""Half-points: smaller text is a speck."""

LOWEST = 100
"""Twentieths of a point: a row that is held lower shows nothing."""

HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF",
    "red": "FF0000", "yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "00008B",
    "darkCyan": "008B8B", "darkGreen": "006400", "darkMagenta": "800080", "darkRed": "8B0000",
    "darkYellow": "808000", "darkGray": "A9A9A9", "lightGray": "D3D3D3",
}  # fmt: skip
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"

VALUE = re.compile(r"\d(?:[\s.-]?\d){7}|@\w")
BASED_DEPTH = 10


def unseen(file: str, body: Any, styles: Any = None) -> Iterator[Flag]:
    """Yield a flag for each way in which text is hidden, struck, not accepted, or out of reach."""
    place = Place(file)
    if any(body.find(f".//{W}{name}") is not None for name in TRACKED):
        yield Flag(FlagCode.TRACKED_CHANGES, (), place)
    runs = _Runs(body, _Styles(styles))
    for code, count in (
        (FlagCode.HIDDEN_TEXT, runs.hidden() + _length_boxed(body)),
        (FlagCode.STRUCK_TEXT, runs.struck()),
    ):
        if count:
            yield Flag(code, (("count", str(count)),), place)
    if any(_length(inner) for cell in body.iter(f"{W}tc") for inner in cell.iter(f"{W}tbl")):
        yield Flag(FlagCode.IRREGULAR_TABLE, (), place)
    unread = [*body.iter(f"{W}sym"), *body.iter(MATH)]
    if unread:
        yield Flag(FlagCode.UNMAPPED_TEXT, (("count", str(len(unread))),), place)


def _length(element: Any) -> int:
    return len("".join(text.text or "" for text in element.iter(f"{W}t")).strip())


def _length_boxed(body: Any) -> int:
    """Return how much stands in text boxes that may belong to a list: in cells, or with values."""
    inside = {box for cell in body.iter(f"{W}tc") for box in cell.iter(f"{W}txbxContent")}
    return sum(
        _length(box)
        for box in body.iter(f"{W}txbxContent")
        if box in inside or VALUE.search("".join(text.text or "" for text in box.iter(f"{W}t")))
    )


class _Runs:
    """The runs of a body, each with its paragraph, cell and row."""

    def __init__(self, body: Any, styles: _Styles) -> None:
        self.body, self.styles = body, styles
        self.parents = {child: parent for parent in body.iter() for child in parent}

    def hidden(self) -> int:
        """Return how many letters are hidden, white on white, or a speck."""
        return sum(_length(run) for run in self.body.iter(f"{W}r") if self._is_hidden(run))

    def struck(self) -> int:
        """Return how many letters have a line through them."""
        names = ("strike", "dstrike")
        runs = self.body.iter(f"{W}r")
        return sum(_length(run) for run in runs if any(self._is_on(run, name) for name in names))

    def _is_hidden(self, run: Any) -> bool:
        row = self._above(run, "tr")
        if row is not None and (_is_on(row.find(f"{W}trPr/{W}hidden")) or _is_flat(row)):
            return True
        size = self._property(run, "sz")
        tiny = size is not None and _number(size) <= TINIEST
        return tiny or self._is_on(run, "vanish") or self._is_white(run)

    def _is_white(self, run: Any) -> bool:
        """Return whether a run has the colour of what it stands on, or nearly so.

        Automatic text is black or white, as its shade demands; on a highlight it stays black.
        """
        colour, lit = self._property(run, "color"), self._property(run, "highlight")
        named = HIGHLIGHTS.get(str(lit.get(f"{W}val"))) if lit is not None else None
        value = "auto" if colour is None else str(colour.get(f"{W}val", "auto"))
        if colour is not None and _is_white_of_theme(colour):
            value = "FFFFFF"
        if value == "auto":
            return named is not None and is_lost_on(0.0, brightness(named))
        return is_lost_on(brightness(value), brightness(named or self._shade(run)))

    def _shade(self, run: Any) -> str:
        """Return the colour a run stands on but for a highlight: its own shade, or its cell's."""
        cell = self._above(run, "tc")
        around = None if cell is None else cell.find(f"{W}tcPr/{W}shd")
        shades = (shade for shade in (self._property(run, "shd"), around) if shade is not None)
        fills = (str(shade.get(f"{W}fill", "")) for shade in shades)
        return next((fill for fill in fills if fill.lower() not in UNFILLED), "FFFFFF")

    def _is_on(self, run: Any, name: str) -> bool:
        return _is_on(self._property(run, name))

    def _property(self, run: Any, name: str) -> Any:
        """Return a property of a run, its own or its styles'; None for none."""
        own = run.find(f"{W}rPr/{W}{name}")
        if own is not None:
            return own
        paragraph = self._above(run, "p")
        ids = [run.find(f"{W}rPr/{W}rStyle")]
        ids += [] if paragraph is None else [paragraph.find(f"{W}pPr/{W}pStyle")]
        found = (self.styles.find(str(at.get(f"{W}val")), name) for at in ids if at is not None)
        return next((value for value in found if value is not None), None)

    def _above(self, element: Any, name: str) -> Any:
        while element is not None and element.tag != f"{W}{name}":
            element = self.parents.get(element)
        return element


class _Styles:
    """The named styles of a document."""

    def __init__(self, root: Any) -> None:
        found = [] if root is None else root.iter(f"{W}style")
        self.named = {str(style.get(f"{W}styleId")): style for style in found}

    def find(self, named: str, name: str) -> Any:
        """Return a property of a style or of those it is based on."""
        for _ in range(BASED_DEPTH):
            style = self.named.get(named)
            if style is None:
                return None
            value = style.find(f"{W}rPr/{W}{name}")
            if value is not None:
                return value
            based = style.find(f"{W}basedOn")
            named = "" if based is None else str(based.get(f"{W}val"))
        return None


def _is_white_of_theme(colour: Any) -> bool:
    """Return whether a colour is the theme's white, whatever stands beside it: a colour of the
    theme goes before `val`, which tells the outcome where it is shaded (ECMA-376 §17.3.2.6).
    """
    shaded = colour.get(f"{W}themeShade") is not None
    return colour.get(f"{W}themeColor") in WHITE_THEME and not shaded


def _is_on(switch: Any) -> bool:
    return switch is not None and switch.get(f"{W}val", "1") not in ("0", "false", "off")


def _is_flat(row: Any) -> bool:
    """Return whether a row is held so low that nothing of it is seen."""
    height = row.find(f"{W}trPr/{W}trHeight")
    exact = height is not None and height.get(f"{W}hRule") == "exact"
    value = str(height.get(f"{W}val", "")) if exact else ""
    return value.isdigit() and int(value) < LOWEST


def _number(element: Any) -> int:
    text = str(element.get(f"{W}val", ""))
    return int(text) if text.isdigit() else TINIEST + 1
