"""Lists that are hard to read: without rules, too wide for it, in old encodings, scanned."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from tests.parsers.corpus.corpus import KINDS, Sheet, laid_out
from tests.parsers.corpus.drawn import drawn
from tests.parsers.corpus.layouts import LAYOUTS
from tests.parsers.corpus.old_encodings import in_tcvn3, in_vni
from tests.parsers.corpus.paper import Paper, PaperGrid
from tests.parsers.corpus.printed import weasy
from tests.parsers.corpus.scans import a_scanner, scanned_pdf
from tests.parsers.corpus.typeset import typeset


def borderless(seed: int, producer: str) -> Iterator[Sheet]:
    """Yield lists without upright rules, or without any."""
    rng = random.Random(f"{seed} {producer} borderless")
    for rules in ("none", "flat"):
        for kind in KINDS:
            paper = laid_out(rng, LAYOUTS["plain"], (kind,), 6)
            name = f"{'no rules' if rules == 'none' else 'flat rules'}, {kind[0]} {kind[1]}"
            yield Sheet(name, paper.drawn(rules=rules, size=9.0))


def crowded(seed: int, producer: str) -> Iterator[Sheet]:
    """Yield lists whose words run over their cells, some onto the text beside them."""
    rng = random.Random(f"{seed} {producer} crowded")
    for layout in ("plain", "two_levels", "manager_columns", "narrow_columns", "reordered"):
        for kind in KINDS:
            paper = laid_out(rng, LAYOUTS[layout], (kind,), 6)
            look = {"size": rng.choice((9.0, 10.0, 11.0, 12.0)), "crowded": True}
            name = f"crowded, {layout.replace('_', ' ')}, {kind[0]} {kind[1]}"
            yield Sheet(name, paper.drawn(**look))


def numbers(seed: int, producer: str) -> Iterator[Sheet]:
    """Yield lists whose numbers a workbook holds as numbers, so that leading zeros are lost."""
    rng = random.Random(f"{seed} {producer} numbers")
    for layout in ("plain", "extra_columns", "reordered", "merged_unit"):
        for kind in KINDS:
            paper = laid_out(rng, LAYOUTS[layout], (kind,), 6)
            name = f"numbers, {layout.replace('_', ' ')}, {kind[0]} {kind[1]}"
            yield Sheet(name, paper.drawn(numbers=True))


def old_encodings(seed: int, producer: str) -> Iterator[Sheet]:
    """Yield lists typed before Unicode, in a letter of today and in one of their own time."""
    rng = random.Random(f"{seed} {producer} old")
    for name, old in (("TCVN3", in_tcvn3), ("VNI", in_vni)):
        typed = old if producer in ("docx", "xlsx") else partial(_printed, old)
        for kind in (KINDS[0], KINDS[2]):
            paper = laid_out(rng, LAYOUTS["plain"], (kind,), 6).drawn(size=9.0)
            yield Sheet(f"{name}, {kind[0]}", _typed_in(paper, typed))
            paper = laid_out(rng, LAYOUTS["plain"], (kind,), 6).drawn(size=9.0)
            yield Sheet(f"{name}, {kind[0]}, with its letter", _typed_wholly(paper, typed))


def _printed(old: Callable[[str], str], text: str) -> str:
    """Return the text with the soft hyphen that is ư in TCVN3 as programs print it."""
    return old(text).replace("\u00ad", "-")


def _typed_in(paper: Paper, old: Callable[[str], str], *, headers: bool = False) -> Paper:
    def grid(now: PaperGrid) -> PaperGrid:
        kept = 0 if headers else now.header_rows
        body = tuple(
            tuple(replace(cell, text=old(cell.text)) for cell in row) for row in now.rows[kept:]
        )
        return replace(now, rows=(*now.rows[:kept], *body))

    annex = tuple(grid(part) if isinstance(part, PaperGrid) else part for part in paper.annex)
    return replace(paper, annex=annex)


def _typed_wholly(paper: Paper, old: Callable[[str], str]) -> Paper:
    annex = tuple(old(part) if isinstance(part, str) else part for part in paper.annex)
    return replace(
        _typed_in(replace(paper, annex=annex), old, headers=True),
        superior=old(paper.superior),
        agency=old(paper.agency),
        named=paper.agency,
        asked=paper.subject,
        subject=old(paper.subject),
        body=tuple(map(old, paper.body)),
        placed=old(paper.dated),
    )


PAINTERS = {"typst": typeset, "reportlab": drawn, "weasyprint": weasy}


LAYERED = 4
"""Every so many scans carry the words somebody's recogniser found."""


def scans(seed: int, count: int = 24) -> Iterator[tuple[Sheet, bytes]]:
    """Yield papers of any layout with what a scanner makes of them, each time another scanner."""
    rng = random.Random(f"{seed} scans")
    for number in range(count):
        layout = "plain" if number % 2 else rng.choice(list(LAYOUTS))
        painter = rng.choice(list(PAINTERS))
        paper = laid_out(rng, LAYOUTS[layout], (rng.choice(KINDS),), 8)
        paper = paper.drawn(landscape=True, size=rng.choice((9.0, 10.0, 11.0)))
        scanner = a_scanner(rng)
        layered = number % LAYERED == LAYERED - 1
        name = f"scan {number}, {layout}, {painter}, {scanner.dpi} dpi{', layered' * layered}"
        yield Sheet(name, paper), scanned_pdf(PAINTERS[painter](paper), scanner, layered=layered)
