"""What is filled into our forms is read exactly: as PDF by both readers, and natively."""

from __future__ import annotations

import io
import random
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from mailbot.forms.annex import ANNEXES, Annex
from mailbot.forms.workbook import blank_workbook
from parsers import SourceFile, read_request
from tests.forms.conftest import OFFICE, Filled, request_of
from tests.forms.fill import HEADER_ROW, WORDS, fill_workbook
from tests.parsers.asserts import assert_clean

FILLED = dict[str, Filled]
LETTERS = ("letter-new", "letter-new-people", "letter-reset", "letter-reset-people")
CODES = [annex.code for annex in ANNEXES]


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_exported_to_pdf_is_read_exactly(filled: FILLED, name: str) -> None:
    form = filled[name]

    assert_clean(read_request([SourceFile("cong-van.pdf", form.pdf)]), form.request)


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_as_docx_is_read_exactly(filled: FILLED, name: str) -> None:
    form = filled[name]

    assert_clean(read_request([SourceFile("cong-van.docx", form.native)]), form.request)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
@pytest.mark.parametrize("code", CODES)
def test_an_annex_exported_to_pdf_is_read_exactly_beside_its_letter(
    filled: FILLED, code: str, kind: str
) -> None:
    annex, cover = filled[f"{kind}-{code}"], filled[f"cover-{code}"]
    files = [SourceFile("cong-van.pdf", cover.pdf), SourceFile("phu-luc.pdf", annex.pdf)]

    assert_clean(read_request(files), annex.request)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
@pytest.mark.parametrize("code", CODES)
def test_an_annex_as_it_is_is_read_exactly_beside_its_letter(
    filled: FILLED, code: str, kind: str
) -> None:
    annex, cover = filled[f"{kind}-{code}"], filled[f"cover-{code}"]
    files = [SourceFile("cong-van.pdf", cover.pdf), SourceFile(f"phu-luc.{kind}", annex.native)]

    assert_clean(read_request(files), annex.request)


@pytest.mark.parametrize("annex", ANNEXES, ids=lambda annex: annex.code)
def test_every_choice_a_workbook_offers_is_read_as_it_was_chosen(
    filled: FILLED, annex: Annex
) -> None:
    form = blank_workbook(annex, OFFICE, WORDS)
    offered = choices_of(form, annex)
    assert set(offered) == {"position", "note"} & {one.field for one in annex.columns(WORDS)}
    cover = filled[f"cover-{annex.code}"]
    for field, choices in offered.items():
        (table,) = request_of([annex], random.Random(7), len(choices)).tables
        chosen = [row | {field: one} for row, one in zip(table.rows, choices, strict=True)]
        request = replace(cover.request, tables=(replace(table, rows=tuple(chosen)),))
        workbook = SourceFile("phu-luc.xlsx", fill_workbook(form, annex, request))

        assert_clean(read_request([SourceFile("cong-van.pdf", cover.pdf), workbook]), request)


def choices_of(form: bytes, annex: Annex) -> dict[str, list[str]]:
    """Return what the drop-downs of the workbook offer, by the field of their column."""
    checks = load_workbook(io.BytesIO(form)).worksheets[0].data_validations.dataValidation
    fields = {
        f"{chr(ord('A') + n)}{HEADER_ROW + 1}": column.field
        for n, column in enumerate(annex.columns(WORDS))
    }
    return {
        fields[str(check.sqref).partition(":")[0]]: check.formula1.strip('"').split(",")
        for check in checks
        if check.type == "list"
    }
