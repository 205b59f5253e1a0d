"""Sheets by chance, read by both readers of workbooks: they must part and fill them alike."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook

from parsers import SourceFile
from parsers.read import read_request
from parsers.reading import Block, Grid, Line
from parsers.workbook.first import read_first
from parsers.workbook.second import read_second

HEADER = ("STT", "Họ và tên", "Đơn vị công tác", "Ngày sinh", "Số CCCD", "Điện thoại")
UPPER = ("STT", "Cá nhân", "", "", "Giấy tờ", "Liên hệ")
TEXTS = ("Nguyễn Văn An", "Phòng Nội vụ\nSở Tài chính", "", "", "092090000001", "0912 345 678", "x")
ASIDE = ("Tổng cộng: 2 người", "Liên hệ: 0292 3820 536", "an@cantho.gov.vn", "Người lập biểu", "")


@dataclass(frozen=True)
class ReadTwice:
    """How many grids a sheet has, and whether both readers found the same in it."""

    seed: int
    grids: int
    alike: bool


def read_twice(seeds: Iterable[int]) -> Iterator[ReadTwice]:
    """Yield what both readers find in the sheet of each seed, which is read as a request, too."""
    for seed in seeds:
        file = _random_sheet(seed)
        first, second = (list(read(file).blocks) for read in (read_first, read_second))
        read_request([file])
        alike = list(map(_sorted, first)) == list(map(_sorted, second))
        yield ReadTwice(seed, sum(isinstance(block, Grid) for block in first), alike)


def saved(fill: Callable[[Any], object]) -> SourceFile:
    """Return a workbook of one sheet, as `fill` leaves it."""
    book, out = Workbook(), io.BytesIO()
    fill(book.worksheets[0])
    book.save(out)
    return SourceFile("a.xlsx", out.getvalue())


def _random_sheet(seed: int) -> SourceFile:
    """Return lists with gaps, merged areas, lone words and headers in any order."""
    chosen = random.Random(seed)

    def row() -> list[Any]:
        values: list[Any] = [chosen.choice(TEXTS) for _ in HEADER]
        values[0] = chosen.choice(("", chosen.randrange(99), float(chosen.randrange(9))))
        values[3] = chosen.choice(("", date(1990, 2, 28), date(1985, 7, 1), 1985, 1.5, "1985"))
        return values

    def fill(sheet: Any) -> None:
        at, left = 1, chosen.randrange(1, 30)
        for _ in range(chosen.randrange(3, 30)):
            at += chosen.choice((1, 1, 1, 1, 2))
            aside = [chosen.choice(ASIDE) for _ in range(chosen.randrange(1, 3))]
            kinds = (list(HEADER), list(UPPER), aside, row(), row(), row())
            for column, value in enumerate(chosen.choice(kinds), left):
                sheet.cell(at, column).value = value or None
        for _ in range(chosen.randrange(4)):
            top, first = chosen.randrange(1, at + 1), chosen.randrange(left, left + 6)
            low, last = top + chosen.randrange(3), first + chosen.randrange(3)
            if not any(_overlap(area, (top, first, low, last)) for area in sheet.merged_cells):
                sheet.merge_cells(None, top, first, low, last)

    return saved(fill)


def _overlap(area: Any, other: tuple[int, int, int, int]) -> bool:
    top, left, low, right = other
    rows = area.min_row <= low and top <= area.max_row
    return bool(rows and area.min_col <= right and left <= area.max_col)


def _sorted(block: Block) -> object:
    if isinstance(block, Line):
        return block
    cells = sorted(block.cells, key=lambda cell: (cell.row, cell.column))
    return cells, block.rows, block.columns, block.place
