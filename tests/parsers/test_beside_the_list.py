"""What a person sees beside a list and no reader reads is told: remarks, notes, pictures."""

from __future__ import annotations

import io
import random
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.shared import Cm
from openpyxl import load_workbook
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as SheetPicture
from PIL import Image

from parsers import FlagCode, RequestList, SourceFile, read_request
from tests.parsers.conftest import FORMS
from tests.parsers.corpus import word
from tests.parsers.corpus.request import a_request
from tests.parsers.corpus.sheets import annex_workbook
from tests.parsers.packages import DOCUMENT, SHEET, with_part

REQUEST = a_request(random.Random(5), FORMS["new-people"])
LETTER = word.letter_with_annex(REQUEST)
BOOK = annex_workbook(REQUEST)
REMARK = "Bổ sung Lê Văn Bình 092090000001"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"


def _read(name: str, data: bytes) -> RequestList:
    return read_request([SourceFile(name, data)])


def _told(read: RequestList) -> list[tuple[FlagCode, str]]:
    beside = (FlagCode.REMARK, FlagCode.PICTURE)
    return [(f.code, dict(f.fields).get("text", "")) for f in read.flags if f.code in beside]


def _docx(change: Any) -> bytes:
    document, out = docx.Document(io.BytesIO(LETTER)), io.BytesIO()
    change(document)
    document.save(out)
    return out.getvalue()


def _xlsx(change: Any) -> bytes:
    book, out = load_workbook(io.BytesIO(BOOK)), io.BytesIO()
    change(book.worksheets[0])
    book.save(out)
    return out.getvalue()


def _picture(width: int, height: int) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("L", (width, height), 255).save(out, "PNG")
    out.seek(0)
    return out


@pytest.mark.parametrize("name", ["word/{}s.xml", "word/other.xml", "elsewhere/a.xml"])
@pytest.mark.parametrize("kind", ["comment", "footnote", "endnote"])
def test_a_remark_or_note_in_a_docx_is_told_without_its_numbers(kind: str, name: str) -> None:
    note = f'<w:{kind} w:id="1"><w:p><w:r><w:t>{REMARK}</w:t></w:r></w:p></w:{kind}>'
    separator = f'<w:{kind} w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
    content = f'<w:{kind}s xmlns:w="{W}">{separator}{note}</w:{kind}s>'

    read = _read("a.docx", with_part(LETTER, DOCUMENT, f"{kind}s", name.format(kind), content))

    assert _told(read) == [(FlagCode.REMARK, "Bổ sung Lê Văn Bình …")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("Lê Văn Bình, 0901234567", True, id="a row"),
        pytest.param("Điện thoại: 0292 3820 001; email: so@cantho.gov.vn", False, id="a contact"),
        pytest.param("Trang 1", False, id="a page's number"),
    ],
)
def test_a_row_in_the_margin_of_a_docx_is_told(text: str, *, told: bool) -> None:
    read = _read("a.docx", _docx(lambda d: _in_header(d, text)))

    assert len(_told(read)) == told


def _in_header(document: Any, text: str) -> None:
    document.sections[0].header.paragraphs[0].text = text


@pytest.mark.parametrize(
    ("width", "told"), [pytest.param(14, True, id="a list"), pytest.param(4, False, id="a seal")]
)
def test_a_picture_as_large_as_a_list_is_told(width: int, *, told: bool) -> None:
    read = _read("a.docx", _docx(lambda d: d.add_picture(_picture(70, 20), width=Cm(width))))

    assert _told(read) == [(FlagCode.PICTURE, "")] * told


def test_an_object_of_another_program_in_a_docx_is_told() -> None:
    def embed(document: Any) -> None:
        run = document.add_paragraph().add_run()
        run._r.append(OxmlElement("w:object"))

    assert _told(_read("a.docx", _docx(embed))) == [(FlagCode.PICTURE, "")]


def test_a_remark_on_a_cell_is_told_at_its_cell() -> None:
    def remark(sheet: Any) -> None:
        sheet["B9"].comment = Comment(REMARK, "An")

    read = _read("a.xlsx", _xlsx(remark))

    (flag,) = (flag for flag in read.flags if flag.code is FlagCode.REMARK)
    assert flag.place
    assert flag.place.cell == "B9"
    assert dict(flag.fields)["text"] == "Bổ sung Lê Văn Bình …"


def test_a_picture_on_a_sheet_is_told() -> None:
    read = _read("a.xlsx", _xlsx(lambda sheet: sheet.add_image(SheetPicture(_picture(9, 9)))))

    assert _told(read) == [(FlagCode.PICTURE, "")]


def _shape(text: str, form: str = "rect") -> str:
    return (
        f'<xdr:wsDr xmlns:xdr="{XDR}" xmlns:a="{A}"><xdr:absoluteAnchor><xdr:sp>'
        f'<xdr:spPr><a:prstGeom prst="{form}"/></xdr:spPr>'
        f"<xdr:txBody>{text}</xdr:txBody></xdr:sp></xdr:absoluteAnchor></xdr:wsDr>"
    )


@pytest.mark.parametrize(("form", "told"), [("rect", True), ("line", False)])
def test_a_shape_that_may_lie_on_cells_is_told(form: str, *, told: bool) -> None:
    shape = _shape("", form)

    read = _read("a.xlsx", with_part(BOOK, SHEET, "drawing", "xl/drawings/d.xml", shape))

    assert _told(read) == [(FlagCode.PICTURE, "")] * told


@pytest.mark.parametrize(("row", "told"), [(1, False), (6, True)])
@pytest.mark.parametrize("end", ["", "<xdr:to><xdr:row>{}</xdr:row></xdr:to>"])
def test_a_line_over_a_row_of_a_list_is_told(row: int, end: str, *, told: bool) -> None:
    ends = f"<xdr:from><xdr:row>{row}</xdr:row></xdr:from>{end.format(row)}"
    line = '<xdr:cxnSp><xdr:spPr><a:prstGeom prst="line"/></xdr:spPr></xdr:cxnSp>'
    drawing = (
        f'<xdr:wsDr xmlns:xdr="{XDR}" xmlns:a="{A}"><xdr:twoCellAnchor>{ends}{line}'
        "</xdr:twoCellAnchor></xdr:wsDr>"
    )

    read = _read("a.xlsx", with_part(BOOK, SHEET, "drawing", "xl/drawings/d.xml", drawing))

    assert _told(read) == [(FlagCode.PICTURE, "")] * told


@pytest.mark.parametrize(("down", "told"), [(20, False), (100, True)])
def test_a_line_at_no_cell_is_told_where_a_list_has_begun(down: int, *, told: bool) -> None:
    line = '<xdr:cxnSp><xdr:spPr><a:prstGeom prst="line"/></xdr:spPr></xdr:cxnSp>'
    drawing = (
        f'<xdr:wsDr xmlns:xdr="{XDR}" xmlns:a="{A}"><xdr:absoluteAnchor>'
        f'<xdr:pos x="0" y="{down * 12700}"/><xdr:ext cx="90000" cy="0"/>{line}'
        "</xdr:absoluteAnchor></xdr:wsDr>"
    )

    read = _read("a.xlsx", with_part(BOOK, SHEET, "drawing", "xl/drawings/d.xml", drawing))

    assert _told(read) == [(FlagCode.PICTURE, "")] * told


def test_a_chart_that_may_lie_on_cells_is_told() -> None:
    read = _read("a.xlsx", _xlsx(lambda sheet: sheet.add_chart(BarChart(), "B6")))

    assert _told(read) == [(FlagCode.PICTURE, "")]


def test_a_text_box_on_a_sheet_is_told() -> None:
    text = "<a:p><a:r><a:t>Không cấp</a:t></a:r></a:p><a:p><a:r><a:t>cho số 3</a:t></a:r></a:p>"

    read = _read("a.xlsx", with_part(BOOK, SHEET, "drawing", "xl/drawings/d.xml", _shape(text)))

    assert _told(read) == [(FlagCode.REMARK, "Không cấp cho số 3")]


@pytest.mark.parametrize(("name", "data"), [("a.docx", LETTER), ("a.xlsx", BOOK)])
def test_a_form_with_nothing_beside_its_list_is_told_nothing(name: str, data: bytes) -> None:
    assert _told(_read(name, data)) == []
