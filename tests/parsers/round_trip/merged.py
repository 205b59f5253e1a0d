"""Lists with merged and grouped rows: whoever writes them, the same rows are read."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from tests.parsers.corpus.corpus import KINDS, laid_out
from tests.parsers.corpus.documents import FILES
from tests.parsers.corpus.layouts import LAYOUTS
from tests.parsers.corpus.paper import Paper
from tests.parsers.round_trip.producers import QUICK
from tests.parsers.round_trip.trip import Outcome, judged

MERGED = ("group_rows", "two_levels", "stacked_manager", "total_row", "extra_columns", "renamed")
WRITERS = (*QUICK, "libreoffice", "calc")


def merged_outcomes(
    producer: str, layouts: Sequence[str] = MERGED
) -> Iterator[tuple[str, Outcome]]:
    """Yield each layout with what was read of it as the producer writes it."""
    papers = {layout: _paper(layout) for layout in layouts}
    files = FILES[producer](papers)
    for layout, paper in papers.items():
        yield layout, judged(paper, files[layout], producer, plain=True)


def shared_out(each: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every writer with its layouts: each layout falls to so many writers in turn."""
    turns = [(at * each + turn) % len(WRITERS) for at in range(len(MERGED)) for turn in range(each)]
    for number, writer in enumerate(WRITERS):
        yield writer, tuple(MERGED[at // each] for at, turn in enumerate(turns) if turn == number)


def _paper(layout: str) -> Paper:
    number = MERGED.index(layout)
    rng = random.Random(number)
    paper = laid_out(rng, LAYOUTS[layout], (KINDS[number % len(KINDS)],), 6)
    return paper.drawn(size=6.0)
