"""Layouts that differ in how values are written."""

from __future__ import annotations

import random

from tests.parsers.corpus.layouts import grid_of, layout, plain, with_rows
from tests.parsers.corpus.paper import PaperGrid
from tests.parsers.corpus.request import Fields, Table


@layout
def stacked_manager(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """Name, telephone and mailbox each on a line of its own."""
    if table.shape == "individual":
        return plain(rng, table)

    def stacked(row: Fields) -> Fields:
        parts = (row["manager_name"], row["manager_phone"], row["manager_email"])
        return row | {"manager": "\n".join(parts)}

    return table, grid_of(with_rows(table, stacked))


@layout
def dashed_manager(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    if table.shape == "individual":
        return plain(rng, table)

    def dashed(row: Fields) -> Fields:
        return row | {
            "manager": f"- {row['manager_name']}\n- ĐT: {row['manager_phone']}\n"
            f"- Email: {row['manager_email']}"
        }

    return table, grid_of(with_rows(table, dashed))


@layout
def slashed_units(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """Words with hyphens and slashes, which break at a line's end without a space."""
    units = ("Phòng LĐ-TB&XH", "Trung tâm VH-TT/TT", "Phòng TC-KH", "Ban Tuyên giáo/Dân vận")
    field = "unit" if table.shape == "individual" else "name"
    number = iter(range(1, 99))

    def slashed(row: Fields) -> Fields:
        text = rng.choice(units)
        return row | {field: f"{text} {next(number)}" if field == "name" else text}

    table = with_rows(table, slashed)
    return table, grid_of(table)


@layout
def legal_notes(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """Numbers of documents in the notes, broken wherever the column ends."""

    def noted(row: Fields) -> Fields:
        number = f"{rng.randint(1, 999)}/{rng.randint(2019, 2026)}/NĐ-CP"
        return row | {"note": rng.choice(("HĐ ", "Hợp đồng theo ", "")) + number}

    table = with_rows(table, noted)
    return table, grid_of(table)


@layout
def landlines(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    def landline(row: Fields) -> Fields:
        return row | {"phone": f"0292{rng.randint(3_600_000, 3_999_999)}"}

    table = with_rows(table, landline)

    def spaced(row: Fields) -> Fields:
        phone = row["phone"]
        return row | {"phone": rng.choice((f"(0292) {phone[4:]}", f"0292.{phone[4:]}"))}

    return table, grid_of(with_rows(table, spaced))


@layout
def look_alike_letters(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """Ð (U+00D0) for Đ, as some keyboards type it; no-break spaces between words."""

    def typed(row: Fields) -> Fields:
        if table.shape == "organisation":
            return row
        return row | {"name": row["name"].replace("Đ", "\u00d0").replace(" ", "\u00a0", 1)}

    return table, grid_of(with_rows(table, typed))


@layout
def khmer_names(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    if table.shape == "organisation":
        return plain(rng, table)
    names = ("Thạch Thị Sa Rây", "Danh Thị Sà Phinl", "Sơn Pô", "Kim Thị Ngọc Sa Mết", "Lâm Es")
    table = with_rows(table, lambda row: row | {"name": rng.choice(names)})
    return table, grid_of(table)


@layout
def long_names(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    if table.shape == "organisation":
        return plain(rng, table)
    names = (
        "Nguyễn Hoàng Phương Khánh Nguyên",
        "Huỳnh Thị Thùy Dương Kiều",
        "Công Tằng Tôn Nữ Quỳnh Chi",
    )
    table = with_rows(table, lambda row: row | {"name": rng.choice(names)})
    return table, grid_of(table)


@layout
def everything_spaced(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """Two spaces between words and around values, as typists leave them."""
    texts = {"name", "unit", "position", "note", "parent_agency"}

    def spaced(row: Fields) -> Fields:
        return {k: f" {v.replace(' ', '  ')} " if k in texts and v else v for k, v in row.items()}

    return table, grid_of(with_rows(table, spaced))
