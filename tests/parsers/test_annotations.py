"""What is laid over a page of a PDF is seen, however much of it there is."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from parsers import FlagCode, ReadError, SourceFile
from parsers.pdf.fast import read_fast
from tests.parsers.plain_pdf import Form, plain_pdf

LIST = (
    "0 G 1 w 100 600 400 100 re S 100 650 m 500 650 l S 300 600 m 300 700 l S "
    "BT /F1 10 Tf 110 670 Td (Ho ten) Tj 200 0 Td (CCCD) Tj ET "
    "BT /F1 10 Tf 110 620 Td (Le Van An) Tj 200 0 Td (092090000001) Tj ET "
    "BT /F1 10 Tf 60 740 Td (De nghi cap moi 02 hop thu) Tj ET "
    "BT /F1 10 Tf 400 100 Td (Le Van Binh) Tj ET"
)
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


def _noted(text: str) -> SourceFile:
    canvas, out = a_canvas()
    canvas.textAnnotation(text, Rect=list(AREA))
    canvas.save()
    return SourceFile("a.pdf", out.getvalue())


def _codes(file: SourceFile) -> list[FlagCode]:
    return [flag.code for flag in read_fast(file).flags]


@pytest.mark.parametrize("words", [0, 1000], ids=["short", "long"])
def test_an_annotation_is_flagged(words: int) -> None:
    assert _codes(_page("nhu " * words + "0912345678")) == [FlagCode.ANNOTATION]


def test_a_text_laid_over_the_page_is_flagged_whatever_it_says() -> None:
    assert _codes(_page("Khong cap cho so 3")) == [FlagCode.ANNOTATION]


SHOWN = Form(
    "1 g 0 0 150 20 re f 0 g BT /F1 9 Tf 2 5 Td (092190009999) Tj ET", "/BBox [0 0 150 20]"
)
IN_LIST, BESIDE, ON_NAME = "[305 615 455 635]", "[50 300 200 320]", "[380 90 530 110]"
ON_REQUEST, WIDE = "[50 735 200 755]", "[50 300 450 340]"
DRAWS = "/AP << /N 20 0 R >>"
SIGNS = "/FT /Sig /T (s) /Subtype /Widget"


def _with(annotation: str, fields: str = "", more: Sequence[str] = ()) -> SourceFile:
    page = f"/Annots [<< /Type /Annot {annotation} >>]"
    catalog = f"/AcroForm << /Fields [{fields}] >>"
    data = plain_pdf(LIST, {"A": SHOWN}, more=more, page=page, catalog=catalog)
    return SourceFile("a.pdf", data)


KINDS = ("Widget", "Watermark", "FileAttachment", "Screen", "Link", "Highlight", "Popup", "Unheard")


@pytest.mark.parametrize("rect", [IN_LIST, BESIDE], ids=["in the list", "beside it"])
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_has_an_appearance_is_flagged(kind: str, rect: str) -> None:
    file = _with(f"/Subtype /{kind} /Rect {rect} /F 4 {DRAWS}")

    assert _codes(file) == [FlagCode.ANNOTATION]


@pytest.mark.parametrize(
    "annotation",
    [
        pytest.param("/Subtype /Widget /Parent 10 0 R", id="a value of its parent"),
        pytest.param("/Subtype /Widget /FT /Ch /V [(092190009999)]", id="values of a choice"),
        pytest.param("/Subtype /Widget /FT /Btn /Ff 65536 /MK << /CA (4) >>", id="a button"),
        pytest.param("/Subtype /Highlight /C [0 0 0]", id="a mark in black"),
        pytest.param(f"/Subtype /Stamp /F 36 {DRAWS}", id="seen on paper alone"),
        pytest.param(f"/Subtype /Stamp /F 288 {DRAWS}", id="seen when pointed at"),
        pytest.param("/Subtype /Link /Border [0 0 9]", id="a link with a broad border"),
    ],
)
def test_what_viewers_draw_without_an_appearance_is_flagged(annotation: str) -> None:
    parent = "<< /FT /Tx /T (x) /V (092190009999) >>"

    assert _codes(_with(f"/Rect {IN_LIST} {annotation}", more=[parent])) == [FlagCode.ANNOTATION]


def test_a_link_that_strikes_out_is_flagged() -> None:
    assert _codes(_with("/Subtype /Link /Rect [305 625 455 626]")) == [FlagCode.ANNOTATION]


@pytest.mark.parametrize(
    "annotation",
    [
        pytest.param(f"/Subtype /Link /Rect {IN_LIST} /Border [0 0 0]", id="a link"),
        pytest.param(f"/Subtype /Link /Rect {IN_LIST} /BS << /W 0 >>", id="a link of an office"),
        pytest.param(f"/Subtype /Stamp /Rect {IN_LIST} /F 2 {DRAWS}", id="hidden"),
        pytest.param(f"/Subtype /Stamp /Rect {IN_LIST} /F 32 {DRAWS}", id="nowhere to be seen"),
        pytest.param(f"{SIGNS} /Rect [0 0 0 0] /F 132 {DRAWS}", id="an invisible signature"),
        pytest.param(f"{SIGNS} /Rect {BESIDE} /F 132 {DRAWS}", id="a signature beside the list"),
        pytest.param(f"{SIGNS} /Rect {ON_NAME} /F 132 {DRAWS}", id="a signature on its name"),
    ],
)
def test_what_changes_nothing_of_the_list_is_not_flagged(annotation: str) -> None:
    assert _codes(_with(annotation)) == []


@pytest.mark.parametrize("rect", [IN_LIST, ON_REQUEST, WIDE], ids=["list", "request", "wide"])
def test_a_signature_over_what_is_read_or_as_wide_as_a_list_is_flagged(rect: str) -> None:
    assert _codes(_with(f"{SIGNS} /Rect {rect} /F 132 {DRAWS}")) == [FlagCode.ANNOTATION]


def test_a_note_that_opens_on_a_click_is_told_without_its_numbers() -> None:
    (flag,) = read_fast(_noted("Bo sung Le Van Binh 092090000001")).flags

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


@pytest.mark.parametrize("across", [90, 20], ids=["a line of pictures", "two seals"])
def test_pictures_that_are_a_line_together_are_told(across: int) -> None:
    canvas, out = a_canvas()
    for at in (20, 40 + across):
        canvas.drawInlineImage(Image.new("L", (20, 8)), at, 60, across, 12)
    canvas.save()

    assert _codes(SourceFile("a.pdf", out.getvalue())) == [FlagCode.PICTURE] * (across > 20)


def _ell(canvas: Canvas, x: float, y: float) -> None:
    canvas.lines([(x, y, x, y + 7), (x, y, x + 4, y)])


def _hook(canvas: Canvas, x: float, y: float) -> None:
    canvas.bezier(x, y, x, y + 9, x + 4, y + 9, x + 4, y)


def _box(canvas: Canvas, x: float, y: float) -> None:
    canvas.rect(x, y, 5, 7)


@pytest.mark.parametrize(
    ("draw", "signs", "told"),
    [
        pytest.param(_hook, 12, True, id="a word in outlines"),
        pytest.param(_hook, 3, False, id="three hooks"),
        pytest.param(_box, 12, False, id="boxes"),
        pytest.param(_ell, 12, False, id="corners of cells"),
    ],
)
def test_letters_drawn_as_strokes_beside_a_table_are_told(
    draw: Callable[[Canvas, float, float], None], signs: int, *, told: bool
) -> None:
    canvas, out = a_canvas()
    for at in range(signs):
        draw(canvas, 30 + 8 * at, 40)
    canvas.save()

    assert _codes(SourceFile("a.pdf", out.getvalue())) == [FlagCode.PICTURE] * told


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param("310 605 m 480 645 l S", True, id="a line over an empty cell"),
        pytest.param("310 605 m 320 640 330 590 350 620 c S", True, id="a scrawl"),
        pytest.param("310 605 m 480 605 l S", False, id="a level line"),
        pytest.param("310 305 m 480 345 l S", False, id="a line beside the table"),
    ],
)
def test_a_stroke_aslant_over_a_table_is_told(content: str, *, told: bool) -> None:
    emptied = LIST.replace("(092090000001)", "()")
    file = SourceFile("a.pdf", plain_pdf(f"{emptied} 0 G 1 w {content}"))

    assert _codes(file) == [FlagCode.HAND_DRAWN] * told


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
    "file", [_page(links=2001), _noted("nhu " * 20_000)], ids=["too many", "too long"]
)
def test_what_would_have_to_be_left_unseen_is_an_error(file: SourceFile) -> None:
    with pytest.raises(ReadError) as error:
        read_fast(file)
    assert error.value.code == "file_too_large"
