"""The corpus: every layout by every producer, from one seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tests.parsers.corpus.layouts import LAYOUTS
from tests.parsers.corpus.paper import Look, Paper, PaperGrid, dated, paper_of
from tests.parsers.corpus.request import HEADINGS, TITLES, Request, Table, a_request

KINDS = (
    ("new", "individual"),
    ("new", "organisation"),
    ("reset", "individual"),
    ("reset", "organisation"),
)


@dataclass(frozen=True)
class Sheet:
    """A paper with the name of its layout."""

    layout: str
    paper: Paper


def papers(seed: int, most_rows: int = 14) -> Iterator[Sheet]:
    """Yield one paper for each layout and kind of table, with the looks drawn by chance."""
    rng = random.Random(seed)
    for name, make in LAYOUTS.items():
        for kinds in ((KINDS[0],), (KINDS[1],), (KINDS[2],), (KINDS[3],), (KINDS[0], KINDS[2])):
            request = a_request(rng, [(*kind, rng.randint(2, most_rows)) for kind in kinds])
            made = [make(rng, table) for table in request.tables]
            request = replace(request, tables=tuple(table for table, _ in made))
            grids = [grid for _, grid in made]
            yield Sheet(name, replace(_paper(request, grids), look=a_look(rng)))


def a_look(rng: random.Random) -> Look:
    landscape = rng.random() < 0.6
    return Look(
        landscape=landscape,
        repeat_header=rng.random() < 0.6,
        footer=rng.choice(("", "Trang 1", "Phụ lục kèm theo công văn")),
        size=rng.choice((9.0, 10.0) if landscape else (6.0, 6.5)),
        justify=rng.random() < 0.3,
        stroke=rng.choice((0.3, 0.5, 1.0)),
    )


def _paper(request: Request, grids: list[PaperGrid]) -> Paper:
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
    kem_theo = f"(Kèm theo Công văn số {request.number} {dated(request.on)})"
    return [TITLES[table.procedure], kem_theo, heading]
