"""Letters higher or lower than their neighbours in a cell: where they belong is a guess."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from parsers import FlagCode, SourceFile
from parsers.pdf.fast import read_fast

BASE, SIZE = 640.0, 12.0


def _codes(*texts: tuple[str, float, float, float]) -> set[FlagCode]:
    """Return the flags of a cell with texts at `x`, so far `up` from its line and in a `size`."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.grid([50, 200, 300], [600, 660, 680])
    for text, x, up, size in (("Dien thoai", 60, 26, SIZE), ("x", 210, 0, SIZE), *texts):
        canvas.setFont("Helvetica", size)
        canvas.drawString(x, BASE + up, text)
    canvas.save()
    return {flag.code for flag in read_fast(SourceFile("a.pdf", out.getvalue())).flags}


@pytest.mark.parametrize("up", [5.0, -5.0])
@pytest.mark.parametrize("x", [60 + 71, 60 - 5, 60 + 110], ids=["behind", "before", "apart"])
def test_a_figure_raised_or_lowered_beside_a_number_is_told(x: float, up: float) -> None:
    assert _codes(("0916 220 41", 60, 0, SIZE), ("7", x, up, 8.0)) == {FlagCode.OVERLAPPING_TEXT}


@pytest.mark.parametrize(
    "texts",
    [
        [("0916 220", 60, 0, SIZE), ("417", 60, -SIZE, SIZE)],
        [("0916 220", 60, 0, SIZE), ("417", 120, -SIZE, SIZE)],
        [("0916 220", 60, 0, SIZE), ("417", 120, 2, SIZE)],
        [("0916 220", 60, 0, SIZE), ("(moi)", 60, -9, 8.0)],
    ],
    ids=["two lines", "two lines aside", "a little higher", "a small line below"],
)
def test_lines_and_letters_of_another_size_are_not(
    texts: list[tuple[str, float, float, float]],
) -> None:
    assert not _codes(*texts)
