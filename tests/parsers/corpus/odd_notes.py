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
    "Thử việc", "Cộng tác viên", "Đang chờ xét", "Sẽ bổ sung CCCD sau", "Lấy theo bằng lái",
    "Chuyển công tác đến Sở Nội vụ", "Phòng Nội vụ giữ hộ", "Chưa có Quyết định số 12/QĐ-UBND",
    "HĐ 6 tháng", "Nguyên Trưởng phòng", "Văn thư từ 01/12/2027", "Kế toán, thời vụ", "Đợt 2",
    "Hưởng chế độ BHXH", "Mất ngày 12/10", "Hưu trí", "Nhập ngũ", "Biệt phái sang Sở Nội vụ",
    "Điều động lên Thành ủy",
)  # fmt: skip
OF_ANYBODY = (
    "Không chuyên trách", "Tuyển dụng ngày 01/9/2025", "Kiêm nhiệm văn thư", "Phụ trách CNTT",
    "Chuyển từ Trường THCS Trần Ngọc Quế", "QĐ số 123/QĐ-SXD ngày 02/01/2026", "Ngạch 01.003",
    "Tiếp nhận từ UBND phường Ninh Kiều", "Công chức tập sự", "Đảng ủy viên, Ủy ban Kiểm tra",
    "Theo NĐ 111/2022/NĐ-CP", "Lãnh đạo Phòng", "Trưởng ấp", "MỚI TUYỂN DỤNG", "Moi tuyen dung",
    "Mới được bổ nhiệm Phó Hiệu trưởng", "Làm việc tại Bộ phận Một cửa", "Kế toán - Thủ quỹ",
    "Điều động về từ Phòng Kinh tế", "Công chức Tư pháp - Hộ tịch", "Đang công tác",
)  # fmt: skip
BY_CUSTOM = {
    "new": (*OF_ANYBODY, "Chưa có hộp thư", "Đề nghị cấp mới", "Cấp lần đầu", "01 hộp thư"),
    "reset": (*OF_ANYBODY, "Không đăng nhập được", "Quên mật khẩu", "Tài khoản bị khóa",
              "Lâu không sử dụng nên quên mật khẩu", "Cấp lại mật khẩu do quên", "Đã có hộp thư"),
}  # fmt: skip
OF_THE_OTHER = {"new": ("Quên mật khẩu", "Cấp lại"), "reset": ("Cấp mới", "Chưa có hộp thư")}


def _in_one_row(
    rng: random.Random, table: Table, change: Callable[[Fields], Fields]
) -> tuple[Table, PaperGrid]:
    """Return the table with one row changed, and no note in the others."""
    at = rng.randrange(len(table.rows))
    rows = tuple(change(row) if i == at else row | {"note": ""} for i, row in enumerate(table.rows))
    table = replace(table, rows=rows)
    return table, grid_of(table)


@odd("flagged", told="note_unclear")
def a_note_of_the_other_procedure(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    said = rng.choice(OF_THE_OTHER[table.procedure])
    return _in_one_row(rng, table, lambda row: row | {"note": said})


@odd("flagged", PEOPLE, told="note_unclear")
def a_note_that_speaks_against_its_row(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    return _in_one_row(rng, table, lambda row: row | {"note": rng.choice(AGAINST)})


@odd("flagged", PEOPLE, told="note_unclear")
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


@odd("flagged", NEW_PEOPLE, told="row_unclear")
def unit_and_superior_changed_over(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """Both are the asker's, so that no register tells it."""
    above = rng.choice(("Sở Xây dựng", "Ủy ban nhân dân phường Ninh Kiều", "UBND xã Phong Điền"))
    table = with_rows(table, lambda row: row | {"parent_agency": above})
    return _in_one_row(
        rng, table, lambda row: row | {"note": "", "unit": above, "parent_agency": row["unit"]}
    )


@odd("flagged", PEOPLE)
def a_post_for_a_time(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """Who is no staff yet, no more, or for a time: in the column of units, or of posts."""
    column = rng.choice(("unit", "position"))
    said = rng.choice((" (dự kiến)", " - thử việc", " (mượn)", ", hợp đồng 3 tháng", " (thời vụ)"))
    return _in_one_row(rng, table, lambda row: row | {"note": "", column: f"{row[column]}{said}"})


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


@odd("flagged", NEW_PEOPLE, told="column_tells")
def a_column_of_remarks(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    texts = ["Đang công tác"] * len(table.rows)
    texts[rng.randrange(len(texts))] = rng.choice(("Thử việc", "Cộng tác viên", "Chờ phân công"))
    return _with_column(table, rng.choice(("Tình trạng", "Diện", "Nội dung khác")), texts)


@odd("either", NEW_PEOPLE)
def a_column_of_days_gone_by(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    days = [f"01/{1 + at % 12:02d}/2025" for at in range(len(table.rows))]
    return _with_column(table, "Ngày nhận việc", days)


@odd("clean", PEOPLE)
def notes_by_custom(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    table = with_rows(table, lambda row: row | {"note": rng.choice(BY_CUSTOM[table.procedure])})
    return table, grid_of(table)


def _with_column(table: Table, header: str, texts: list[str]) -> tuple[Table, PaperGrid]:
    *items, last = table.headers.items()
    rows = tuple(row | {"beside": text} for row, text in zip(table.rows, texts, strict=True))
    printed = Table(table.procedure, table.shape, rows)
    return table, grid_of(printed, dict([*items, ("beside", header), last]))
