"""Words of a list with a line under them, as links have one, are read as they are."""

from __future__ import annotations

import io

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from parsers import RequestList, SourceFile, read_request
from tests.parsers.corpus.drawn import faces

TITLE = "DANH SÁCH ĐỀ NGHỊ CẤP LẠI MẬT KHẨU HỘP THƯ ĐIỆN TỬ"
HEADER = ("STT", "Họ tên", "Đơn vị", "Hộp thư")
NAMES = ("Nguyễn Văn An", "Trần Thị Bình", "Lê Văn Cường", "Phạm Thị Dung")
LETTER = {"letter_missing", "number_missing", "date_missing", "agency_missing", "signer_unclear"}


def _page(column: int, padding: float, width: float) -> RequestList:
    """Return what is read of a list with one column underlined, `padding` beside its words.

    Without a `width` the last column is as wide as they are.
    """
    faces()
    face = ParagraphStyle("cell", fontName="Face", fontSize=10)
    rows = [
        (str(at), name, "Văn phòng", f"nguyen.phuong.{at}@cantho.gov.vn")
        for at, name in enumerate(NAMES, start=1)
    ]
    told = [
        [Paragraph(f"<u>{text}</u>" if at == column else text, face) for at, text in enumerate(row)]
        for row in rows
    ]
    fits = 2 * padding + 0.5 + stringWidth(rows[0][3], "Face", 10)
    table = Table([HEADER, *told], colWidths=(40, 120, 80, width or fits))
    whole = (0, 0), (-1, -1)
    table.setStyle(
        TableStyle(
            [("GRID", *whole, 0.5, colors.black), ("FONTNAME", *whole, "Face"),
             ("LEFTPADDING", *whole, padding), ("RIGHTPADDING", *whole, padding)]
        )
    )  # fmt: skip
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build([Paragraph(TITLE, face), table])
    return read_request([SourceFile("a.pdf", out.getvalue())])


@pytest.mark.parametrize("column", [1, 2, 3])
@pytest.mark.parametrize("padding", [1.5, 2.5, 6.0])
@pytest.mark.parametrize("width", [0, 200])
def test_underlined_words_are_read(column: int, padding: float, width: float) -> None:
    read = _page(column, padding, width)

    assert [row.name for row in read.individuals] == list(NAMES)
    assert [row.email[:16] for row in read.individuals] == [
        f"nguyen.phuong.{at}@" for at in range(1, 5)
    ]
    assert {flag.code.value for flag in read.flags} <= LETTER
