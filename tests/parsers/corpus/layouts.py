"""The ways people lay out the forms: each turns a table into a grid and knows what it means."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from tests.parsers.corpus.paper import PaperCell, PaperGrid
from tests.parsers.corpus.request import Fields, Table
from tests.parsers.corpus.word import WIDTHS

Layout = Callable[[random.Random, Table], tuple[Table, PaperGrid]]
LAYOUTS: dict[str, Layout] = {}
RENAMED = {
    "stt": ("TT", "Số TT", "Stt"),
    "name": ("Họ và tên", "Họ và tên người sử dụng", "HỌ VÀ TÊN"),
    "unit": ("Đơn vị công tác", "Phòng, ban", "Bộ phận công tác"),
    "position": ("Chức danh", "Chức vụ/Chức danh", "CHỨC VỤ"),
    "national_id": ("Số CCCD", "Căn cước công dân", "Số định danh cá nhân"),
    "phone": ("Điện thoại", "SĐT", "Số điện thoại di động"),
    "email": ("Email công vụ", "Hộp thư điện tử", "Địa chỉ thư điện tử"),
    "note": ("Ghi chú", "Ghi chú (nếu có)", "GHI CHÚ"),
    "parent_agency": ("Cơ quan chủ quản", "Cơ quan cấp trên", "Tên cơ quan cấp trên"),
}


def layout(make: Layout) -> Layout:
    """Register a layout under its function's name."""
    LAYOUTS[make.__name__] = make
    return make


def grid_of(table: Table, headers: Fields | None = None) -> PaperGrid:
    """Return the plain grid with the columns in the order of the headers."""
    headers = headers or table.headers
    head = tuple(PaperCell(text, bold=True) for text in headers.values())
    body = tuple(tuple(PaperCell(row.get(name, "")) for name in headers) for row in table.rows)
    weights = tuple(float(WIDTHS.get(name, 24)) for name in headers)
    return PaperGrid(weights, (head, *body))


def with_rows(table: Table, change: Callable[[Fields], Fields]) -> Table:
    return replace(table, rows=tuple(change(dict(row)) for row in table.rows))


def _insert(grid: PaperGrid, at: int, *rows: tuple[PaperCell, ...]) -> PaperGrid:
    return replace(grid, rows=(*grid.rows[:at], *rows, *grid.rows[at:]))


@layout
def plain(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    return table, grid_of(table)


@layout
def number_row(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    grid = grid_of(table)
    numbers = tuple(PaperCell(f"({i + 1})") for i in range(len(grid.weights)))
    return table, replace(_insert(grid, 1, numbers), header_rows=2)


@layout
def total_row(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    grid = grid_of(table)
    what = f"Tổng cộng: {len(table.rows):02d}"
    return table, _insert(grid, len(grid.rows), (PaperCell(what, wide=len(grid.weights)),))


@layout
def blank_rows(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    grid = grid_of(table)
    blank = tuple(PaperCell("") for _ in grid.weights)
    after = len(table.rows) + 1
    numbered = (PaperCell(str(after)), *blank[1:]) if rng.random() < 0.5 else blank
    return table, _insert(grid, len(grid.rows), numbered, blank)


@layout
def reordered(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    names = list(table.headers)[1:]
    rng.shuffle(names)
    return table, grid_of(table, {name: table.headers[name] for name in ["stt", *names]})


@layout
def renamed(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    if table.shape == "organisation":
        return plain(rng, table)
    headers = {name: rng.choice(RENAMED.get(name, (text,))) for name, text in table.headers.items()}
    return table, grid_of(table, headers)


@layout
def without_note(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    table = with_rows(table, lambda row: row | {"note": ""})
    headers = {name: text for name, text in table.headers.items() if name != "note"}
    return table, grid_of(table, headers)


@layout
def without_stt(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    table = with_rows(table, lambda row: row | {"stt": ""})
    headers = {name: text for name, text in table.headers.items() if name != "stt"}
    return table, grid_of(table, headers)


@layout
def extra_columns(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    def born(row: Fields) -> Fields:
        digits = row.get("national_id", "001190000000")
        year = 1900 + 100 * (int(digits[3]) // 2) + int(digits[4:6])
        return row | {
            "birth": f"{rng.randint(1, 28):02d}/{rng.randint(1, 12):02d}/{year}",
            "gender": ("Nam", "Nữ")[int(digits[3]) % 2],
        }

    if table.shape == "organisation":
        return plain(rng, table)
    table = with_rows(table, born)
    items = list(table.headers.items())
    items[2:2] = [("birth", "Ngày sinh"), ("gender", "Giới tính")]
    return table, grid_of(table, dict(items))


@layout
def merged_unit(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """One cell for the unit of several rows, one for the agency of all."""
    name = "unit" if table.shape == "individual" else "parent_agency"
    if name not in table.headers:
        return table, grid_of(table)
    units = [table.rows[index - index % 3][name] for index in range(len(table.rows))]
    rows = tuple(row | {name: unit} for row, unit in zip(table.rows, units, strict=True))
    table = replace(table, rows=rows)
    column = list(table.headers).index(name)
    grid = grid_of(table)
    cells = []
    for index, row in enumerate(grid.rows[1:]):
        tall = min(3, len(rows) - index) if index % 3 == 0 else 0
        middle = (replace(row[column], tall=tall),) if tall else ()
        cells.append((*row[:column], *middle, *row[column + 1 :]))
    return table, replace(grid, rows=(grid.rows[0], *cells))


@layout
def group_rows(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """The unit stands in a row of its own above its people."""
    if table.shape == "organisation":
        return plain(rng, table)
    half = len(table.rows) // 2 + 1
    groups = ("Phòng Hành chính - Tổng hợp", "Thanh tra Sở")
    rows = tuple(row | {"unit": groups[i >= half]} for i, row in enumerate(table.rows))
    table = replace(table, rows=rows)
    grid = grid_of(table, {k: v for k, v in table.headers.items() if k != "unit"})
    wide = len(grid.weights)
    for at, mark in ((half + 1, "II"), (1, "I")):
        if at <= len(table.rows):
            title = PaperCell(f"{mark}. {groups[mark == 'II']}", wide=wide, bold=True)
            grid = _insert(grid, at, (title,))
    return table, grid


@layout
def two_levels(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """The officer's parts in columns of their own under one wide header."""
    if table.shape == "individual":
        return plain(rng, table)
    names = list(table.headers)
    at = names.index("manager")
    split = ["manager_name", "manager_phone", "manager_email"]
    own = ("Họ tên", "Điện thoại", "Hộp thư liên lạc")
    columns = [*names[:at], *split, *names[at + 1 :]]
    head = tuple(
        PaperCell(table.headers[name], wide=3 if name == "manager" else 1,
                  tall=1 if name == "manager" else 2, bold=True)
        for name in names
    )  # fmt: skip
    below = tuple(PaperCell(text, bold=True) for text in own)
    body = tuple(tuple(PaperCell(row.get(name, "")) for name in columns) for row in table.rows)
    weights = tuple(float(WIDTHS.get(name, 26)) for name in columns)
    return table, PaperGrid(weights, (head, below, *body), header_rows=2)


def _printed(table: Table, change: Callable[[Fields], Fields]) -> tuple[Table, PaperGrid]:
    """Return the table as it is, its cells printed otherwise."""
    return table, grid_of(with_rows(table, change))


@layout
def spaced_numbers(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    def spaced(row: Fields) -> Fields:
        phone, number = row["phone"], row.get("national_id", "")
        shapes = (
            f"{phone[:4]} {phone[4:7]} {phone[7:]}",
            f"{phone[:4]}.{phone[4:7]}.{phone[7:]}",
            f"+84{phone[1:]}",
            f"({phone[:4]}) {phone[4:]}",
        )
        row["phone"] = rng.choice(shapes)
        if number:
            row["national_id"] = rng.choice(
                (f"{number[:3]} {number[3:6]} {number[6:9]} {number[9:]}", number)
            )
        return row

    return _printed(table, spaced)


@layout
def decomposed(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    return _printed(table, lambda row: {k: unicodedata.normalize("NFD", v) for k, v in row.items()})


@layout
def placeholders(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    table = with_rows(table, lambda row: row | {"note": ""})
    return _printed(table, lambda row: row | {"note": rng.choice(("-", "Không", "nt", "…"))})


@layout
def padded_stt(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    table = with_rows(table, lambda row: row | {"stt": f"{int(row['stt']):02d}"})
    return table, grid_of(table)


@layout
def capital_names(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    table = with_rows(table, lambda row: row | {"name": row["name"].upper()})
    return table, grid_of(table)


@layout
def titled_names(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    if table.shape == "organisation":
        return plain(rng, table)
    prefix = ("Ông ", "Bà ", "Đ/c ", "ThS. ")
    return _printed(table, lambda row: row | {"name": rng.choice(prefix) + row["name"]})


@layout
def labelled_manager(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    if table.shape == "individual":
        return plain(rng, table)

    def labelled(row: Fields) -> Fields:
        row["manager"] = (
            f"Họ tên: {row['manager_name']}; Điện thoại: {row['manager_phone']}; "
            f"Email: {row['manager_email']}"
        )
        return row

    return _printed(table, labelled)


@layout
def capital_emails(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    return _printed(
        table, lambda row: row | ({"email": row["email"].capitalize()} if "email" in row else {})
    )
