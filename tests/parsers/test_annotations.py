"""What is laid over a page of a PDF is seen, however much of it there is."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from parsers import FlagCode, ReadError, SourceFile
from parsers.pdf.fast import read_fast

AREA = (20, 20, 200, 100)


def _page(*texts: str, links: int = 0) -> SourceFile:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 200))
    canvas.drawString(20, 150, "Danh sach")
    for _ in range(links):
        canvas.linkURL("mailto:an@cantho.gov.vn", AREA)
    for text in texts:
        canvas.freeTextAnnotation(text, DA="/Helv 9 Tf", Rect=list(AREA))
    canvas.save()
    return SourceFile("a.pdf", out.getvalue())


def _codes(file: SourceFile) -> list[FlagCode]:
    return [flag.code for flag in read_fast(file).flags]


@pytest.mark.parametrize("words", [0, 1000], ids=["short", "long"])
def test_a_value_in_an_annotation_is_flagged(words: int) -> None:
    assert _codes(_page("nhu " * words + "0912345678")) == [FlagCode.ANNOTATION]


def test_a_remark_without_a_value_is_no_matter() -> None:
    assert _codes(_page("da kiem tra")) == []


def test_an_annotation_behind_hundreds_of_links_is_flagged() -> None:
    assert _codes(_page("0912345678", links=600)) == [FlagCode.ANNOTATION]


@pytest.mark.parametrize(
    "file", [_page(links=2001), _page("nhu " * 20_000)], ids=["too many", "too long"]
)
def test_what_would_have_to_be_left_unseen_is_an_error(file: SourceFile) -> None:
    with pytest.raises(ReadError) as error:
        read_fast(file)
    assert error.value.code == "file_too_large"
