"""Every layout of the corpus is read exactly or flagged; what is no request gives no rows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsers import FlagCode, RequestList, SourceFile, read_request
from parsers.joining import Wrapping
from parsers.reading import Cell, DrawnLine, Grid, Reading
from parsers.rows.people_lines import line_doubts
from parsers.source import Place
from parsers.tables import Entry, list_tables
from tests.parsers.asserts import rows_read
from tests.parsers.corpus.corpus import Sheet, papers
from tests.parsers.corpus.paper import Paper
from tests.parsers.corpus.typeset import typeset

SEED = 2
SHEETS = list(papers(SEED, most_rows=8))


def _read(paper: Paper) -> RequestList:
    return read_request([SourceFile("a.pdf", typeset(paper))])


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.layout)
def test_a_layout_is_read_exactly_or_flagged(sheet: Sheet) -> None:
    read, paper = _read(sheet.paper), sheet.paper

    exact = rows_read(read, "organisation") == list(paper.organisations) and rows_read(
        read, "individual"
    ) == list(paper.individuals)
    assert exact or read.flags
    codes = {flag.code for flag in read.flags}
    assert not codes or FlagCode.TEXT_OVERFLOWS in codes


@pytest.mark.parametrize("rules", ["none", "flat"])
def test_a_list_without_upright_rules_is_proposed_to_a_person(rules: str) -> None:
    read = _read(SHEETS[0].paper.drawn(rules=rules, landscape=True, size=9.0))

    assert rows_read(read, "individual") == list(SHEETS[0].paper.individuals)
    assert FlagCode.TABLE_UNRULED in {flag.code for flag in read.flags}
    box = read.individuals[0].cells["national_id"].box
    assert box is not None
    assert 0.5 < box[0] < 0.9
    assert 0 < box[3] < 0.05


@pytest.mark.parametrize("sheet", SHEETS[::7], ids=lambda sheet: sheet.layout)
def test_no_layout_without_rules_is_read_in_silence(sheet: Sheet) -> None:
    read = _read(sheet.paper.drawn(rules="none"))

    assert read.flags


ORDINARY = ("Kính gửi: Sở Thông tin và Truyền thông.", "Kính mời quý cơ quan dự họp./.")


@pytest.mark.parametrize(
    "subject",
    [
        "V/v mời họp tổng kết công tác năm",
        "V/v báo cáo kết quả cấp mới hộp thư điện tử",
        "V/v góp ý dự thảo quy chế quản lý hộp thư điện tử",
    ],
)
def test_an_ordinary_letter_asks_for_nothing(subject: str) -> None:
    read = _read(replace(SHEETS[0].paper, subject=subject, body=ORDINARY, annex=()))

    assert (read.procedure, read.organisations, read.individuals) == ("none", (), ())
    assert read.flags == ()


def test_a_list_of_people_for_something_else_gives_no_rows() -> None:
    grid = SHEETS[0].paper.annex[-1]
    paper = replace(
        SHEETS[0].paper,
        subject="V/v cử cán bộ tham gia lớp bồi dưỡng",
        body=ORDINARY,
        annex=("DANH SÁCH CÁN BỘ THAM GIA LỚP BỒI DƯỠNG", grid),
    )

    read = _read(paper)

    assert (read.procedure, read.individuals, read.flags) == ("none", (), ())


def test_a_letter_without_its_list_is_flagged() -> None:
    read = _read(replace(SHEETS[0].paper, annex=()))

    assert read.procedure == "new"
    assert [flag.code for flag in read.flags] == [FlagCode.LIST_MISSING]


def test_a_row_without_rules_beside_a_ruled_table_is_flagged() -> None:
    paper = SHEETS[0].paper
    loose = "9   Nguyễn Văn An   Chuyên viên   092090123456   0901234567"

    read = _read(replace(paper, annex=(*paper.annex, loose)))

    assert FlagCode.ROWS_OUTSIDE_TABLE in {flag.code for flag in read.flags}


def test_a_letter_in_an_old_encoding_is_flagged_not_passed_over() -> None:
    old = "KÝnh göi: Së Th«ng tin vµ TruyÒn th«ng ®Ò nghÞ cÊp míi hép th­ ®iÖn tö cho c¸n bé"
    paper = replace(SHEETS[0].paper, subject="V/v ®Ò nghÞ cÊp míi hép th­", body=(old,), annex=())

    assert FlagCode.LEGACY_ENCODING in {flag.code for flag in _read(paper).flags}


def test_a_merged_cell_cut_by_a_page_break_never_loses_its_text_in_silence() -> None:
    tall = [sheet for sheet in papers(31, most_rows=60) if sheet.layout == "merged_unit"]

    for sheet in tall:
        read = _read(sheet.paper)
        exact = rows_read(read, "individual") == list(sheet.paper.individuals)
        assert exact or read.flags
    assert any(_read(sheet.paper).flags for sheet in tall)


def test_a_name_of_six_words_on_two_lines_is_one_in_the_old_royal_family() -> None:
    lines = (DrawnLine("Công Tằng Tôn", 1.0), DrawnLine("Nữ Quỳnh Chi", 2.0))
    cell = Cell(1, 0, lines, Place())
    entry = Entry({"name": "Công Tằng Tôn Nữ Quỳnh Chi"}, {}, Place())
    entry = replace(entry, pieces={"name": (cell, Wrapping())})

    assert list(line_doubts(entry, "individual")) == []


@pytest.mark.parametrize(
    ("first", "room", "second"),
    [
        pytest.param("Dương Quốc Chuyển", 3.0, "Nguyễn Thị Thêm", id="two whole names"),
        pytest.param("Danh Thanh Sang", 1.0, "Sơn Kim Dũng", id="three words each"),
        pytest.param("Lê An", 5.0, "Trần Bình", id="a line that ends where a word had room"),
    ],
)
def test_two_names_in_a_cell_are_never_taken_for_one(first: str, room: float, second: str) -> None:
    texts = ("1", "", "Văn phòng Sở", "092085001234", "0912345678")
    header = ("STT", "Họ tên", "Đơn vị", "Số CCCD", "Số điện thoại")
    cells = [Cell(1, x, (DrawnLine(text, 1.0),), Place()) for x, text in enumerate(texts)]
    cells[1] = Cell(1, 1, (DrawnLine(first, room), DrawnLine(second, 2.0)), Place())
    cells[2] = Cell(1, 2, (DrawnLine("Văn phòng ", 1.0), DrawnLine("Sở", 4.0)), Place())
    cells += [Cell(0, x, (DrawnLine(text, 0.5),), Place()) for x, text in enumerate(header)]

    (table,) = list_tables(Reading((Grid(tuple(cells), 2, 5, Place()),))).tables

    assert list(line_doubts(table.entries[0], "individual")) == [(FlagCode.ROW_UNCLEAR, "name")]
