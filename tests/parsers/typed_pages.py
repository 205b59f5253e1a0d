"""Pages of a list of new mailboxes as they come out of a reader, typed row by row."""

from __future__ import annotations

from parsers.reading import Cell, DrawnLine, Grid
from parsers.source import Place

HEADER = ("STT", "Họ tên người dùng", "Đơn vị", "Số CMND/CCCD", "Số điện thoại")
EDGES = (0.1, 0.2, 0.4, 0.6, 0.8, 0.9)


def person(number: int) -> tuple[str, ...]:
    """Return the row of somebody, one of 0 to 5."""
    name = f"Nguyễn Văn {'ABCDEF'[number]}"
    return (str(number), name, "Thanh tra Sở", f"09208500123{number}", "0912345678")


def page(number: int, *rows: tuple[str, ...]) -> Grid:
    """Return a table; a row of one text is a title over all columns."""
    cells = tuple(
        Cell(
            row,
            column,
            (DrawnLine(text),) if text else (),
            Place("a.pdf", number),
            column_span=len(HEADER) if len(texts) == 1 else 1,
        )
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    )
    return Grid(cells, len(rows), len(HEADER), Place("a.pdf", number), EDGES)
