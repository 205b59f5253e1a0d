"""What is filled into our forms is read exactly: as PDF by both readers, and natively."""

from __future__ import annotations

import pytest

from mailbot.forms.annex import ANNEXES
from parsers import SourceFile, read_request
from tests.forms.conftest import Filled
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
