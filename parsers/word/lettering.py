"""How the cells of a docx are lettered: bold, in italics, underlined, how large, in which face."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from parsers.reading import Lettering, Letters
from parsers.word.coloured import text_in
from parsers.word.room import NORMAL
from parsers.word.styles import Styles, W, is_on, number
from parsers.word.where import places

TELLING = frozenset(f"{W}{name}" for name in ("pStyle", "rStyle", "b", "i", "u", "sz", "rFonts"))
UNLINED = frozenset({"none", ""})


def lettering(file: str, body: Any, styles: Styles) -> Letters:
    """Return how most letters of each cell with text are drawn."""
    runs = _Runs(styles)
    told = ((place, runs.most(cell)) for cell, place in places(file, body))
    return {place: one for place, one in told if one is not None}


class _Runs:
    """Runs of the same styles that say the same: most of a list's are, and looked up once."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.known: dict[tuple[Any, ...], Lettering] = {}

    def most(self, cell: Any) -> Lettering | None:
        """Return how most letters of a cell are drawn, None for no letters."""
        counted: dict[Lettering, int] = {}
        for paragraph in cell.iter(f"{W}p"):
            for run in paragraph.iter(f"{W}r"):
                if text := text_in(run):
                    how = self._of(run, paragraph)
                    counted[how] = counted.get(how, 0) + len(text)
        return max(counted, key=counted.__getitem__, default=None)

    def _of(self, run: Any, paragraph: Any) -> Lettering:
        said = (*_said(paragraph.find(f"{W}pPr")), *_said(run.find(f"{W}rPr")))
        if said not in self.known:
            self.known[said] = _lettering(run, paragraph, self.styles)
        return self.known[said]


def _said(properties: Any) -> Iterator[tuple[str, ...]]:
    for one in () if properties is None else properties:
        if one.tag in TELLING:
            yield one.tag, *chain.from_iterable(one.attrib.items())


def _lettering(run: Any, paragraph: Any, styles: Styles) -> Lettering:
    bold, italic, line, size = (
        next(styles.of_run(run, paragraph, name), None) for name in ("b", "i", "u", "sz")
    )
    faces = (_face(said) for said in styles.of_run(run, paragraph, "rFonts"))
    return Lettering(
        is_on(bold),
        is_on(italic),
        line is not None and line.get(f"{W}val", "") not in UNLINED,
        number(size, "val", NORMAL) / 2,
        next(filter(None, faces), ""),
    )


def _face(said: Any) -> str:
    """Return the face of Latin letters, by its name or the theme's."""
    named = said.get(f"{W}asciiTheme") or said.get(f"{W}ascii") or ""
    return str(named).casefold()
