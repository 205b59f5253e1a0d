"""Requests written as docx, the way an office suite's user fills the decision's forms."""

from __future__ import annotations

import io

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from tests.parsers.corpus.request import ASKED, GROUNDS, HEADINGS, TITLES, Request, Table

WIDTHS = {
    "stt": 10,
    "name": 34,
    "parent_agency": 30,
    "unit": 30,
    "position": 24,
    "national_id": 27,
    "phone": 24,
    "email": 42,
    "manager": 52,
    "note": 24,
}


def letter_with_annex(request: Request, *, landscape: bool = True, font: str = "Tinos") -> bytes:
    """Return one docx: the letter, then the annex."""
    document = _document(font)
    write_letter(document, request)
    write_annex(document, request, landscape=landscape)
    return _bytes(document)


def letter_alone(request: Request, *, font: str = "Tinos") -> bytes:
    document = _document(font)
    write_letter(document, request)
    return _bytes(document)


def annex_alone(request: Request, *, landscape: bool = True, font: str = "Tinos") -> bytes:
    document = _document(font)
    write_annex(document, request, landscape=landscape, new_section=False)
    return _bytes(document)


def _document(font: str) -> Document:
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name = font
    style.font.size = Pt(13)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    return document


def _bytes(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def write_letter(document: Document, request: Request) -> None:
    head = document.add_table(rows=2, cols=2)
    left = head.cell(0, 0).paragraphs[0]
    left.alignment = WD_ALIGN_PARAGRAPH.CENTER
    left.add_run(request.superior + "\n")
    left.add_run(request.agency).bold = True
    right = head.cell(0, 1).paragraphs[0]
    right.alignment = WD_ALIGN_PARAGRAPH.CENTER
    right.add_run("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc").bold = True
    asked = ASKED[request.procedure]
    head.cell(1, 0).paragraphs[0].add_run(f"Số: {request.number}\nV/v đề nghị {asked}")
    on = request.on
    place = (
        head.cell(1, 1)
        .paragraphs[0]
        .add_run(f"Cần Thơ, ngày {on.day:02d} tháng {on.month:02d} năm {on.year}")
    )
    place.italic = True
    document.add_paragraph("Kính gửi: Sở Thông tin và Truyền thông.")
    document.add_paragraph(
        "Căn cứ Quyết định số 33/2015/QĐ-UBND ngày 18 tháng 12 năm 2015 của Ủy ban nhân dân thành "
        "phố Cần Thơ về việc ban hành Quy chế quản lý, sử dụng hệ thống thư điện tử trong hoạt "
        "động của các cơ quan nhà nước;"
    )
    document.add_paragraph(
        f"{request.agency_in_text} kính gửi đề nghị Sở Thông tin và Truyền thông {asked} cho "
        f"{GROUNDS[request.procedure]}."
    )
    document.add_paragraph("Rất mong nhận được sự hỗ trợ của quý cơ quan./.")
    document.add_paragraph("(Đính kèm phụ lục)")
    foot = document.add_table(rows=1, cols=2)
    foot.cell(0, 0).paragraphs[0].add_run("Nơi nhận:\n- Như trên;\n- Lưu: VT.")
    foot.cell(0, 1).paragraphs[0].add_run(
        "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\n\n\nTrần Văn Minh"
    ).bold = True


def write_annex(
    document: Document, request: Request, *, landscape: bool, new_section: bool = True
) -> None:
    if landscape:
        section = document.add_section() if new_section else document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    elif new_section:
        document.add_page_break()  # type: ignore[no-untyped-call]
    usable = 297 - 45 if landscape else 210 - 45
    title = document.add_paragraph("PHỤ LỤC I")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    last = ""
    for table in request.tables:
        if table.procedure != last:
            document.add_paragraph(TITLES[table.procedure])
            on = request.on
            document.add_paragraph(
                f"(Kèm theo Công văn số {request.number} ngày {on.day:02d} tháng {on.month:02d} "
                f"năm {on.year})"
            )
            last = table.procedure
        document.add_paragraph(HEADINGS[table.procedure, table.shape])
        write_table(document, table, usable)


def write_table(document: Document, table: Table, usable: int) -> None:
    grid = document.add_table(rows=1, cols=len(table.headers))
    grid.style = "Table Grid"
    grid.autofit = False
    total = sum(WIDTHS[name] for name in table.headers)
    for cell, (name, text) in zip(grid.rows[0].cells, table.headers.items(), strict=True):
        cell.width = Mm(WIDTHS[name] * usable / total)
        cell.paragraphs[0].add_run(text).bold = True
    for row in table.rows:
        for cell, name in zip(grid.add_row().cells, table.headers, strict=True):
            cell.width = Mm(WIDTHS[name] * usable / total)
            cell.text = row.get(name, "")
