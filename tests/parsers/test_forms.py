"""The plain forms as an office suite exports them are read exactly, without a person."""

from __future__ import annotations

import pytest

from parsers import SourceFile, read_request
from tests.parsers.asserts import assert_clean
from tests.parsers.conftest import FORMS, FilledForm
from tests.parsers.corpus.sheets import annex_workbook

Forms = dict[str, FilledForm]


@pytest.mark.parametrize("layout", ["landscape", "portrait", "fallback"])
@pytest.mark.parametrize("name", FORMS)
def test_a_form_in_one_pdf_is_read_exactly(filled_forms: Forms, name: str, layout: str) -> None:
    form = filled_forms[name]

    read = read_request([SourceFile("cong-van.pdf", form.pdfs[layout])])

    assert_clean(read, form.request)


@pytest.mark.parametrize("name", FORMS)
def test_letter_and_annex_in_two_files_are_read_as_one_request(
    filled_forms: Forms, name: str
) -> None:
    form = filled_forms[name]
    files = [
        SourceFile("phu-luc.pdf", form.pdfs["annex"]),
        SourceFile("cong-van.pdf", form.pdfs["letter"]),
    ]

    assert_clean(read_request(files), form.request)


@pytest.mark.parametrize("name", FORMS)
def test_an_annex_in_a_workbook_is_read_exactly(filled_forms: Forms, name: str) -> None:
    form = filled_forms[name]
    files = [
        SourceFile("cong-van.pdf", form.pdfs["letter"]),
        SourceFile("phu-luc.xlsx", annex_workbook(form.request)),
    ]

    assert_clean(read_request(files), form.request)


def test_the_letters_other_facts_are_read(filled_forms: Forms) -> None:
    form = filled_forms["both-procedures"]

    letter = read_request([SourceFile("a.pdf", form.pdfs["landscape"])]).letter

    assert letter.superior == " ".join(form.request.superior.split("\n"))
    assert letter.addressee == "Sở Thông tin và Truyền thông"
    assert letter.signer == "Trần Văn Minh"
    assert letter.signer_title == "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC"
    assert letter.grounds == ("recruited", "forgotten")


def test_every_cell_has_its_place_on_the_page(filled_forms: Forms) -> None:
    form = filled_forms["new-people"]

    row = read_request([SourceFile("a.pdf", form.pdfs["landscape"])]).individuals[0]

    cell = row.cells["national_id"]
    assert cell.page == 2
    assert cell.box is not None
    assert row.place is not None
    assert row.place.box is not None
    x, y, width, height = cell.box
    assert 0.5 < x < x + width < 0.8
    assert row.place.box[1] <= y < y + height <= row.place.box[1] + row.place.box[3] + 1e-6


def test_a_workbook_cell_has_sheet_and_cell_as_its_place(filled_forms: Forms) -> None:
    data = annex_workbook(filled_forms["new-people"].request)

    row = read_request([SourceFile("a.xlsx", data)]).individuals[0]

    assert (row.cells["name"].sheet, row.cells["name"].cell) == ("Sheet", "B6")
