"""The slow reader of a long PDF is asked for the pages of its letter and its list, and no more."""

from __future__ import annotations

import io
import random
from collections.abc import Collection
from contextlib import closing

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from parsers import SourceFile, read_request
from parsers.pdf import plumber
from parsers.reading import Reading
from tests.parsers.asserts import rows_read
from tests.parsers.corpus.corpus import KINDS, laid_out
from tests.parsers.corpus.drawn import drawn
from tests.parsers.corpus.layouts import LAYOUTS
from tests.parsers.corpus.paper import Paper

PAGES = 10


@pytest.mark.parametrize("at", [2, 6, PAGES])
def test_pages_are_chosen_before_the_slow_reader_runs(
    monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    paper = laid_out(random.Random(at), LAYOUTS["plain"], (KINDS[0],), 6).drawn(size=9.0)
    asked: list[Collection[int]] = []
    read: list[int] = []
    real = plumber.read_plumber

    def seen(file: SourceFile, pages: Collection[int]) -> Reading:
        asked.append(pages)
        found = real(file, pages)
        read.extend({block.place.page or 0 for block in found.blocks})
        return found

    monkeypatch.setattr(plumber, "read_plumber", seen)
    request = read_request([SourceFile("cong-van.pdf", _among_others(paper, at))])

    assert asked == [{1, at}]
    assert sorted(read) == [1, at]
    assert rows_read(request, "individual") == list(paper.individuals)


def _among_others(paper: Paper, at: int) -> bytes:
    """Return the letter, with its list on this page and on all others a report."""
    out = io.BytesIO()
    with (
        closing(pypdfium2.PdfDocument(drawn(paper))) as document,
        closing(pypdfium2.PdfDocument(_report(PAGES - 2))) as report,
    ):
        assert len(document) == 2
        for page in range(PAGES - 2):
            document.import_pages(report, [page], index=1 if page < at - 2 else None)
        document.save(out)
    return out.getvalue()


def _report(pages: int) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    for page in range(1, pages + 1):
        canvas.drawString(72, 700, f"BAO CAO TONG KET, phan {page}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()
