"""Papers that a person must look at: what they show is doubtful, hidden or contradicts itself."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.parsers.corpus.corpus import KINDS, Sheet, laid_out
from tests.parsers.corpus.layouts import LAYOUTS
from tests.parsers.corpus.paper import Paper, PaperCell, PaperGrid
from tests.parsers.corpus.request import HEADINGS, TITLES

Trap = Callable[[random.Random, Paper], Paper]
TRAPS: dict[str, Trap] = {}
TOLD = {
    "new id zero lost": "national_id_padded",
    "new id unknown province": "national_id_province",
    "new id missing": "national_id_missing",
    "new old card": "national_id_old",
    "new same id twice": "duplicate",
    "phone too long": "phone_odd",
    "phone too short": "phone_odd",
    "name missing": "name_missing",
    "letter counts more": "count_differs",
    "letter counts more in rare words": "count_differs",
    "letter counts more in a sentence": "count_differs",
    "letter counts without a noun": "count_differs",
    "letter counts two ways": "count_differs",
    "letter counts in its subject": "count_differs",
    "letter counts a range": "count_unclear",
    "a line counts more": "count_differs",
    "total disagrees": "count_differs",
    "annex of another letter": "annex_number_differs",
    "annex of another letter in rare words": "annex_number_differs",
    "annex of another day": "annex_date_differs",
    "list of the other procedure": "procedure_differs",
    "list missing": "list_missing",
    "two units in one merged cell": "row_unclear",
    "passwords to a telephone": "instruction_stated",
    "a change is asked for": "procedure_unpublished",
    "a cancellation is asked for": "procedure_unpublished",
}
"""The code that tells of a trap, where one alone is right: any other flag is not enough."""


def trap(make: Trap) -> Trap:
    TRAPS[make.__name__.replace("_", " ")] = make
    return make


def traps(seed: int, producer: str) -> Iterator[Sheet]:
    """Yield each trap once; whatever is read from it, something must be flagged."""
    rng = random.Random(f"{seed} {producer} trap")
    for name, make in TRAPS.items():
        kind = KINDS[0] if name.startswith("new") else rng.choice((KINDS[0], KINDS[2]))
        paper = laid_out(rng, LAYOUTS["plain"], (kind,), 6)
        paper = paper.drawn(size=9.0)
        yield Sheet(name, replace(make(rng, paper), must_flag=True))


def _grid(paper: Paper) -> PaperGrid:
    grid = paper.annex[-1]
    assert isinstance(grid, PaperGrid)
    return grid


def _with_grid(paper: Paper, grid: PaperGrid) -> Paper:
    return replace(paper, annex=(*paper.annex[:-1], grid))


def _column(paper: Paper, *words: str) -> int:
    heads = [cell.text for cell in _grid(paper).rows[0]]
    return next(i for i, head in enumerate(heads) if any(word in head for word in words))


def _changed(rng: random.Random, paper: Paper, column: int, change: Callable[[str], str]) -> Paper:
    """Return the paper with one cell of the column printed otherwise."""
    grid = _grid(paper)
    at = rng.randrange(grid.header_rows, len(grid.rows))
    row = grid.rows[at]
    cell = replace(row[column], text=change(row[column].text))
    rows = (*grid.rows[:at], (*row[:column], cell, *row[column + 1 :]), *grid.rows[at + 1 :])
    return _with_grid(paper, replace(grid, rows=rows))


@trap
def new_id_one_digit_short(rng: random.Random, paper: Paper) -> Paper:
    return _changed(rng, paper, _column(paper, "CMND"), lambda text: text[:5] + text[6:])


@trap
def new_id_zero_lost(rng: random.Random, paper: Paper) -> Paper:
    return _changed(rng, paper, _column(paper, "CMND"), lambda text: text[1:])


@trap
def new_id_letter_o(rng: random.Random, paper: Paper) -> Paper:
    return _changed(rng, paper, _column(paper, "CMND"), lambda text: text.replace("0", "O", 1))


@trap
def new_id_unknown_province(rng: random.Random, paper: Paper) -> Paper:
    return _changed(rng, paper, _column(paper, "CMND"), lambda text: "003" + text[3:])


@trap
def new_id_missing(rng: random.Random, paper: Paper) -> Paper:
    return _changed(rng, paper, _column(paper, "CMND"), lambda _: "")


@trap
def new_old_card(rng: random.Random, paper: Paper) -> Paper:
    return _changed(rng, paper, _column(paper, "CMND"), lambda text: text[:9])


@trap
def new_same_id_twice(_: random.Random, paper: Paper) -> Paper:
    grid, column = _grid(paper), _column(paper, "CMND")
    second = tuple(
        replace(cell, text=grid.rows[1][column].text) if i == column else cell
        for i, cell in enumerate(grid.rows[2])
    )
    return _with_grid(paper, replace(grid, rows=(*grid.rows[:2], second, *grid.rows[3:])))


@trap
def phone_too_long(rng: random.Random, paper: Paper) -> Paper:
    return _changed(rng, paper, _column(paper, "điện thoại"), lambda text: text + "7")


@trap
def phone_too_short(rng: random.Random, paper: Paper) -> Paper:
    return _changed(rng, paper, _column(paper, "điện thoại"), lambda text: text[:-2])


@trap
def two_phones(rng: random.Random, paper: Paper) -> Paper:
    return _changed(rng, paper, _column(paper, "điện thoại"), lambda text: f"{text}; 0912345678")


@trap
def name_missing(rng: random.Random, paper: Paper) -> Paper:
    return _changed(rng, paper, _column(paper, "Họ tên"), lambda _: "")


@trap
def name_with_digits(rng: random.Random, paper: Paper) -> Paper:
    return _changed(rng, paper, _column(paper, "Họ tên"), lambda text: text + " 2")


@trap
def two_names_in_one_cell(rng: random.Random, paper: Paper) -> Paper:
    return _changed(
        rng, paper, _column(paper, "Họ tên"), lambda text: f"{text}\nNguyễn Thị Thêm Vào"
    )


@trap
def total_disagrees(_: random.Random, paper: Paper) -> Paper:
    grid = _grid(paper)
    what = f"Tổng cộng: {len(grid.rows) + 2}"
    row = (PaperCell(what, wide=len(grid.weights)),)
    return _with_grid(paper, replace(grid, rows=(*grid.rows, row)))


@trap
def list_of_the_other_procedure(_: random.Random, paper: Paper) -> Paper:
    other = "reset" if paper.procedure == "new" else "new"
    titles = (TITLES[other], HEADINGS[other, "individual"])
    return replace(paper, annex=(*titles, paper.annex[-1]))


@trap
def list_missing(_: random.Random, paper: Paper) -> Paper:
    return replace(paper, annex=("(Danh sách gửi sau)",))


@trap
def a_row_below_the_table(_: random.Random, paper: Paper) -> Paper:
    loose = "9   Nguyễn Văn Ngoài   Chuyên viên   092090123456   0901234567"
    return replace(paper, annex=(*paper.annex, loose))


@trap
def a_column_without_header(_: random.Random, paper: Paper) -> Paper:
    grid = _grid(paper)
    rows = (
        (*grid.rows[0], PaperCell("")),
        *((*row, PaperCell("0901234567")) for row in grid.rows[1:]),
    )
    return _with_grid(paper, replace(grid, rows=rows, weights=(*grid.weights, 24.0)))


@trap
def the_same_column_twice(_: random.Random, paper: Paper) -> Paper:
    grid = _grid(paper)
    rows = (
        (*grid.rows[0], PaperCell("Số điện thoại")),
        *((*row, PaperCell("0907654321")) for row in grid.rows[1:]),
    )
    return _with_grid(paper, replace(grid, rows=rows, weights=(*grid.weights, 24.0)))


@trap
def two_rows_in_one(_: random.Random, paper: Paper) -> Paper:
    """Two people between two rules: the rule between them was left out."""
    grid = _grid(paper)
    one, other, *rest = grid.rows[1:]
    both = tuple(PaperCell(f"{a.text}\n{b.text}") for a, b in zip(one, other, strict=True))
    return _with_grid(paper, replace(grid, rows=(grid.rows[0], both, *rest)))


@trap
def merged_phones(_: random.Random, paper: Paper) -> Paper:
    """One telephone number for two people."""
    grid, column = _grid(paper), _column(paper, "điện thoại")
    first, second, *rest = grid.rows[1:]
    tall = tuple(replace(c, tall=2) if i == column else c for i, c in enumerate(first))
    short = tuple(c for i, c in enumerate(second) if i != column)
    return _with_grid(paper, replace(grid, rows=(grid.rows[0], tall, short, *rest)))


@trap
def passwords_to_a_telephone(rng: random.Random, paper: Paper) -> Paper:
    number = rng.choice(("0901 234 567", "0901.234.567", "(0292) 3 811 200", "+84 901-234-567"))
    said = rng.choice(
        ("Mật khẩu đề nghị gửi về số {}.", "Tài khoản và mật khẩu xin nhắn vào số điện thoại {}.",
         "Đề nghị gửi mật khẩu đến số điện thoại: {}.")
    )  # fmt: skip
    return replace(paper, body=(*paper.body[:-1], said.format(number), paper.body[-1]))


@trap
def a_change_is_asked_for(_: random.Random, paper: Paper) -> Paper:
    subject = "V/v đề nghị thay đổi thông tin hộp thư điện tử"
    body = (
        paper.body[0],
        "Đơn vị đề nghị thay đổi thông tin hộp thư điện tử của các cá nhân trong danh sách.",
    )
    annex = ("DANH SÁCH THAY ĐỔI THÔNG TIN HỘP THƯ ĐIỆN TỬ", paper.annex[-1])
    return replace(paper, subject=subject, body=body, annex=annex)


@trap
def a_cancellation_is_asked_for(_: random.Random, paper: Paper) -> Paper:
    subject = "V/v đề nghị hủy bỏ hộp thư điện tử"
    body = (
        paper.body[0],
        "Đơn vị đề nghị hủy bỏ hộp thư điện tử của các cá nhân đã nghỉ hưu trong danh sách.",
    )
    annex = ("DANH SÁCH HỦY BỎ HỘP THƯ ĐIỆN TỬ", paper.annex[-1])
    return replace(paper, subject=subject, body=body, annex=annex)


@trap
def two_units_in_one_merged_cell(_: random.Random, paper: Paper) -> Paper:
    """The rule between two units was left out: one cell of two rows holds both."""
    grid, column = _grid(paper), _column(paper, "Đơn vị", "cơ quan", "Cơ quan")
    first, second, *rest = grid.rows[1:]
    both = PaperCell("Phòng Nội vụ\nPhòng Kinh tế", tall=2)
    tall = tuple(both if i == column else c for i, c in enumerate(first))
    short = tuple(c for i, c in enumerate(second) if i != column)
    return _with_grid(paper, replace(grid, rows=(grid.rows[0], tall, short, *rest)))
