"""What is laid over a page of a PDF is seen, however much of it there is."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from parsers import FlagCode, ReadError, SourceFile
from parsers.pdf.fast import read_fast

AREA = (20, 20, 200, 100)


def a_canvas() -> tuple[Canvas, io.BytesIO]:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 200))
    canvas.drawString(20, 150, "Danh sach")
    return canvas, out


def _page(*texts: str, links: int = 0) -> SourceFile:
    canvas, out = a_canvas()
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


def test_a_note_that_opens_on_a_click_is_told_without_its_numbers() -> None:
    canvas, out = a_canvas()
    canvas.textAnnotation("Bo sung Le Van Binh 092090000001", Rect=list(AREA))
    canvas.save()

    (flag,) = read_fast(SourceFile("a.pdf", out.getvalue())).flags

    assert flag.code is FlagCode.REMARK
    assert dict(flag.fields) == {"text": "Bo sung Le Van Binh …"}


@pytest.mark.parametrize(
    ("width", "told"), [pytest.param(220, True, id="a list"), pytest.param(60, False, id="a seal")]
)
def test_a_picture_as_wide_as_a_list_is_told(width: int, *, told: bool) -> None:
    canvas, out = a_canvas()
    canvas.drawInlineImage(Image.new("L", (width, 30)), 20, 60, width, 30)
    canvas.save()

    assert _codes(SourceFile("a.pdf", out.getvalue())) == [FlagCode.PICTURE] * told


@pytest.mark.parametrize("signs", [2, 12], ids=["two boxes", "a word"])
def test_letters_drawn_as_shapes_in_a_table_are_told(signs: int) -> None:
    canvas, out = a_canvas()
    canvas.grid([20, 120, 280], [20, 60, 100])
    canvas.drawString(24, 80, "Ho ten")
    for at in range(signs):
        canvas.circle(130 + 8 * at, 40, 3.5, fill=1)
    canvas.save()

    assert _codes(SourceFile("a.pdf", out.getvalue())) == [FlagCode.PICTURE] * (signs > 2)


def test_a_small_picture_in_a_table_is_told() -> None:
    canvas, out = a_canvas()
    canvas.grid([20, 120, 280], [20, 60, 100])
    canvas.drawString(24, 80, "Ho ten")
    canvas.drawInlineImage(Image.new("L", (20, 8)), 130, 40, 40, 10)
    canvas.save()

    assert _codes(SourceFile("a.pdf", out.getvalue())) == [FlagCode.PICTURE]


def test_an_annotation_behind_hundreds_of_links_is_flagged() -> None:
    assert _codes(_page("0912345678", links=600)) == [FlagCode.ANNOTATION]


@pytest.mark.parametrize(
    "file", [_page(links=2001), _page("nhu " * 20_000)], ids=["too many", "too long"]
)
def test_what_would_have_to_be_left_unseen_is_an_error(file: SourceFile) -> None:
    with pytest.raises(ReadError) as error:
        read_fast(file)
    assert error.value.code == "file_too_large"
