"""The runs of a docx that are not seen as they stand: hidden, white, struck, in signs, turned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from parsers.marks.brightness import PAPER, brightness, is_lost_on
from parsers.marks.marked import look_of
from parsers.text.signs import SIGN_FONTS
from parsers.word.styles import Styles, W, is_on, number

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
WHITE_THEME = frozenset({"background1", "light1", "bg1", "lt1"})
THEMED = {
    "text1": "dk1", "dark1": "dk1", "text2": "dk2", "dark2": "dk2",
    "hyperlink": "hlink", "followedHyperlink": "folHlink",
}  # fmt: skip
"""What the theme calls the colours that have another name in a run; the accents have the same."""

UNFILLED, UNHATCHED = frozenset({"", "auto"}), frozenset({"clear", "nil"})
TINIEST = 7
"""Half-points: smaller text is a speck."""

LOWEST = 100
"""Twentieths of a point: a row that is held lower shows nothing."""

THINNEST, TIGHTEST, FARTHEST, SQUEEZED = 20, -80, 48, 60
"""Per cent of a letter's width; twentieths of a point between letters; half-points off the line;
twentieths of a point for a letter that is made to fit.
"""

LIFTED = frozenset({"superscript", "subscript"})
UNDRAWN = frozenset({"nil", "none"})

HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF",
    "red": "FF0000", "yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "00008B",
    "darkCyan": "008B8B", "darkGreen": "006400", "darkMagenta": "800080", "darkRed": "8B0000",
    "darkYellow": "808000", "darkGray": "A9A9A9", "lightGray": "D3D3D3",
}  # fmt: skip


class Runs:
    """The runs of a body, each with its paragraph, cell and row."""

    def __init__(self, body: Any, styles: Styles, pale: frozenset[str] = frozenset()) -> None:
        self.body, self.styles = body, styles
        self.white = WHITE_THEME | {name for name, of in THEMED.items() if of in pale} | pale
        self.parents = {child: parent for parent in body.iter() for child in parent}

    def hidden(self) -> Iterator[Any]:
        """Yield the tables and runs that are hidden, white on white, or a speck."""
        yield from (one for one in self.body.iter(f"{W}tbl") if self._is_hidden_by_style(one))
        yield from (run for run in self.body.iter(f"{W}r") if self._is_hidden(run))

    def struck(self) -> Iterator[Any]:
        """Yield the cells and runs that have a line across or through them."""
        names = ("strike", "dstrike")
        yield from (cell for cell in self.body.iter(f"{W}tc") if _is_crossed(cell))
        for run in self.body.iter(f"{W}r"):
            if any(self._is_on(run, name) for name in names):
                yield run

    def lifted(self) -> bool:
        """Return whether letters or figures of a table are lifted off the line, as a note's."""
        inside = (run for cell in self.body.iter(f"{W}tc") for run in cell.iter(f"{W}r"))
        return any(
            lift.get(f"{W}val") in LIFTED and any(map(str.isalnum, _text(run)))
            for run in inside
            if (lift := self._property(run, "vertAlign")) is not None
        )

    def look(self, run: Any) -> str:
        """Return how a run is coloured, "" for dark on white."""
        colour, lit = self._property(run, "color"), self._property(run, "highlight")
        ink = "auto" if colour is None else self._colour(colour)
        bright = 0.0 if ink == "auto" else brightness(ink)
        named = HIGHLIGHTS.get(str(lit.get(f"{W}val"))) if lit is not None else None
        ground = (named or self._shade(run)).upper()
        return look_of(ink, bright, ground)

    def in_signs(self) -> int:
        """Return how many letters and figures are drawn as signs of a font for signs."""
        runs = (run for run in self.body.iter(f"{W}r") if self._is_in_signs(run))
        return sum(char.isalnum() for run in runs for char in _text(run))

    def turned(self) -> int:
        """Return how many letters are set from right to left."""
        lines = (p for p in self.body.iter(f"{W}p") if self._runs_left(p))
        runs = (run for run in self.body.iter(f"{W}r") if self._is_on(run, "rtl"))
        return sum(_length(element) for part in (lines, runs) for element in part)

    def _runs_left(self, paragraph: Any) -> bool:
        return is_on(next(self.styles.of_paragraph(paragraph, "bidi"), None))

    def _is_in_signs(self, run: Any) -> bool:
        fonts = list(self.styles.of_run(run, self._above(run, "p"), "rFonts"))
        for name in ("ascii", "hAnsi"):
            said = (str(font.get(f"{W}{name}", "")).lower() for font in fonts)
            if next((font for font in said if font), "").startswith(SIGN_FONTS):
                return True
        return False

    def _is_hidden(self, run: Any) -> bool:
        row = self._above(run, "tr")
        if row is not None and (is_on(row.find(f"{W}trPr/{W}hidden")) or _is_flat(row)):
            return True
        return self._is_on(run, "vanish") or self._is_speck(run) or self._is_white(run)

    def _is_speck(self, run: Any) -> bool:
        """Return whether letters are too small to see, lie on each other, or away from the line."""
        fit = number(self._property(run, "fitText"), "val", SQUEEZED * _length(run))
        return (
            number(self._property(run, "sz"), "val", TINIEST + 1) <= TINIEST
            or number(self._property(run, "w"), "val", 100) <= THINNEST
            or number(self._property(run, "spacing"), "val", 0) <= TIGHTEST
            or abs(number(self._property(run, "position"), "val", 0)) >= FARTHEST
            or fit < SQUEEZED * _length(run)
        )

    def _is_white(self, run: Any) -> bool:
        """Return whether a run has the colour of what it stands on, or nearly so.

        Automatic text is black or white, as its shade demands; on a highlight it stays black.
        """
        if any(_is_see_through(fill) for fill in run.iter(f"{W14}textFill")):
            return True
        colour, lit = self._property(run, "color"), self._property(run, "highlight")
        named = HIGHLIGHTS.get(str(lit.get(f"{W}val"))) if lit is not None else None
        value = "auto" if colour is None else self._colour(colour)
        if value == "auto":
            return named is not None and is_lost_on(0.0, brightness(named))
        return is_lost_on(brightness(value), brightness(named or self._shade(run)))

    def _shade(self, run: Any) -> str:
        """Return the colour a run stands on but for a highlight: its own shade, or its cell's."""
        cell = self._above(run, "tc")
        around = None if cell is None else cell.find(f"{W}tcPr/{W}shd")
        shades = (shade for shade in (self._property(run, "shd"), around) if shade is not None)
        return next((fill for shade in shades if (fill := _fill(shade))), "FFFFFF")

    def _is_hidden_by_style(self, table: Any) -> bool:
        """Return whether the style of a table hides text, in any of its parts: white text is seen
        only on a shade that the same part has.
        """
        for part in self.styles.of_table(table):
            if is_on(part.find(f"{W}rPr/{W}vanish")):
                return True
            colour, shade = part.find(f"{W}rPr/{W}color"), part.find(f"{W}tcPr/{W}shd")
            ground = "FFFFFF" if shade is None else _fill(shade) or "FFFFFF"
            ink = "auto" if colour is None else self._colour(colour)
            if ink != "auto" and is_lost_on(brightness(ink), brightness(ground)):
                return True
        return False

    def _colour(self, colour: Any) -> str:
        """Return a colour, white for one that the theme makes white or pale, whatever stands beside
        it: a colour of the theme goes before `val`, which tells the outcome where it is shaded
        (ECMA-376 §17.3.2.6).
        """
        shaded = colour.get(f"{W}themeShade") is not None
        is_white = colour.get(f"{W}themeColor") in self.white and not shaded
        return "FFFFFF" if is_white else str(colour.get(f"{W}val", "auto"))

    def _is_on(self, run: Any, name: str) -> bool:
        return is_on(self._property(run, name))

    def _property(self, run: Any, name: str) -> Any:
        """Return a property of a run, its own or its styles'; None for none."""
        return next(self.styles.of_run(run, self._above(run, "p"), name), None)

    def _above(self, element: Any, name: str) -> Any:
        while element is not None and element.tag != f"{W}{name}":
            element = self.parents.get(element)
        return element


def _text(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t")).strip()


def _length(element: Any) -> int:
    return len(_text(element))


def _is_crossed(cell: Any) -> bool:
    """Return whether a line is drawn from one corner of a cell to another."""
    borders = cell.find(f"{W}tcPr/{W}tcBorders")
    lines = [] if borders is None else [borders.find(f"{W}{way}") for way in ("tl2br", "tr2bl")]
    return any(line is not None and line.get(f"{W}val") not in UNDRAWN for line in lines)


def _fill(shade: Any) -> str:
    """Return the colour of a shade, nothing where there is none; of a hatched one its name, too
    (ECMA-376, part 1, 17.18.78).
    """
    pattern, fill = str(shade.get(f"{W}val", "clear")), str(shade.get(f"{W}fill", ""))
    plain = "" if fill.lower() in UNFILLED else fill
    if pattern == "solid":
        ink = str(shade.get(f"{W}color", ""))
        return "000000" if ink.lower() in UNFILLED else ink
    return plain if pattern in UNHATCHED else f"{plain} {pattern}"


def _is_see_through(fill: Any) -> bool:
    """Return whether newer programs fill letters with nothing, or with white."""
    if fill.find(f"{W14}noFill") is not None:
        return True
    scheme, own = fill.find(f".//{W14}schemeClr"), fill.find(f".//{W14}srgbClr")
    if scheme is not None and scheme.get(f"{W14}val") in ("bg1", "lt1"):
        return True
    ink = "" if own is None else str(own.get(f"{W14}val"))
    return is_lost_on(brightness(ink), PAPER)


def _is_flat(row: Any) -> bool:
    """Return whether a row is held so low that nothing of it is seen."""
    height = row.find(f"{W}trPr/{W}trHeight")
    exact = height is not None and height.get(f"{W}hRule") == "exact"
    return exact and number(height, "val", LOWEST) < LOWEST
