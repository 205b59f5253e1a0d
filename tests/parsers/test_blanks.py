"""Pages drawn letter by letter, as browsers do, spaces too: a kerned one is narrower than most."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from parsers import SourceFile
from parsers.pdf.fast import read_fast
from parsers.reading import Line
from tests.parsers.corpus.drawn import faces

SIZE = 12


def _read(text: str, space: float) -> list[str]:
    """Return the lines read of a page that draws each letter of a text by itself, its spaces so
    wide in ems; a line between two letters is a space without any gap.
    """
    faces()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.setFont("Face", SIZE)
    at = 60.0
    for letter in text:
        canvas.drawString(at, 700, " " if letter == "|" else letter)
        wide = {" ": space * SIZE, "|": 0.0}
        at += wide.get(letter, stringWidth(letter, "Face", SIZE))
    canvas.save()
    reading = read_fast(SourceFile("a.pdf", out.getvalue()))
    return [block.text for block in reading.blocks if isinstance(block, Line)]


@pytest.mark.parametrize("space", [0.3, 0.25, 0.14, 0.08])
def test_a_space_drawn_by_itself_is_one_however_narrow(space: float) -> None:
    assert _read("CẤP LẠI MẬT KHẨU", space) == ["CẤP LẠI MẬT KHẨU"]


def test_a_space_that_leaves_no_gap_parts_no_word() -> None:
    assert _read("092|088|004321", 0.2) == ["092088004321"]
