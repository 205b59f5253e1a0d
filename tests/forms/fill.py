"""A clerk at work: fills in the blank forms the way their words ask for."""

from __future__ import annotations

import copy
import io
from typing import Any

import docx
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from mailbot.forms.annex import Annex
from mailbot.forms.workbook import GrowingRow
from mailbot.words import load_words
from tests.parsers.corpus.request import GROUNDS, Fields, Request, Table

WORDS = load_words()
HEADER_ROW = 6


def enclosed_with(request: Request) -> str:
    on = request.on
    return (
        f"(Kèm theo Công văn số {request.number} ngày {on.day:02d} tháng {on.month:02d} "
        f"năm {on.year})"
    )


def fill_workbook(blank: bytes, annex: Annex, request: Request) -> bytes:
    """Return the annex with the request's rows typed in as text."""
    book = load_workbook(io.BytesIO(blank))
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    sheet["A3"] = enclosed_with(request)
    names = [column.field for column in annex.columns(WORDS)]
    for at, row in enumerate(_table(annex, request).rows, HEADER_ROW + 1):
        for number, name in enumerate(names, 1):
            cell: Any = sheet.cell(at, number)
            cell.value = row.get(name) or None
            cell.number_format = "@"
            cell.border = copy.copy(sheet.cell(HEADER_ROW + 1, number).border)
            cell.alignment = copy.copy(sheet.cell(HEADER_ROW + 1, number).alignment)
            cell.font = copy.copy(sheet.cell(HEADER_ROW + 1, number).font)
        # A spreadsheet program makes the row as high as its text while it is typed.
        height = 6 + 17 * max(len(str(row.get(name, ""))) // 20 + 1 for name in names)
        sheet.row_dimensions[at] = GrowingRow(sheet, index=at, ht=height)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def fill_letter(blank: bytes, request: Request, *, with_guide: bool = True) -> bytes:
    """Return the letter with every open place filled in, its annex with the request's rows."""
    document: Any = docx.Document(io.BytesIO(blank))
    on = request.on
    head, foot = document.tables[0], document.tables[1]
    _write(head.cell(0, 0).paragraphs, "CƠ QUAN…", request.superior)
    _write(head.cell(0, 0).paragraphs, "ĐƠN VỊ…", request.agency)
    _write(head.cell(1, 0).paragraphs, "Số: …", f"Số: {request.number}")
    dated = f"Cần Thơ, ngày {on.day:02d} tháng {on.month:02d} năm {on.year}"
    _write(head.cell(1, 1).paragraphs, "Cần Thơ, ngày …", dated)
    asked = next(p.text for p in document.paragraphs if p.text.startswith("(Cơ quan, đơn vị)"))
    asked = asked.replace("(Cơ quan, đơn vị)", request.agency_in_text).rstrip("…")
    _write(document.paragraphs, "(Cơ quan, đơn vị)", f"{asked}{GROUNDS[request.procedure]}.")
    _remove(document.paragraphs, "Căn cứ …")
    signer = foot.cell(0, 1)
    _write(signer.paragraphs, "THỦ TRƯỞNG", "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\n\n")
    _write(signer.paragraphs, "(Ký tên", "Trần Văn Minh")
    _write(foot.cell(0, 0).paragraphs, "- Lưu:", "- Lưu: VT.")
    return _with_lists(document, request, with_guide=with_guide)


def fill_annex(blank: bytes, request: Request, *, with_guide: bool = True) -> bytes:
    """Return an annex that is a file of its own, filled in."""
    return _with_lists(docx.Document(io.BytesIO(blank)), request, with_guide=with_guide)


def _with_lists(document: Any, request: Request, *, with_guide: bool) -> bytes:
    _write(document.paragraphs, "(Kèm theo", enclosed_with(request))
    for table in document.tables:
        _fill_list(table, request)
    if not with_guide:
        _tear_off_guide(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _fill_list(table: Any, request: Request) -> None:
    for annex in (Annex(t.procedure, _HOLDER[t.shape]) for t in request.tables):  # type: ignore[arg-type]
        columns = annex.columns(WORDS)
        if [cell.text for cell in table.rows[0].cells] != [c.heading for c in columns]:
            continue
        for number, row in enumerate(_table(annex, request).rows, 1):
            if number >= len(table.rows):
                table._tbl.append(copy.deepcopy(table.rows[-1]._tr))
            _fill_row(table.rows[number], [c.field for c in columns], row)


_HOLDER = {"organisation": "organisation", "individual": "person"}


def _table(annex: Annex, request: Request) -> Table:
    return next(
        table
        for table in request.tables
        if (table.procedure, _HOLDER[table.shape]) == (annex.procedure, annex.holder)
    )


def _fill_row(row: Any, names: list[str], fields: Fields) -> None:
    for cell, name in zip(row.cells, names, strict=True):
        cell.paragraphs[0].runs[0].text = fields.get(name, "")


def _write(paragraphs: list[Any], begins: str, text: str) -> None:
    paragraph = next(p for p in paragraphs if p.text.startswith(begins))
    paragraph.runs[0].text = text


def _remove(paragraphs: list[Any], begins: str) -> None:
    paragraph = next(p for p in paragraphs if p.text.startswith(begins))
    paragraph._p.getparent().remove(paragraph._p)


def _tear_off_guide(document: Any) -> None:
    title = WORDS.say("forms.guide_title")
    paragraphs = document.paragraphs
    at = next(i for i, p in enumerate(paragraphs) if p.text == title)
    for paragraph in paragraphs[at - 1 :]:
        paragraph._p.getparent().remove(paragraph._p)
