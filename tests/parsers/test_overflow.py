"""Words that run over the border of their cell: read, and flagged where they may be another's."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from parsers import FlagCode, SourceFile
from parsers.pdf.fast import read_fast
from parsers.reading import Grid

LEFT, BORDER, RIGHT = 50, 150, 300
ADDRESS = "thuyuyen.pnv@cantho.gov.vn"


def _drawn(*texts: tuple[float, str]) -> tuple[list[str], set[FlagCode]]:
    """Return what two cells side by side hold where these texts begin at these places."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.grid([LEFT, BORDER, RIGHT], [600, 620, 640])
    canvas.setFont("Helvetica", 8)
    canvas.drawString(LEFT + 4, 626, "Hop thu")
    for x, text in texts:
        canvas.drawString(x, 606, text)
    canvas.save()
    reading = read_fast(SourceFile("a.pdf", out.getvalue()))
    (grid,) = (block for block in reading.blocks if isinstance(block, Grid))
    return [cell.text for cell in grid.starting(1)], {flag.code for flag in reading.flags}


def test_an_address_whose_end_runs_into_free_space_is_read_without_a_flag() -> None:
    assert _drawn((LEFT + 4, ADDRESS), (200, "0912345678")) == ([ADDRESS, "0912345678"], set())


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param([(LEFT + 4, ADDRESS), (157, "0912345678")], id="up to the next text"),
        pytest.param([(LEFT + 20, ADDRESS), (152, "0912345678")], id="over the next text"),
        pytest.param([(LEFT + 60, ADDRESS)], id="by more than its end"),
        pytest.param([(LEFT + 40, "Phong Noi vu 0912345678")], id="with a word beyond the border"),
    ],
)
def test_a_text_that_may_belong_to_the_cell_it_runs_into_is_flagged(
    texts: list[tuple[float, str]],
) -> None:
    _, codes = _drawn(*texts)

    assert FlagCode.TEXT_OVERFLOWS in codes
