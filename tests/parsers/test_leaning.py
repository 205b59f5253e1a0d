"""Letters as browsers set them: leaning for want of an italic, a full stop under its letter."""

from __future__ import annotations

import pytest

from parsers import FlagCode, SourceFile
from parsers.pdf.fast import read_fast
from parsers.reading import Line
from tests.parsers.plain_pdf import plain_pdf

LEVEL = "1 0 0 1 50 740 Tm (Level text, more of it than of any other) Tj"


def _read(operators: str) -> tuple[list[str], list[FlagCode]]:
    """Return the lines and flags of a page that the operators write in Helvetica of 12 points."""
    page = plain_pdf(f"BT /F1 12 Tf {LEVEL} {operators} ET")
    read = read_fast(SourceFile("a.pdf", page))
    return [block.text for block in read.blocks if isinstance(block, Line)][1:], [
        flag.code for flag in read.flags
    ]


@pytest.mark.parametrize("lean", [0.2, 0.33])
def test_letters_that_lean_stand_on_their_line(lean: float) -> None:
    dated = f"1 0 {lean} 1 50 700 Tm (ngay 14 thang 10 nam 2026) Tj"

    assert _read(dated) == (["ngay 14 thang 10 nam 2026"], [])


def test_a_line_that_rises_is_still_turned() -> None:
    rising = "0.98 0.17 -0.17 0.98 50 600 Tm (ngay 14 thang 10) Tj"

    lines, flags = _read(rising)

    assert lines == []
    assert FlagCode.TURNED_TEXT in flags


def test_a_full_stop_may_stand_under_its_letter() -> None:
    kerned = "1 0 0 1 50 700 Tm [(VP) 185 (.)] TJ"

    assert _read(kerned) == (["VP."], [])


def test_letters_upon_each_other_are_still_told() -> None:
    assert _read("1 0 0 1 50 700 Tm [(VP) 450 (H)] TJ")[1] == [FlagCode.OVERLAPPING_TEXT]
