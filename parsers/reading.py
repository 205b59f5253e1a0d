"""What one reader saw in a file, before anybody asks what it means: lines and cell grids.

Two readers of the same file make two readings, with no code in common below these values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from parsers.flag import Flag
from parsers.source import Box, Place
from parsers.text.words import clean


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """One drawn line of a cell. A trailing space is kept where the producer wrote one.

    `room` is the free width after the line, in ems (infinite in workbooks): a word is broken in
    the middle only where there was no room.
    """

    text: str
    room: float = float("inf")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid. Where `lines` are a proposal, `raw` is what stands in the file.

    `cut` tells that no rule ends it at the top or bottom of its grid, where one ends others.
    """

    row: int
    column: int
    lines: tuple[DrawnLine, ...]
    place: Place
    row_span: int = 1
    column_span: int = 1
    raw: str = ""
    cut: bool = False

    @property
    def text(self) -> str:
        """Return all lines as one, as if each ended with a space."""
        if len(self.lines) == 1:
            return clean(self.lines[0].text)
        return clean(" ".join(line.text for line in self.lines))


@dataclass(frozen=True, slots=True)
class Lettering:
    """How most letters of a cell are drawn: `size` in points, 0.0 where nothing says it."""

    bold: bool = False
    italic: bool = False
    underlined: bool = False
    size: float = 0.0
    face: str = ""


Letters = Mapping[Place, Lettering]
"""How the cells with text are lettered, as far as a reader can tell."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text outside all grids; `bold` where the reader can tell.

    `upright` is the line's box on a page whose text does not stand upright as displayed.
    """

    text: str
    place: Place
    bold: bool = False
    upright: Box | None = None

    @property
    def box(self) -> Box | None:
        """Return where the line stands on the page held so that it can be read."""
        return self.upright or self.place.box


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its cells by row and column, merged cells with their span.

    `edges` are the column borders in fractions of the page width (in docx of the table's; empty in
    workbooks): they tell whether a grid on the next page continues this one. `hard_breaks` is true
    where every line break was typed (workbooks, docx), so that nothing was wrapped by a layout.
    """

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    place: Place
    edges: tuple[float, ...] = ()
    hard_breaks: bool = False
    _begins: dict[int, list[Cell]] = field(init=False, repr=False, compare=False)
    _tall: tuple[Cell, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        begins: dict[int, list[Cell]] = {}
        for cell in self.cells:
            begins.setdefault(cell.row, []).append(cell)
        object.__setattr__(self, "_begins", begins)
        object.__setattr__(self, "_tall", tuple(cell for cell in self.cells if cell.row_span > 1))

    def row(self, index: int) -> list[Cell | None]:
        """Return the cells that begin or continue in this row, by column; None is no cell."""
        found: list[Cell | None] = [None] * self.columns
        above = (c for c in self._tall if c.row < index < c.row + c.row_span)
        for cell in (*above, *self._begins.get(index, ())):
            for column in range(cell.column, cell.column + cell.column_span):
                found[column] = cell
        return found

    def starting(self, index: int) -> list[Cell]:
        """Return the cells that begin in this row, from left to right."""
        return sorted(self._begins.get(index, ()), key=lambda cell: cell.column)


Block = Line | Grid


@dataclass(frozen=True, slots=True)
class Reading:
    """Lines and grids of one file in reading order, with what the reader itself flags, and how the
    cells of its grids are lettered.
    """

    blocks: tuple[Block, ...] = ()
    flags: tuple[Flag, ...] = field(default=())
    letters: Letters = field(default_factory=dict)
