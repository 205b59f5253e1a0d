"""However a list is written, the same rows are read."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import RequestList, SourceFile, read_request
from tests.parsers.asserts import rows_read
from tests.parsers.corpus.booked import BookLook, booked
from tests.parsers.corpus.corpus import KINDS, laid_out
from tests.parsers.corpus.documents import FILES
from tests.parsers.corpus.layouts import LAYOUTS
from tests.parsers.corpus.paper import Paper, PaperCell, PaperGrid
from tests.parsers.corpus.request import Fields
from tests.parsers.corpus.written import letter_of

QUICK = ("typst", "reportlab", "weasyprint", "docx", "xlsx")
SEEDS = st.integers(0, 2**32)


def _paper(seed: int, rows: int = 4) -> Paper:
    rng = random.Random(seed)
    paper = laid_out(rng, LAYOUTS["plain"], (rng.choice(KINDS),), rows)
    return paper.drawn(size=8.0)


def _read(paper: Paper, producer: str) -> RequestList:
    return read_request([SourceFile(*file) for file in FILES[producer]({"a": paper})["a"]])


def _rows(read: RequestList) -> list[Fields]:
    return rows_read(read, "organisation") + rows_read(read, "individual")


def _written(paper: Paper) -> list[Fields]:
    return [*paper.organisations, *paper.individuals]


def _with_grid(paper: Paper, grid: PaperGrid) -> Paper:
    return replace(paper, annex=(*paper.annex[:-1], grid))


def _grid(paper: Paper) -> PaperGrid:
    grid = paper.annex[-1]
    assert isinstance(grid, PaperGrid)
    return grid


@pytest.mark.parametrize("producer", QUICK)
@given(seed=SEEDS)
@settings(max_examples=6, deadline=None)
def test_rows_survive_the_way_through_a_producer(producer: str, seed: int) -> None:
    paper = _paper(seed)

    read = _read(paper, producer)

    assert (_rows(read), read.flags) == (_written(paper), ())


MANY = ("group_rows", "two_levels", "stacked_manager", "total_row", "extra_columns", "renamed")


def test_the_same_list_gives_the_same_rows_whoever_wrote_it() -> None:
    papers = {}
    for number, layout in enumerate(MANY):
        rng = random.Random(number)
        paper = laid_out(rng, LAYOUTS[layout], (KINDS[number % len(KINDS)],), 6)
        papers[layout] = paper.drawn(size=6.0)
    files = {producer: FILES[producer](papers) for producer in (*QUICK, "libreoffice", "calc")}

    for layout, paper in papers.items():
        for producer, written in files.items():
            read = read_request([SourceFile(*file) for file in written[layout]])
            assert (producer, _rows(read)) == (producer, _written(paper))
            assert read.flags == ()


@pytest.mark.parametrize("producer", ["reportlab", "docx", "xlsx"])
@given(seed=SEEDS, at=st.integers(1, 3))
@settings(max_examples=5, deadline=None)
def test_blank_rows_change_nothing(producer: str, seed: int, at: int) -> None:
    paper = _paper(seed)
    grid = _grid(paper)
    blank = tuple(PaperCell() for _ in grid.weights)
    rows = (*grid.rows[:at], blank, *grid.rows[at:], blank)

    read = _read(_with_grid(paper, replace(grid, rows=rows)), producer)

    assert (_rows(read), read.flags) == (_written(paper), ())


@pytest.mark.parametrize("producer", ["reportlab", "docx", "xlsx"])
@given(seed=SEEDS, order=st.randoms(use_true_random=False))
@settings(max_examples=5, deadline=None)
def test_the_order_of_columns_changes_nothing(
    producer: str, seed: int, order: random.Random
) -> None:
    paper = _paper(seed)
    grid = _grid(paper)
    columns = list(range(len(grid.weights)))
    order.shuffle(columns)
    rows = tuple(tuple(row[column] for column in columns) for row in grid.rows)
    weights = tuple(grid.weights[column] for column in columns)

    read = _read(_with_grid(paper, PaperGrid(weights, rows)), producer)

    assert (_rows(read), read.flags) == (_written(paper), ())


@given(seed=SEEDS, repeat=st.booleans(), above=st.integers(0, 40))
@settings(max_examples=8, deadline=None)
def test_where_a_page_ends_changes_nothing(seed: int, repeat: bool, above: int) -> None:
    paper = _paper(seed, rows=8)
    filler = ("Ghi chú: các đơn vị kiểm tra kỹ thông tin.",) * above
    moved = replace(paper, annex=(*filler, *paper.annex)).drawn(repeat_header=repeat)

    read = _read(moved, "reportlab")

    assert (_rows(read), read.flags) == (_written(paper), ())


@given(seed=SEEDS, down=st.integers(0, 5), right=st.integers(0, 4), numbers=st.booleans())
@settings(max_examples=8, deadline=None)
def test_where_a_list_stands_in_a_sheet_changes_nothing(
    seed: int, down: int, right: int, numbers: bool
) -> None:
    paper = _paper(seed)
    book = booked(paper, BookLook(down=down, right=right, numbers=numbers))
    letter = SourceFile("cong-van.docx", letter_of(paper))

    read = read_request([letter, SourceFile("phu-luc.xlsx", book)])

    assert _rows(read) == _written(paper)
    assert {flag.code.value for flag in read.flags} <= {"national_id_padded"}


@pytest.mark.parametrize("lines_above", range(40, 46))
def test_a_group_whose_title_ends_a_page_names_its_rows_on_the_next(lines_above: int) -> None:
    rng = random.Random(2)
    paper = laid_out(rng, LAYOUTS["group_rows"], (rng.choice(KINDS),), 8)
    lower = replace(paper, annex=("Ghi chú.",) * lines_above + paper.annex)

    read = _read(lower.drawn(size=8.0, repeat_header=False), "reportlab")

    assert _rows(read) == _written(lower)
