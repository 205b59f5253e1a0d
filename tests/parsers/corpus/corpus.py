"""Requests laid out on paper from one seed: every layout, every look, every kind of table."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import count

from tests.parsers.corpus import layouts_columns, layouts_rows, layouts_values
from tests.parsers.corpus.annexed import annexed_to
from tests.parsers.corpus.layouts import LAYOUTS, Layout
from tests.parsers.corpus.looks import DATES, LOOKS, a_look
from tests.parsers.corpus.paper import Paper, PaperGrid, paper_of
from tests.parsers.corpus.request import HEADINGS, TITLES, Request, Table, a_request

__all__ = ["Sheet", "laid_out", "layouts_columns", "layouts_rows", "layouts_values", "papers"]

KINDS = (
    ("new", "individual"),
    ("new", "organisation"),
    ("reset", "individual"),
    ("reset", "organisation"),
)
MIXES = (
    (KINDS[0],),
    (KINDS[2],),
    (KINDS[1],),
    (KINDS[0], KINDS[2]),
    (KINDS[3],),
    (KINDS[1], KINDS[0]),
    KINDS,
)


@dataclass(frozen=True)
class Sheet:
    """A paper with the name of its layout, and the code that must tell of it where one must."""

    layout: str
    paper: Paper
    told: str = ""


def papers(seed: int, most_rows: int = 14) -> Iterator[Sheet]:
    """Yield one paper for each layout and kind of table, with the looks drawn by chance."""
    rng = random.Random(seed)
    for name, make in LAYOUTS.items():
        for kinds in ((KINDS[0],), (KINDS[1],), (KINDS[2],), (KINDS[3],), (KINDS[0], KINDS[2])):
            paper = laid_out(rng, make, kinds, most_rows)
            yield Sheet(name, replace(paper, look=a_look(rng, large=False)))


def papers_of(seed: int, producer: str, most_rows: int = 9) -> Iterator[Sheet]:
    """Yield the papers one producer writes: each layout once, each look once, mixed anew.

    Typst and ReportLab draw a word that is too wide over the cell's border, so they get a small
    face; the others break it.
    """
    rng = random.Random(f"{seed} {producer}")
    turn = count(rng.randrange(len(MIXES)))
    large = producer in ("libreoffice", "chromium", "weasyprint")
    for name, make in LAYOUTS.items():
        paper = laid_out(rng, make, MIXES[next(turn) % len(MIXES)], most_rows)
        yield Sheet(name.replace("_", " "), replace(paper, look=a_look(rng, large=large)))
    plain = LAYOUTS["plain"]
    for name, look in LOOKS.items():
        paper = laid_out(rng, plain, MIXES[next(turn) % len(MIXES)], most_rows)
        size = a_size(rng, landscape=look.landscape, large=large)
        yield Sheet(name, replace(paper, look=replace(look, size=size)))
    for form in DATES:
        paper = laid_out(rng, plain, MIXES[next(turn) % len(MIXES)], 4)
        named = f"dated {form.format(date(2026, 2, 1))}"
        yield Sheet(named, paper.drawn(size=8.0, dated=form.format(paper.on)))
    for kind in KINDS:
        paper = inline(laid_out(rng, plain, (kind,), 5))
        size = a_size(rng, landscape=False, large=large)
        yield Sheet(f"within the letter, {kind[0]} {kind[1]}", paper.drawn(size=size))


def inline(paper: Paper) -> Paper:
    """Return the paper with its list between the sentences of the letter."""
    annex = ("Danh sách cụ thể như sau:", paper.annex[-1])
    return replace(paper, annex=annex).drawn(inline=True, landscape=False)


def a_size(rng: random.Random, *, landscape: bool, large: bool) -> float:
    sizes = ((8.0, 9.0), (11.0, 12.0)) if landscape else ((5.0, 5.5), (8.0, 9.0))
    return rng.choice(sizes[large])


def laid_out(
    rng: random.Random, make: Layout, kinds: tuple[tuple[str, str], ...], most_rows: int
) -> Paper:
    """Return a fresh request in this layout with tables of these kinds."""
    request = a_request(rng, [(*kind, rng.randint(2, most_rows)) for kind in kinds])
    made = [make(rng, table) for table in request.tables]
    request = replace(request, tables=tuple(table for table, _ in made))
    return annexed(request, [grid for _, grid in made])


def annexed(request: Request, grids: list[PaperGrid]) -> Paper:
    """Return the letter with these grids as its annex, one for each table."""
    annex: list[str | PaperGrid] = ["PHỤ LỤC I"]
    last = ""
    for table, grid in zip(request.tables, grids, strict=True):
        annex += _titles(request, table, last)
        annex.append(grid)
        last = table.procedure
    return paper_of(request, tuple(annex))


def _titles(request: Request, table: Table, last: str) -> list[str]:
    heading = HEADINGS[table.procedure, table.shape]
    if table.procedure == last:
        return [heading]
    return [TITLES[table.procedure], annexed_to(request.number, request.on), heading]
