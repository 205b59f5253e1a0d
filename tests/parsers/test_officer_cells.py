"""The responsible officer of a list, in a cell of several values or in columns of its own."""

from __future__ import annotations

import io
from collections.abc import Mapping

import docx
import pytest

from parsers import Flag, FlagCode, RequestList, SourceFile, read_request

LETTER = (
    "UBND PHƯỜNG CÁI KHẾ",
    "Số: 12/UBND-VX",
    "Cần Thơ, ngày 23 tháng 11 năm 2026",
    "Kính gửi: Sở Thông tin và Truyền thông.",
    "Đề nghị cấp mới hộp thư điện tử cho 01 đơn vị mới được thành lập.",
)
UNIT = {
    "STT": "1",
    "Tên cơ quan, đơn vị đề nghị cấp mới": "Trung tâm Văn hóa phường Cái Khế",
    "Tên cơ quan cấp trên": "Ủy ban nhân dân phường Cái Khế",
    "Số điện thoại cơ quan, đơn vị": "02923811200",
}
PHONE, MAILBOX = "0912345678", "binhlt@cantho.gov.vn"


def _read(officer: Mapping[str, str]) -> RequestList:
    return _read_table({**UNIT, **officer})


def _read_table(cells: Mapping[str, str]) -> RequestList:
    document, out = docx.Document(), io.BytesIO()
    for text in LETTER:
        document.add_paragraph(text)
    table = document.add_table(rows=2, cols=len(cells))
    for row, texts in zip(table.rows, (cells, cells.values()), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(out)
    return read_request([SourceFile("a.docx", out.getvalue())])


def _told(read: RequestList) -> list[Flag]:
    return [one for one in (*read.flags, *read.notes) if one.column == "manager_name"]


@pytest.mark.parametrize(
    "name", ["Công chức được phân công quản lý hộp thư", "Họ tên cán bộ quản lý hộp thư"]
)
@pytest.mark.parametrize(
    ("called", "code", "is_note"),
    [
        pytest.param("ThS. Lê Thị Bình", FlagCode.NAME_PREFIX, True, id="a degree"),
        pytest.param(
            "Lê Thị Bình - Phó phòng", FlagCode.NAME_WITH_POSITION, False, id="a position"
        ),
    ],
)
def test_what_is_taken_off_an_officers_name_is_told_with_its_place(
    name: str, called: str, code: FlagCode, is_note: bool
) -> None:
    several = name.startswith("Công chức")
    parts = (
        {name: "\n".join((called, PHONE, MAILBOX))}
        if several
        else {
            name: called,
            "Điện thoại cán bộ quản lý hộp thư": PHONE,
            "Hộp thư liên lạc của cán bộ quản lý": MAILBOX,
        }
    )
    read = _read(parts)

    (row,) = read.organisations
    assert (row.manager_name, row.manager_phone, row.manager_email) == (
        "Lê Thị Bình", PHONE, MAILBOX,
    )  # fmt: skip
    (flag,) = _told(read)
    assert (flag.code, flag.is_note, flag.row) == (code, is_note, 0)
    assert called in dict(flag.fields)["text"]
    assert dict(flag.fields)["proposal"] == "Lê Thị Bình"
    assert flag.place == row.cells["manager" if several else "manager_name"]


def test_an_officer_called_by_name_alone_is_not_told_of() -> None:
    read = _read({"Họ tên cán bộ quản lý hộp thư": "Lê Thị Bình"})

    assert _told(read) == []


CELL = "Công chức được phân công quản lý hộp thư"


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(("Lê Thị Bình", "Trần Minh An", PHONE, MAILBOX), id="one below the other"),
        pytest.param(("Lê Thị Bình", f"Trần Minh An, {PHONE}, {MAILBOX}"), id="the second's parts"),
        pytest.param((f"Lê Thị Bình, {PHONE}, {MAILBOX}", "Trần Minh An"), id="the first's parts"),
        pytest.param(("LÊ THỊ BÌNH", "VĂN THƯ", PHONE, MAILBOX), id="an office in capitals"),
        pytest.param(("Lê Thị Bình; Trương Thị Mai", PHONE, MAILBOX), id="called like an office"),
        pytest.param(("Lê Thị Bình", PHONE, "0987654321", MAILBOX), id="two telephones"),
        pytest.param(("Lê Thị Bình", PHONE, MAILBOX, "anltb@cantho.gov.vn"), id="two mailboxes"),
    ],
)
def test_two_officers_or_two_of_anything_in_a_cell_are_told_with_what_was_read(
    lines: tuple[str, ...],
) -> None:
    read = _read({CELL: "\n".join(lines)})

    told = [one for one in read.flags if one.column in ("manager", "manager_name")]
    assert {one.row for one in told} == {0}
    assert len(told) == 1
    assert dict(told[0].fields)["text"] == " ".join(lines)


def test_two_officers_in_a_column_of_names_are_told() -> None:
    read = _read({"Họ tên cán bộ quản lý hộp thư": "Lê Thị Bình\nTrần Minh An"})

    (flag,) = _told(read)
    assert flag.code is FlagCode.MANAGER_UNCLEAR
    assert dict(flag.fields)["text"] == "Lê Thị Bình Trần Minh An"


@pytest.mark.parametrize(
    "lines",
    [
        ("Lê Thị Bình", PHONE, MAILBOX),
        ("Lê Thị", "Bình", PHONE, MAILBOX),
        ("- Lê Thị Bình", f"- ĐT: {PHONE}", f"- Email: {MAILBOX}"),
    ],
)
def test_one_officer_in_lines_of_any_kind_is_not_told_of(lines: tuple[str, ...]) -> None:
    read = _read({CELL: "\n".join(lines)})

    assert [one for one in read.flags if one.row is not None] == []
    assert read.organisations[0].manager_name == "Lê Thị Bình"


@pytest.mark.parametrize(
    ("header", "told"), [("Số điện thoại", False), ("Số điện thoại cơ quan, đơn vị", True)]
)
def test_an_officers_name_may_stand_alone_before_a_column_of_telephones(
    header: str, told: bool
) -> None:
    unit = {name: text for name, text in UNIT.items() if "điện thoại" not in name}
    read = _read_table({**unit, "Người quản lý hộp thư": "Lê Thị Bình", header: PHONE})

    (row,) = read.organisations
    assert (row.manager_name, row.phone) == ("Lê Thị Bình", PHONE)
    assert (FlagCode.MANAGER_INCOMPLETE in {flag.code for flag in read.flags}) is told


def test_a_telephone_that_stands_elsewhere_is_not_an_officers() -> None:
    read = _read({"Người quản lý hộp thư": "Lê Thị Bình"})

    assert FlagCode.MANAGER_INCOMPLETE in {flag.code for flag in read.flags}
