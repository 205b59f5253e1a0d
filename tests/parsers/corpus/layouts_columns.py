"""Layouts that differ in their columns and headers."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.parsers.corpus.layouts import grid_of, layout, plain, with_rows
from tests.parsers.corpus.paper import PaperCell, PaperGrid
from tests.parsers.corpus.request import Fields, Table
from tests.parsers.corpus.word import WIDTHS


def two_level_grid(table: Table, wide: dict[str, dict[str, str]]) -> PaperGrid:
    """Return the grid with some columns under one wide header: `wide` has its text, then names."""
    owner = {name: text for text, names in wide.items() for name in names}
    columns = [name for name in table.headers if name not in owner]
    for text, names in wide.items():
        del text
        at = min(list(table.headers).index(name) for name in names if name in table.headers)
        columns[at:at] = list(names)
    head: list[PaperCell] = []
    for name in columns:
        text = owner.get(name, "")
        if not text:
            head.append(PaperCell(table.headers[name], tall=2, bold=True))
        elif name == next(iter(wide[text])):
            head.append(PaperCell(text, wide=len(wide[text]), bold=True))
    below = [
        PaperCell(wide[owner[name]][name], bold=True) for name in columns if owner.get(name, "")
    ]
    body = [tuple(PaperCell(row.get(name, "")) for name in columns) for row in table.rows]
    weights = tuple(float(WIDTHS.get(name, 26)) for name in columns)
    return PaperGrid(weights, (tuple(head), tuple(below), *body), header_rows=2)


@layout
def two_level_contact(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """Telephone and mailbox, or telephone and ID, under one wide header."""
    if table.shape == "organisation":
        return plain(rng, table)
    other = "email" if table.procedure == "reset" else "national_id"
    named = {other: table.headers[other], "phone": "Số điện thoại"}
    names = list(table.headers)
    if names.index(other) < names.index("phone"):
        wide = {"Thông tin cá nhân": named}
    else:
        wide = {"Thông tin liên hệ": dict(reversed(named.items()))}
    return table, two_level_grid(table, wide)


@layout
def split_names(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """Family name and given name in columns of their own, as in staff lists."""
    if table.shape == "organisation":
        return plain(rng, table)
    headers: Fields = {}
    for name, text in table.headers.items():
        if name == "name":
            headers |= {"family_name": "Họ và tên đệm", "given_name": "Tên"}
        else:
            headers[name] = text

    def split(row: Fields) -> Fields:
        family, _, given = row["name"].rpartition(" ")
        return row | {"family_name": family, "given_name": given}

    return table, grid_of(with_rows(table, split), headers)


@layout
def manager_columns(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """The officer's three parts in columns without a common header."""
    if table.shape == "individual":
        return plain(rng, table)
    headers: Fields = {}
    for name, text in table.headers.items():
        if name == "manager":
            headers |= {
                "manager_name": "Họ tên cán bộ quản lý hộp thư",
                "manager_phone": "Điện thoại cán bộ quản lý hộp thư",
                "manager_email": "Hộp thư liên lạc của cán bộ quản lý hộp thư",
            }
        else:
            headers[name] = text
    return table, grid_of(table, headers)


@layout
def capital_headers(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    return table, grid_of(table, {name: text.upper() for name, text in table.headers.items()})


@layout
def broken_headers(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """Line breaks typed into the headers."""

    def broken(text: str) -> str:
        first, _, rest = text.partition(" ")
        return f"{first}\n{rest}" if rest else first

    return table, grid_of(table, {name: broken(text) for name, text in table.headers.items()})


@layout
def lettered_columns(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """A row of A, B, 1, 2, 3 below the header."""
    grid = grid_of(table)
    marks = ["A", "B", *(str(index) for index in range(1, len(grid.weights) - 1))]
    numbers = tuple(PaperCell(mark) for mark in marks)
    return table, replace(grid, rows=(grid.rows[0], numbers, *grid.rows[1:]), header_rows=2)


@layout
def extra_columns_at_end(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    if table.shape == "organisation":
        return plain(rng, table)

    def more(row: Fields) -> Fields:
        degree = rng.choice(("Đại học", "Thạc sĩ", "Cao đẳng"))
        return row | {"degree": degree, "since": f"01/{rng.randint(1, 12):02d}/2026"}

    headers = dict(table.headers) | {"degree": "Trình độ", "since": "Ngày vào ngành"}
    return table, grid_of(with_rows(table, more), headers)


@layout
def without_parent_agency(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    table = with_rows(table, lambda row: row | {"parent_agency": ""})
    headers = {name: text for name, text in table.headers.items() if name != "parent_agency"}
    return table, grid_of(table, headers)


@layout
def spare_column(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """An empty column without a header, as a template sometimes keeps one."""
    return table, grid_of(table, dict(table.headers) | {"": ""})


@layout
def wide_note(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    grid = grid_of(table)
    return table, replace(grid, weights=(*grid.weights[:-1], grid.weights[-1] * 3))


@layout
def narrow_columns(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """Names and units wrap at nearly every word."""
    grid = grid_of(table)
    widest = sum(grid.weights)
    weights = list(grid.weights)
    weights[-1] = widest * 0.55
    return table, replace(grid, weights=tuple(weights))
