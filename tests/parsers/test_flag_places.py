"""A flag shows the very cell it speaks of, on every producer's paper."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from dataclasses import replace

import docx
import openpyxl
import pdfplumber
import pytest

from parsers import Flag, FlagCode, Place, SourceFile, read_request
from tests.parsers.corpus.corpus import KINDS, laid_out
from tests.parsers.corpus.documents import FILES
from tests.parsers.corpus.layouts import LAYOUTS
from tests.parsers.corpus.paper import Paper, PaperGrid
from tests.parsers.corpus.traps import TRAPS
from tests.parsers.plain_docx import Part, plain_docx

SEED = 31
DEFECTS = {
    "new id one digit short": "national_id",
    "new id letter o": "national_id",
    "new id unknown province": "national_id",
    "new old card": "national_id",
    "phone too long": "phone",
    "phone too short": "phone",
    "name with digits": "name",
}
"""Traps that spoil one cell, by the field whose flag must show it."""

TURNED = "phone too short"
"""The trap whose page is displayed turned, where a page can be."""

ASKING = "Đề nghị cấp mới hộp thư điện tử cho 01 công chức có tên trong danh sách dưới đây."
TO, NOTE = "Kính gửi: Sở Khoa học và Công nghệ", "Ghi chú:"
HEAD = (("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),)

Files = tuple[tuple[str, bytes], ...]


def _spoilt() -> Iterator[tuple[str, Paper, tuple[int, int, str]]]:
    """Yield the name of each trap with its paper, and row, column and text of the spoilt cell."""
    for name in DEFECTS:
        rng = random.Random(f"{SEED} {name}")
        paper = laid_out(rng, LAYOUTS["plain"], (KINDS[0],), 6)
        paper = paper.drawn(size=8.0, turned=90 if name == TURNED else 0)
        made = TRAPS[name](rng, paper)
        ((row, column, text),) = set(_texts(made)) - set(_texts(paper))
        yield name, replace(made, must_flag=True), (row, column, text)


def _texts(paper: Paper) -> Iterator[tuple[int, int, str]]:
    grid = paper.annex[-1]
    assert isinstance(grid, PaperGrid)
    return ((row, column, cell.text) for row, column, cell in grid.placed())


@pytest.mark.parametrize("producer", FILES)
def test_the_flag_of_a_spoilt_cell_shows_that_cell(producer: str) -> None:
    spoilt = {name: (paper, cell) for name, paper, cell in _spoilt()}
    written = FILES[producer]({name: paper for name, (paper, _) in spoilt.items()})

    assert set(spoilt) - set(written) <= {TURNED}
    for name in written:
        _, (row, column, text) = spoilt[name]
        read = read_request([SourceFile(*file) for file in written[name]])
        shown = [flag for flag in read.flags if flag.column == DEFECTS[name]]
        assert shown, name
        for flag in shown:
            assert flag.row == row - 1, name
            assert _shows(flag, written[name], (row, column), text), (name, flag)


LIST = (("STT", "Họ tên", "Số CCCD"), ("1", "Nguyễn Văn An", "092088004321"))
ASIDE = "Riêng ông An chưa cấp đợt này."


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        pytest.param((TO, ASKING, ASIDE, LIST), "đoạn 3", id="before the list"),
        pytest.param((TO, "", ASKING, "", ASIDE, LIST), "đoạn 3", id="after empty ones"),
        pytest.param((TO, ASKING, LIST, NOTE, ASIDE), "đoạn 2 sau bảng 1", id="after the list"),
        pytest.param((HEAD, TO, ASKING, LIST, ASIDE), "đoạn 1 sau bảng 2", id="after two tables"),
    ],
)
def test_the_flag_of_a_line_of_a_docx_shows_its_paragraph(
    parts: tuple[Part, ...], told: str
) -> None:
    read = read_request([SourceFile("a.docx", plain_docx(*parts))])

    spoken = [flag for flag in read.flags if "ông An" in dict(flag.fields).get("text", "")]
    assert {flag.place and flag.place.paragraph for flag in spoken} == {told}


def test_what_is_hidden_in_a_paragraph_of_a_docx_is_told_with_it() -> None:
    document, out = docx.Document(io.BytesIO(plain_docx(TO, ASKING, LIST, NOTE))), io.BytesIO()
    document.paragraphs[-1].add_run("Riêng ông An").font.hidden = True
    document.save(out)

    flags = read_request([SourceFile("a.docx", out.getvalue())]).flags

    (place,) = [flag.place for flag in flags if flag.code is FlagCode.HIDDEN_TEXT]
    assert place is not None
    assert place.paragraph == "đoạn 1 sau bảng 1"


def _shows(flag: Flag, files: Files, at: tuple[int, int], text: str) -> bool:
    place = flag.place
    assert place is not None
    data = dict(files)[place.file]
    if place.file.endswith(".pdf"):
        return _covers(place, data, text)
    row, column = at
    if place.file.endswith(".docx"):
        tables = docx.Document(io.BytesIO(data)).tables
        here = place.sheet == f"bảng {len(tables)}" and place.cell == f"{row + 1}.{column + 1}"
        return here and tables[-1].cell(row, column).text == text
    value = openpyxl.load_workbook(io.BytesIO(data))[place.sheet][place.cell].value
    return str(value) == text


def _covers(place: Place, data: bytes, text: str) -> bool:
    """Return whether all letters whose middle lies in the place, by another program, are these."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        page = document.pages[(place.page or 0) - 1]
        assert place.box is not None
        left, top, width, height = place.box
        letters = [
            one["text"]
            for one in page.chars
            if 0 <= (one["x0"] + one["x1"]) / 2 / page.width - left <= width
            and 0 <= (one["top"] + one["bottom"]) / 2 / page.height - top <= height
        ]
    return _letters("".join(letters)) == _letters(text)


def _letters(text: str) -> str:
    return "".join(text.split())
