"""Lists told in numbered sentences are proposed as rows, each flagged, none in silence."""

from __future__ import annotations

import io

import docx
import pytest

from parsers import FlagCode, Place, RequestList, SourceFile, read_request
from parsers.interpret import interpret
from parsers.reading import Line, Reading
from parsers.said.spoken import with_spoken

LETTER = (
    "UBND PHƯỜNG CÁI KHẾ",
    "Số: 12/UBND-VX",
    "Cần Thơ, ngày 23 tháng 11 năm 2026",
    "Kính gửi: Sở Thông tin và Truyền thông.",
)
CLOSING = ("Rất mong nhận được sự hỗ trợ của quý cơ quan./.", "Nơi nhận:", "- Như trên;")
ASKS = "Đề nghị cấp mới hộp thư điện tử cho 02 công chức mới được tuyển dụng:"
AN = "Nguyễn Văn An, Chuyên viên, Phòng Kinh tế, CCCD 092090001234, số điện thoại 0901234567"
BINH = "Trần Thị Bình, Văn phòng HĐND và UBND, CCCD: 092190004321, ĐT: 0912.345.678"


def _read(*paragraphs: str, table: bool = False) -> RequestList:
    document, out = docx.Document(), io.BytesIO()
    for text in (*LETTER, *paragraphs, *CLOSING):
        document.add_paragraph(text)
    if table:
        # fmt: off
        rows = (("STT", "Họ tên", "Đơn vị", "Chức vụ", "Số CCCD", "Số điện thoại"),
                ("1", "Lê Văn Cường", "Văn phòng", "Văn thư", "092088001111", "0907654321"))
        # fmt: on
        made = document.add_table(rows=2, cols=6)
        for row, texts in zip(made.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    document.save(out)
    return read_request([SourceFile("a.docx", out.getvalue())])


def _people(read: RequestList) -> list[tuple[str, ...]]:
    return [
        (one.stt, one.name, one.unit, one.position, one.national_id, one.phone)
        for one in read.individuals
    ]


TWO = [
    ("1", "Nguyễn Văn An", "Phòng Kinh tế", "Chuyên viên", "092090001234", "0901234567"),
    ("2", "Trần Thị Bình", "Văn phòng HĐND và UBND", "", "092190004321", "0912345678"),
]


@pytest.mark.parametrize(
    "paragraphs",
    [
        pytest.param((f"{ASKS} 1. {AN}; 2. {BINH}.",), id="in one sentence"),
        pytest.param((ASKS, f"1. {AN};", f"2. {BINH}."), id="a line each"),
        pytest.param((ASKS, f"1) {AN}", f"2) {BINH}"), id="without signs behind"),
        pytest.param(
            (ASKS, f"1. {AN.replace(', CCCD', ';')};", f"2. {BINH}."), id="no label, semicolons"
        ),
    ],
)
def test_numbered_sentences_are_proposed_as_rows(paragraphs: tuple[str, ...]) -> None:
    read = _read(*paragraphs)

    assert _people(read) == TWO
    assert FlagCode.LIST_IN_SENTENCES in {flag.code for flag in read.flags}
    assert all(row.place is not None for row in read.individuals)


def test_a_line_may_end_anywhere_in_an_item() -> None:
    drawn = (*LETTER, f"{ASKS} 1. Nguyễn Văn", f"{AN.removeprefix('Nguyễn Văn ')[:-16]}",
             "thoại 0901234567; 2. Trần Thị Bình, Văn phòng HĐND và", "UBND, CCCD: 092190004321,",
             "ĐT: 0912.345.678.", *CLOSING)  # fmt: skip
    places = [Place("a.pdf", 1, (0.1, 0.02 * n, 0.8, 0.015)) for n in range(len(drawn))]
    reading = with_spoken(Reading(tuple(map(Line, drawn, places))))

    read = interpret([reading])
    assert _people(read) == TWO
    assert [one.place and one.place.box for one in read.individuals] == [
        pytest.approx(places[4].box),
        pytest.approx(places[6].box),
    ]


def test_a_reset_in_sentences_is_known_by_its_mailboxes() -> None:
    read = _read(
        "Đề nghị cấp lại mật mã hộp thư điện tử cho 02 công chức quên mật mã:",
        "1. Nguyễn Văn An, hộp thư annv@cantho.gov.vn, điện thoại 0901234567;",
        "2. Trần Thị Bình, Văn phòng, binhtt@cantho.gov.vn.",
    )
    assert [(one.name, one.email, one.procedure) for one in read.individuals] == [
        ("Nguyễn Văn An", "annv@cantho.gov.vn", "reset"),
        ("Trần Thị Bình", "binhtt@cantho.gov.vn", "reset"),
    ]
    assert read.flags


@pytest.mark.parametrize(
    "paragraph",
    [
        pytest.param("1. Nguyễn Văn An, đầu mối liên hệ, điện thoại 0901234567.", id="a contact"),
        pytest.param("1. Giao Văn phòng tổng hợp danh sách, số 092090001234.", id="no name"),
        pytest.param("1. Quyết định số 33/2015/QĐ-UBND; 2. Công văn số 12.", id="grounds"),
    ],
)
def test_other_numbered_sentences_are_nobody(paragraph: str) -> None:
    read = _read(ASKS, paragraph)

    assert _people(read) == []
    assert FlagCode.LIST_IN_SENTENCES not in {flag.code for flag in read.flags}


def test_a_table_is_the_list_whatever_the_sentences_say() -> None:
    read = _read(ASKS, f"1. {AN}.", table=True)

    assert [one.name for one in read.individuals] == ["Lê Văn Cường"]
    assert FlagCode.LIST_IN_SENTENCES not in {flag.code for flag in read.flags}
    assert read.flags
