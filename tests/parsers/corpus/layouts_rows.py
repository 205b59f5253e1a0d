"""Layouts that differ in their rows: groups, totals, titles, breaks over pages."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.parsers.corpus.layouts import grid_of, layout, plain, with_rows
from tests.parsers.corpus.paper import PaperCell, PaperGrid
from tests.parsers.corpus.request import HEADINGS, Fields, Table

LONG = (
    "Công chức mới được tiếp nhận theo Quyết định số 125/QĐ-SNV của Giám đốc Sở Nội vụ, kiêm nhiệm "
    "văn thư, lưu trữ từ ngày 15 tháng 8 năm 2025, để sử dụng phần mềm quản lý văn bản, Tổ số"
)


def inserted(grid: PaperGrid, at: int, *rows: tuple[PaperCell, ...]) -> PaperGrid:
    return replace(grid, rows=(*grid.rows[:at], *rows, *grid.rows[at:]))


@layout
def title_in_table(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """The table's heading stands in its own first row."""
    grid = grid_of(table)
    title = PaperCell(HEADINGS[table.procedure, table.shape], wide=len(grid.weights), bold=True)
    return table, replace(inserted(grid, 0, (title,)), header_rows=2)


@layout
def typed_header_again(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """The header typed once more in the middle, where the page ended in the template."""
    grid = grid_of(table)
    return table, inserted(grid, rng.randint(2, len(grid.rows) - 1), grid.rows[0])


@layout
def subtotals(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """Units as titles, a sum below each group."""
    if table.shape == "organisation":
        return plain(rng, table)
    half = max(1, len(table.rows) // 2)
    units = ("Phòng Tổ chức - Hành chính", "Văn phòng Sở")
    rows = tuple(row | {"unit": units[i >= half]} for i, row in enumerate(table.rows))
    table = replace(table, rows=rows)
    grid = grid_of(table, {k: v for k, v in table.headers.items() if k != "unit"})
    wide = len(grid.weights)

    def line(text: str) -> tuple[PaperCell, ...]:
        return (PaperCell(text, wide=wide, bold=True),)

    body = grid.rows[1:]
    parts = [line(f"I. {units[0]}"), *body[:half], line(f"Cộng: {half}")]
    if body[half:]:
        parts += [line(f"II. {units[1]}"), *body[half:], line(f"Cộng: {len(body) - half}")]
    return table, replace(grid, rows=(grid.rows[0], *parts))


@layout
def group_with_number(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """A Roman number in the first column, the unit over the rest."""
    if table.shape == "organisation":
        return plain(rng, table)
    table = with_rows(table, lambda row: row | {"unit": "Phòng Nội vụ"})
    grid = grid_of(table, {k: v for k, v in table.headers.items() if k != "unit"})
    title = (PaperCell("I"), PaperCell("Phòng Nội vụ", wide=len(grid.weights) - 1, bold=True))
    return table, inserted(grid, 1, title)


@layout
def numbering_restarts(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    half = len(table.rows) // 2
    rows = tuple(
        row | {"stt": str(i + 1 if i < half else i - half + 1)} for i, row in enumerate(table.rows)
    )
    return replace(table, rows=rows), grid_of(replace(table, rows=rows))


@layout
def dotted_numbers(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    return table, grid_of(with_rows(table, lambda row: row | {"stt": f"{row['stt']}."}))


@layout
def one_row(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    table = replace(table, rows=table.rows[:1])
    return table, grid_of(table)


@layout
def long_table(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """Rows for several pages."""
    rows: list[Fields] = []
    while len(rows) < 42:
        for row in table.rows:
            rows.append(_renumbered(rng, row, len(rows) + 1))
    table = replace(table, rows=tuple(rows[:42]))
    return table, grid_of(table)


def _renumbered(rng: random.Random, row: Fields, number: int) -> Fields:
    """Return the row for somebody else: an ID or an address must not come twice."""
    changed = row | {"stt": str(number)}
    if "national_id" in row:
        changed["national_id"] = row["national_id"][:6] + f"{rng.randint(0, 9999):04d}{number:02d}"
    if "email" in row:
        name, _, domain = row["email"].partition("@")
        changed["email"] = f"{name}x{number}@{domain}"
    if "manager" in row:
        changed["name"] = f"{row['name']}{number:02d}"
    return changed


@layout
def tall_rows(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """A long note in every row, so that rows break over pages."""
    table = with_rows(table, lambda row: row | {"note": f"{LONG} {rng.randint(1, 99)}"})
    return table, grid_of(table)


@layout
def merged_note(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """One note for all rows."""
    table = with_rows(table, lambda row: row | {"note": "Công chức tiếp nhận mới"})
    grid = grid_of(table)
    first, *others = grid.rows[1:]
    tall = replace(first[-1], tall=len(table.rows))
    body = [(*first[:-1], tall), *(row[:-1] for row in others)]
    return table, replace(grid, rows=(grid.rows[0], *body))


@layout
def blank_rows_between(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    grid = grid_of(table)
    blank = tuple(PaperCell("") for _ in grid.weights)
    return table, inserted(grid, rng.randint(1, len(grid.rows) - 1), blank)


@layout
def total_split(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """The word in one cell, the number in another."""
    grid = grid_of(table)
    wide = len(grid.weights)
    row = (PaperCell("Tổng cộng", wide=wide - 1, bold=True), PaperCell(f"{len(table.rows)}"))
    return table, inserted(grid, len(grid.rows), row)


@layout
def dots_in_blank_rows(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """The template's dots left below the last row."""
    grid = grid_of(table)
    dots = tuple(PaperCell("…") for _ in grid.weights)
    return table, inserted(grid, len(grid.rows), dots)
