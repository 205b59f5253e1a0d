"""Lists that are hard to read: without rules, too wide for it, in old encodings, scanned."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

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


def old_encodings(seed: int, producer: str) -> Iterator[Sheet]:
    """Yield lists whose cells were typed before Unicode, in a letter of today."""
    rng = random.Random(f"{seed} {producer} old")
    for name, old in (("TCVN3", in_tcvn3), ("VNI", in_vni)):
        for kind in (KINDS[0], KINDS[2]):
            paper = laid_out(rng, LAYOUTS["plain"], (kind,), 6)
            yield Sheet(f"{name}, {kind[0]}", _typed_in(paper, old))


def _typed_in(paper: Paper, old: Callable[[str], str]) -> Paper:
    def grid(now: PaperGrid) -> PaperGrid:
        body = tuple(
            tuple(replace(cell, text=old(cell.text)) for cell in row)
            for row in now.rows[now.header_rows :]
        )
        return replace(now, rows=(*now.rows[: now.header_rows], *body))

    annex = tuple(grid(part) if isinstance(part, PaperGrid) else part for part in paper.annex)
    return replace(paper, annex=annex)


PAINTERS = {"typst": typeset, "reportlab": drawn, "weasyprint": weasy}


def scans(seed: int, count: int = 24) -> Iterator[tuple[Sheet, bytes]]:
    """Yield papers of any layout with what a scanner makes of them, each time another scanner."""
    rng = random.Random(f"{seed} scans")
    for number in range(count):
        layout = "plain" if number % 2 else rng.choice(list(LAYOUTS))
        painter = rng.choice(list(PAINTERS))
        paper = laid_out(rng, LAYOUTS[layout], (rng.choice(KINDS),), 8)
        paper = paper.drawn(landscape=True, size=rng.choice((9.0, 10.0, 11.0)))
        scanner = a_scanner(rng)
        name = f"scan {number}, {layout}, {painter}, {scanner.dpi} dpi"
        yield Sheet(name, paper), scanned_pdf(PAINTERS[painter](paper), scanner)
