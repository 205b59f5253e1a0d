"""A page break through any line of any row: both halves are one row, or a person is told.

Grids are cut as they are drawn, without a producer between: each cell leaves above the break what
of its lines stands there by its alignment; some programs move a short text down whole.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, count, islice

from parsers.interpret import interpret
from parsers.reading import Cell, DrawnLine, Grid, Line, Reading
from parsers.source import Place
from tests.parsers.asserts import rows_read
from tests.parsers.corpus.corpus import KINDS, laid_out
from tests.parsers.corpus.layouts import LAYOUTS
from tests.parsers.corpus.paper import Paper, PaperCell, PaperGrid
from tests.parsers.round_trip.trip import Outcome, facts_of, facts_read

LETTERS, LETTER, PADDING = 100, 0.5, 0.2
"""How many letters fit beside one another, how wide one is and what is left of a full line, in ems.
"""

MARGIN, WIDTH = 0.06, 0.88
ALIGNED = ("top", "top", "middle", "bottom")
WIDOWS = 2

DrawnCell = tuple[int, PaperCell, tuple[DrawnLine, ...]]
"""Its column, itself, and its lines."""


@dataclass(frozen=True)
class Cut:
    """A break through a `row` below so many of its `lines`.

    `keeps` tells that fewer than two lines are not parted from the rest of their cell, `again` that
    the header stands once more below.
    """

    row: int
    lines: int
    aligned: str
    keeps: bool
    again: bool

    def above(self, drawn: int, tallest: int) -> int:
        """Return how many of a cell's lines stand above the break."""
        room = {"top": 0, "middle": (tallest - drawn) // 2, "bottom": tallest - drawn}
        left = max(0, min(drawn, self.lines - room[self.aligned]))
        parted = self.keeps and 0 < left < drawn and min(left, drawn - left) < WIDOWS
        return 0 if parted else left


@dataclass(frozen=True)
class CutList:
    """A list, where it was cut, and what was read of it."""

    layout: str
    cut: Cut
    outcome: Outcome


def cut_lists(of_seed: int, wanted: int) -> Iterator[CutList]:
    """Yield so many lists that are read exactly as long as they are on one page, each cut."""
    return islice(_cut_lists(of_seed), wanted)


def _cut_lists(of_seed: int) -> Iterator[CutList]:
    for number in count():
        rng = random.Random(f"{of_seed} {number}")
        layout = rng.choice(list(LAYOUTS))
        paper = laid_out(rng, LAYOUTS[layout], (rng.choice(KINDS),), 8)
        (grid,) = (part for part in paper.annex if isinstance(part, PaperGrid))
        rows = list(_rows_that_may_be_cut(grid))
        if not rows or _outcome(paper, [_page(grid, _drawn(grid), 2)]).verdict != "exact":
            continue
        row = rng.choice(rows)
        tallest = max(len(lines) for _, _, lines in _drawn(grid)[row])
        cut = Cut(
            row,
            rng.randint(0, tallest),
            rng.choice(ALIGNED),
            keeps=rng.random() < 0.5,
            again=rng.random() < 0.6,
        )
        yield CutList(layout, cut, _outcome(paper, _pages(grid, cut)))


def _rows_that_may_be_cut(grid: PaperGrid) -> Iterator[int]:
    """Yield the rows below the first of which no cell reaches into another."""
    tall = {y + j for y, _, cell in grid.placed() if cell.tall > 1 for j in range(cell.tall)}
    written = (y for y, row in enumerate(grid.rows) if any(cell.text for cell in row))
    yield from (y for y in written if y > grid.header_rows and y not in tall)


def _pages(grid: PaperGrid, cut: Cut) -> list[Grid]:
    """Return the table on two pages."""
    rows = _drawn(grid)
    tallest = max(len(lines) for _, _, lines in rows[cut.row])
    upper, lower = [], []
    for x, cell, lines in rows[cut.row]:
        left = cut.above(len(lines), tallest)
        upper.append((x, cell, lines[:left]))
        lower.append((x, cell, lines[left:]))
    halves = [half for half in (upper, lower) if any(lines for _, _, lines in half)]
    if len(halves) == 1:
        upper, lower = [], halves[0]
    header = rows[: grid.header_rows] if cut.again else []
    first = [*rows[: cut.row], *([upper] if upper else [])]
    return [_page(grid, first, 2), _page(grid, [*header, lower, *rows[cut.row + 1 :]], 3)]


def _page(grid: PaperGrid, rows: Sequence[Sequence[DrawnCell]], number: int) -> Grid:
    place = Place("a.pdf", number)
    cells = [
        Cell(y, x, lines, place, cell.tall, cell.wide)
        for y, row in enumerate(rows)
        for x, cell, lines in row
    ]
    shares = accumulate(grid.weights, initial=0.0)
    edges = tuple(MARGIN + WIDTH * share / sum(grid.weights) for share in shares)
    return Grid(tuple(cells), len(rows), len(grid.weights), place, edges)


def _drawn(grid: PaperGrid) -> list[list[DrawnCell]]:
    """Return the cells that begin in each row, their text wrapped as their columns are wide."""
    whole = sum(grid.weights)
    widths = [max(4, int(LETTERS * weight / whole)) for weight in grid.weights]
    rows: list[list[DrawnCell]] = [[] for _ in grid.rows]
    for y, x, cell in grid.placed():
        rows[y].append((x, cell, tuple(_wrapped(cell.text, sum(widths[x : x + cell.wide])))))
    return rows


def _wrapped(text: str, width: int) -> Iterator[DrawnLine]:
    for typed in text.split("\n"):
        line = ""
        for word in typed.split():
            if line and len(line) + 1 + len(word) > width:
                yield _line(line, width)
                line = ""
            line = f"{line} {word}".strip()
            while len(line) > width:
                yield _line(line[:width], width)
                line = line[width:]
        if line:
            yield _line(line, width)


def _line(text: str, width: int) -> DrawnLine:
    return DrawnLine(text, (width - len(text)) * LETTER + PADDING)


def _outcome(paper: Paper, grids: Sequence[Grid]) -> Outcome:
    head = (*paper.superior.split("\n"), *paper.agency.split("\n"), f"Số: {paper.number}")
    letter = (*head, paper.dated, paper.subject, *paper.body, "Nơi nhận:")
    blocks: list[Line | Grid] = [Line(text, Place("a.pdf", 1)) for text in letter]
    blocks += [Line(part, Place("a.pdf", 2)) for part in paper.annex if isinstance(part, str)]
    read = interpret([Reading((*blocks, *grids))])
    return Outcome(
        True,
        (*rows_read(read, "organisation"), *rows_read(read, "individual")),
        (*paper.organisations, *paper.individuals),
        facts_read(read) == facts_of(paper),
        tuple(flag.code.value for flag in read.flags),
    )
