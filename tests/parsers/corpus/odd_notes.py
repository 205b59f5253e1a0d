"""Notes on one row, and doubts in its cells, as clerks leave them in a list they send."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from tests.parsers.corpus.layouts import grid_of, with_rows
from tests.parsers.corpus.odd import PEOPLE, odd
from tests.parsers.corpus.paper import PaperGrid
from tests.parsers.corpus.people import mobile, person
from tests.parsers.corpus.request import Fields, Table

NEW_PEOPLE = (("new", "individual"),)
AGAINST = (
    "Chưa có CCCD", "Sẽ bổ sung CCCD", "Hợp đồng đến 31/12/2027", "Dự kiến", "Không sử dụng",
    "Số của vợ", "Mượn SĐT của con", "Nhận việc 01/12/2027", "Có mail rồi", "Kiểm tra", "Chưa rõ",
    "Đã chuyển", "Đề nghị cấp 02 hộp thư", "Mất CCCD", "Giống dòng trên", "Gửi qua Zalo",
    "Bị hack", "Mật khẩu mới: Abc@12345", "Người dùng cũ: anh Tám", "Hết hạn HĐ", "Đang đi học",
)  # fmt: skip
BY_CUSTOM = (
    "Chưa có hộp thư", "Không chuyên trách", "Tuyển dụng ngày 01/9/2025", "Kiêm nhiệm văn thư",
    "Chuyển từ Trường THCS Trần Ngọc Quế", "QĐ số 123/QĐ-SXD ngày 02/01/2026", "Công chức tập sự",
    "Chưa sử dụng hộp thư", "Tiếp nhận từ UBND phường Ninh Kiều", "Phụ trách CNTT", "Ngạch 01.003",
    "Không đăng nhập được", "Đảng ủy viên, Ủy ban Kiểm tra", "Theo NĐ 111/2022/NĐ-CP",
)  # fmt: skip


def _in_one_row(
    rng: random.Random, table: Table, change: Callable[[Fields], Fields]
) -> tuple[Table, PaperGrid]:
    """Return the table with one row changed, and no note in the others."""
    at = rng.randrange(len(table.rows))
    rows = tuple(change(row) if i == at else row | {"note": ""} for i, row in enumerate(table.rows))
    table = replace(table, rows=rows)
    return table, grid_of(table)


@odd("flagged", PEOPLE)
def a_note_that_speaks_against_its_row(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    return _in_one_row(rng, table, lambda row: row | {"note": rng.choice(AGAINST)})


@odd("flagged", PEOPLE)
def a_note_with_another_value(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    said = (f"ĐT khác: {mobile(rng)}", mobile(rng), "rieng2020@gmail.com", "CMND 361234567",
            f"Thay {person(rng)}", person(rng), f"Bàn giao cho {person(rng)}")  # fmt: skip
    return _in_one_row(rng, table, lambda row: row | {"note": rng.choice(said)})


@odd("flagged", PEOPLE)
def a_question_mark_in_a_cell(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    column = rng.choice(("unit", "position", "note"))
    return _in_one_row(
        rng, table, lambda row: row | {"note": "", column: f"{row[column]} ?".strip()}
    )


@odd("flagged", PEOPLE)
def unit_and_position_changed_over(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """One row's office stands in the column of units, and its unit in that of offices."""
    office = rng.choice(("Chuyên viên", "Phó Trưởng phòng", "Giáo viên", "Kế toán trưởng"))
    return _in_one_row(
        rng, table, lambda row: row | {"note": "", "unit": office, "position": row["unit"]}
    )


@odd("flagged", NEW_PEOPLE, told="column_of_another")
def mailboxes_people_have_already(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    boxes = [""] * len(table.rows)
    boxes[rng.randrange(len(boxes))] = "nguoicu12@cantho.gov.vn"
    header = rng.choice(("Email hiện có", "Hộp thư đang sử dụng", "Thư điện tử hiện tại"))
    return _with_column(table, header, boxes)


@odd("flagged", NEW_PEOPLE, told="column_tells")
def a_column_of_days_to_come(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """Who is yet to come has a day that the others had before."""
    late = rng.randrange(len(table.rows))
    days = [f"01/{1 + at % 12:02d}/2025" for at in range(len(table.rows))]
    days[late] = "01/12/2027"
    header = rng.choice(("Ngày nhận việc", "Ngày bắt đầu làm việc", "Thời gian tuyển dụng"))
    return _with_column(table, header, days)


@odd("flagged", NEW_PEOPLE, told="column_tells")
def a_column_that_counts_mailboxes(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    counts = ["1"] * len(table.rows)
    counts[rng.randrange(len(counts))] = "2"
    return _with_column(table, rng.choice(("Số lượng", "Số lượng hộp thư", "SL")), counts)


@odd("either", NEW_PEOPLE)
def a_column_of_days_gone_by(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    days = [f"01/{1 + at % 12:02d}/2025" for at in range(len(table.rows))]
    return _with_column(table, "Ngày nhận việc", days)


@odd("clean", PEOPLE)
def notes_by_custom(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    table = with_rows(table, lambda row: row | {"note": rng.choice(BY_CUSTOM)})
    return table, grid_of(table)


def _with_column(table: Table, header: str, texts: list[str]) -> tuple[Table, PaperGrid]:
    *items, last = table.headers.items()
    rows = tuple(row | {"beside": text} for row, text in zip(table.rows, texts, strict=True))
    printed = Table(table.procedure, table.shape, rows)
    return table, grid_of(printed, dict([*items, ("beside", header), last]))
