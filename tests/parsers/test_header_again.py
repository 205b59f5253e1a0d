"""A header may be typed once more in the middle of a table; no row is lost to it."""

from __future__ import annotations

from parsers.reading import Cell, DrawnLine, Grid, Reading
from parsers.source import Place
from parsers.tables import list_tables

HEADER = ("STT", "Họ tên người dùng", "Số CMND/CCCD", "Số điện thoại")
EDGES = (0.1, 0.2, 0.5, 0.7, 0.9)


def _person(number: int) -> tuple[str, ...]:
    return (str(number), f"Nguyễn Văn {'ABCDEF'[number]}", f"09208500123{number}", "0912345678")


def _page(number: int, *rows: tuple[str, ...]) -> Grid:
    cells = tuple(
        Cell(row, column, (DrawnLine(text),), Place("a.pdf", number))
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    )
    return Grid(cells, len(rows), len(HEADER), Place("a.pdf", number), EDGES)


def test_rows_above_a_header_typed_again_below_a_page_s_top_are_read() -> None:
    first = _page(1, HEADER, _person(1))
    second = _page(2, _person(2), _person(3), HEADER, _person(4))

    tables = list_tables(Reading((first, second))).tables

    numbers = [entry.texts["stt"] for table in tables for entry in table.entries]
    assert numbers == ["1", "2", "3", "4"]
