"""Papers as docx: sent as they are, or exported to PDF by an office suite."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Row

from tests.parsers.corpus.foot import Signature
from tests.parsers.corpus.paper import NEXT_PAGE, SMALL, Look, Paper, PaperCell, PaperGrid

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
EDGE = 18


def written(paper: Paper) -> bytes:
    """Return the paper, letter and annex, as one docx."""
    document = _document(paper.look)
    _letter(document, paper)
    if paper.look.inline:
        _listed(document, paper, 210 - 2 * EDGE)
        document.add_paragraph("Trân trọng./.")
        _foot(document, paper.signature)
    else:
        _foot(document, paper.signature)
        _annex(document, paper)
    return _bytes(document)


def letter_of(paper: Paper) -> bytes:
    """Return only the letter, as docx."""
    document = _document(paper.look)
    _letter(document, paper)
    _foot(document, paper.signature)
    return _bytes(document)


def _document(look: Look) -> Document:
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name = look.font
    style.font.size = Pt(look.size)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(EDGE)
    section.top_margin = section.bottom_margin = Mm(EDGE)
    return document


def _bytes(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _letter(document: Document, paper: Paper) -> None:
    head = document.add_table(rows=2, cols=2)
    left, right = (head.cell(0, column).paragraphs[0] for column in (0, 1))
    left.add_run(paper.superior + "\n")
    left.add_run(paper.agency).bold = True
    right.add_run(MOTTO).bold = True
    for paragraph in (left, right):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head.cell(1, 0).paragraphs[0].add_run(f"{paper.numbered}\n{paper.subject}")
    head.cell(1, 1).paragraphs[0].add_run(paper.dated).italic = True
    for text in paper.body:
        document.add_paragraph(text)


def _foot(document: Document, signature: Signature) -> None:
    if signature.stands != "beside":
        document.add_paragraph(signature.copies)
        block = document.add_paragraph()
        block.add_run(signature.lines).bold = True
        if signature.stands == "centred":
            block.alignment = WD_ALIGN_PARAGRAPH.CENTER
        return
    foot = document.add_table(rows=1, cols=2)
    foot.cell(0, 0).paragraphs[0].add_run(signature.copies)
    block = foot.cell(0, 1).paragraphs[0]
    block.add_run(signature.lines).bold = True
    block.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _annex(document: Document, paper: Paper) -> None:
    look = paper.look
    section = document.add_section()
    if look.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    for part, text in ((section.header, look.header), (section.footer, look.footer)):
        if text:
            part.is_linked_to_previous = False
            part.paragraphs[0].text = text
    _listed(document, paper, (297 if look.landscape else 210) - 2 * EDGE)


def _listed(document: Document, paper: Paper, usable: int) -> None:
    for item in paper.annex:
        if isinstance(item, PaperGrid):
            _grid(document, item, paper.look, usable)
        elif item == NEXT_PAGE:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        else:
            document.add_paragraph(item)


def _grid(document: Document, grid: PaperGrid, look: Look, usable: int) -> None:
    total = sum(grid.weights)
    sizes = [Mm(usable * weight / total) for weight in grid.weights]
    table = document.add_table(rows=len(grid.rows), cols=len(sizes))
    table.autofit = False
    _borders(table, look)
    _room_below(table, look)
    for column, size in zip(table.columns, sizes, strict=True):
        column.width = size
    rows = list(table.rows)
    squares = [list(row.cells) for row in rows]
    for y, row in enumerate(rows):
        if y < grid.header_rows and look.repeat_header:
            _row_property(row, "w:tblHeader")
        if not look.rows_split:
            _row_property(row, "w:cantSplit")
        for x, size in enumerate(sizes):
            squares[y][x].width = size
    _fill(squares, grid, look)


def _fill(squares: list[list[Any]], grid: PaperGrid, look: Look) -> None:
    for y, x, cell in grid.placed():
        square = squares[y][x]
        if cell.wide > 1 or cell.tall > 1:
            square = square.merge(squares[y + cell.tall - 1][x + cell.wide - 1])
        _write(square, cell, look)


def _write(square: Any, cell: PaperCell, look: Look) -> None:
    paragraph = square.paragraphs[0]
    run = paragraph.add_run(cell.text)
    run.bold, run.font.strike = cell.bold, cell.struck or None
    run.italic, run.underline = cell.lettered == "italic", cell.lettered == "underlined"
    if cell.lettered == "small":
        run.font.size = Pt(SMALL * look.size)
    elif cell.lettered == "another face":
        run.font.name = "Arimo"
    if look.justify:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _row_property(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _borders(table: Table, look: Look) -> None:
    if look.rules == "none":
        return
    borders = OxmlElement("w:tblBorders")
    sides = ("top", "bottom", "insideH")
    sides += () if look.rules == "flat" else ("left", "right", "insideV")  # type: ignore[assignment]
    for side in sides:
        element = OxmlElement(f"w:{side}")
        element.set(qn("w:val"), "double" if look.rules == "double" else "single")
        element.set(qn("w:sz"), str(max(2, round(look.stroke * 8))))
        element.set(qn("w:color"), "999999" if look.rules == "grey" else "000000")
        borders.append(element)
    table._tbl.tblPr.append(borders)


def _room_below(table: Table, look: Look) -> None:
    if not look.below:
        return
    margins, bottom = OxmlElement("w:tblCellMar"), OxmlElement("w:bottom")
    bottom.set(qn("w:w"), str(round(look.below * 20)))
    bottom.set(qn("w:type"), "dxa")
    margins.append(bottom)
    table._tbl.tblPr.append(margins)
