"""Rows that are nobody's: titles, sums, remarks, signatures, and numbers in odd sequences."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.parsers.corpus.layouts import grid_of, with_rows
from tests.parsers.corpus.layouts_rows import inserted
from tests.parsers.corpus.odd import PEOPLE, UNITS, odd
from tests.parsers.corpus.paper import PaperCell, PaperGrid
from tests.parsers.corpus.request import Fields, Table

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
GROUPS = ("Phòng Hành chính - Tổng hợp", "Thanh tra Sở")


def _below(table: Table, *rows: tuple[PaperCell, ...]) -> tuple[Table, PaperGrid]:
    grid = grid_of(table)
    return table, inserted(grid, len(grid.rows), *rows)


def _line(grid: PaperGrid, text: str) -> tuple[PaperCell, ...]:
    return (PaperCell(text, wide=len(grid.weights)),)


def _cells(table: Table, texts: Fields) -> tuple[PaperCell, ...]:
    """Return a row of unmerged cells that holds only these texts."""
    return tuple(PaperCell(texts.get(name, "")) for name in table.headers)


@odd("clean")
def a_remark_in_the_last_row(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    remark = "(*) Ghi chú: danh sách được xếp theo thứ tự bảng chữ cái."
    return _below(table, _line(grid_of(table), remark))


@odd("clean")
def how_many_in_the_last_row(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    what = "người" if table.shape == "individual" else "đơn vị"
    return _below(table, _line(grid_of(table), f"(Danh sách có {len(table.rows):02d} {what})"))


@odd("flagged")
def how_many_is_wrong(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    return _below(table, _line(grid_of(table), f"(Danh sách có {len(table.rows) + 3} người)"))


@odd("either")
def signatures_in_the_last_row(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    wide = len(table.headers)
    left = rng.choice((wide // 2, wide - 3, wide - 2))
    return _below(
        table,
        (
            PaperCell("NGƯỜI LẬP BIỂU\n\n\nNguyễn Thị Lập", wide=left),
            PaperCell("THỦ TRƯỞNG ĐƠN VỊ\n\n\nTrần Văn Minh", wide=wide - left),
        ),
    )


@odd("either")
def signatures_in_single_cells(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    titles = _cells(table, {"name": "Người lập biểu", "phone": "Thủ trưởng đơn vị"})
    names = _cells(table, {"name": "Nguyễn Thị Lập", "phone": "Trần Văn Minh"})
    return _below(table, titles, _cells(table, {}), names)


@odd("either")
def recipients_in_the_last_row(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    return _below(table, _line(grid_of(table), "Nơi nhận:\n- Như trên;\n- Lưu: VT."))


def _grouped(table: Table) -> Table:
    half = len(table.rows) // 2 + 1
    rows = (row | {"unit": GROUPS[i >= half]} for i, row in enumerate(table.rows))
    return replace(table, rows=tuple(rows))


def _without_unit(table: Table) -> Fields:
    return {name: text for name, text in table.headers.items() if name != "unit"}


def _with_titles(table: Table, stt: str, name: str) -> tuple[Table, PaperGrid]:
    """Return the table with its units as titles, in cells that are not merged."""
    table = _grouped(table)
    headers, half = _without_unit(table), len(table.rows) // 2 + 1
    grid = grid_of(table, headers)
    for at, mark, unit in ((half + 1, "II", GROUPS[1]), (1, "I", GROUPS[0])):
        texts = {"stt": stt.format(mark=mark, unit=unit), "name": name.format(unit=unit)}
        if at <= len(table.rows):
            title = tuple(PaperCell(texts.get(column, "")) for column in headers)
            grid = inserted(grid, at, title)
    return table, grid


@odd("either", PEOPLE)
def titles_in_single_cells(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    return _with_titles(table, "{mark}", "{unit}")


@odd("either", PEOPLE)
def titles_over_the_first_cell(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """A title typed into the first cell, so that it runs over the empty ones beside it."""
    return _with_titles(table, "{mark}. {unit}", "")


@odd("either", PEOPLE)
def titles_in_the_column_of_names(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    return _with_titles(table, "", "{unit}")


@odd("either", PEOPLE)
def titles_over_half_the_table(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    table = _grouped(table)
    grid = grid_of(table, _without_unit(table))
    half, wide = len(table.rows) // 2 + 1, len(grid.weights)
    for at, unit in ((half + 1, GROUPS[1]), (1, GROUPS[0])):
        if at <= len(table.rows):
            rest = tuple(PaperCell("") for _ in range(wide - 3))
            grid = inserted(grid, at, (PaperCell(unit, wide=3), *rest))
    return table, grid


@odd("either", PEOPLE)
def sums_of_groups(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    table = _grouped(table)
    grid = grid_of(table, _without_unit(table))
    half, body = len(table.rows) // 2 + 1, grid.rows[1:]
    parts: list[tuple[PaperCell, ...]] = []
    for unit, rows in ((GROUPS[0], body[:half]), (GROUPS[1], body[half:])):
        if rows:
            parts += [_line(grid, unit), *rows, _line(grid, f"Cộng {unit}: {len(rows):02d} người")]
    last = _line(grid, f"TỔNG CỘNG: {len(body):02d} NGƯỜI")
    return table, replace(grid, rows=(grid.rows[0], *parts, last))


@odd("clean")
def sum_in_figures_and_words(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    words = ("không", "một", "hai", "ba", "bốn", "năm", "sáu")[len(table.rows)]
    return _below(
        table, _line(grid_of(table), f"Tổng cộng: {len(table.rows):02d} ({words}) người./.")
    )


def _numbered(table: Table, marks: tuple[str, ...], shown: str = "{}") -> tuple[Table, PaperGrid]:
    rows = tuple(row | {"stt": marks[i]} for i, row in enumerate(table.rows))
    table = replace(table, rows=rows)
    return table, grid_of(with_rows(table, lambda row: row | {"stt": shown.format(row["stt"])}))


@odd("either")
def roman_numbers(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    return _numbered(table, ROMAN)


@odd("either")
def letters_for_numbers(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    return _numbered(table, tuple("abcdefghij"), "{})")


@odd("either")
def numbers_of_two_levels(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    return _numbered(table, tuple(f"1.{i}" for i in range(1, 11)))


@odd("either")
def every_number_one(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    return _numbered(table, ("1",) * 10)


@odd("either")
def numbers_left_out(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    return _numbered(table, ("1", "2", "", "4", "", "6", "7"))


@odd("flagged")
def a_row_struck_through(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    grid = grid_of(table)
    at = rng.randrange(1, len(grid.rows))
    struck = tuple(replace(cell, struck=True) for cell in grid.rows[at])
    return table, replace(grid, rows=(*grid.rows[:at], struck, *grid.rows[at + 1 :]))


@odd("flagged")
def a_number_struck_through(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    grid = grid_of(table)
    at, column = rng.randrange(1, len(grid.rows)), list(table.headers).index("phone")
    row = list(grid.rows[at])
    row[column] = replace(row[column], struck=True)
    return table, replace(grid, rows=(*grid.rows[:at], tuple(row), *grid.rows[at + 1 :]))


@odd("flagged", PEOPLE)
def a_remark_marks_a_name(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    mark = rng.choice(("*", " (*)", " (1)", "¹", " (Tư)"))
    return table, grid_of(with_rows(table, lambda row: row | {"name": row["name"] + mark}))


@odd("either", UNITS)
def groups_of_units(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    grid = grid_of(table)
    title = (PaperCell("A"), PaperCell("CÁC ĐƠN VỊ TRỰC THUỘC"))
    return table, inserted(grid, 1, (*title, *(PaperCell("") for _ in grid.weights[2:])))


@odd("either")
def a_form_s_example_row(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """The template's own words left above the first row."""
    grid = grid_of(table)
    words = {"stt": "…", "name": "(ghi rõ họ tên)", "phone": "(di động)", "note": "(nếu có)"}
    return table, inserted(grid, 1, _cells(table, words))
