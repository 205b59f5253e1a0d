"""The forms as docx are read exactly, and what Word hides comes to light."""

from __future__ import annotations

import io
import random

import docx
import pytest

from parsers import FlagCode, SourceFile, read_request
from tests.parsers.asserts import assert_clean
from tests.parsers.conftest import FORMS
from tests.parsers.corpus.request import a_request
from tests.parsers.corpus.word import letter_with_annex


@pytest.mark.parametrize("name", FORMS)
def test_a_form_in_docx_is_read_exactly(name: str) -> None:
    request = a_request(random.Random(name), FORMS[name])

    read = read_request([SourceFile("a.docx", letter_with_annex(request))])

    assert_clean(read, request)


def test_hidden_text_in_a_docx_is_flagged() -> None:
    request = a_request(random.Random(5), FORMS["new-people"])
    document = docx.Document(io.BytesIO(letter_with_annex(request)))
    document.add_paragraph("x").runs[0].font.hidden = True
    out = io.BytesIO()
    document.save(out)

    read = read_request([SourceFile("a.docx", out.getvalue())])

    assert FlagCode.HIDDEN_TEXT in {flag.code for flag in read.flags}
