"""Pages turned by /Rotate, or drawn sideways: read all the same, places as displayed."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdfium2
import pytest

from parsers import SourceFile, read_request
from tests.parsers.asserts import rows_read
from tests.parsers.corpus.corpus import papers
from tests.parsers.corpus.typeset import typeset

PAPER = next(papers(5, most_rows=5)).paper.drawn(landscape=True, size=9.0)
PLAIN = typeset(PAPER)


def _rotated(turn: int) -> bytes:
    """Return the PDF with every page displayed turned clockwise."""
    document = pypdfium2.PdfDocument(PLAIN)
    for page in document:
        page.set_rotation(turn)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _turned_back(box: tuple[float, ...], turn: int) -> tuple[float, ...]:
    """Return where a box of the page as displayed stands on the page before it was turned."""
    x, y, wide, high = box
    if turn == 90:
        return (y, 1 - x - wide, high, wide)
    if turn == 180:
        return (1 - x - wide, 1 - y - high, wide, high)
    if turn == 270:
        return (1 - y - high, x, high, wide)
    return box


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_displayed_turned_is_read_and_its_places_are_those_displayed(turn: int) -> None:
    plain = read_request([SourceFile("a.pdf", PLAIN)])

    read = read_request([SourceFile("a.pdf", _rotated(turn))])

    assert rows_read(read, "individual") == list(PAPER.individuals)
    assert replace(read.letter, places={}) == replace(plain.letter, places={})
    assert read.flags == ()
    for before, after in zip(plain.individuals, read.individuals, strict=True):
        for name, place in after.cells.items():
            there = before.cells[name].box
            assert place.box is not None
            assert there is not None
            assert _turned_back(place.box, turn) == pytest.approx(there, abs=0.002)
