"""A letter with its annex, or an annex alone, as docx in the form of Nghị định 30/2020/NĐ-CP."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from mailbot.cases.row import Holder, Procedure
from mailbot.forms.annex import Annex, Column, Entry
from mailbot.forms.guide import annex_guide, letter_guide
from mailbot.forms.office import Office
from mailbot.words import Words

BLANK_ROWS = 5
_FACE = "Times New Roman"
_CENTRE, _LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
_JUSTIFIED = WD_ALIGN_PARAGRAPH.JUSTIFY
_LANDSCAPE_MM = 257
_ROW_HEIGHT_MM = 8


def letter_document(procedure: Procedure, office: Office, words: Words) -> bytes:
    """Return the letter of a procedure, its annex for agencies and people, and instructions."""
    paper = _Paper(office, words, words.say(f"forms.file_letter_{procedure}"))
    paper.letter(procedure)
    paper.turn()
    paper.annex([Annex(procedure, holder) for holder in Holder])
    paper.guide(letter_guide(procedure, office, words))
    return paper.saved()


def annex_document(annex: Annex, office: Office, words: Words) -> bytes:
    """Return one annex as a file of its own, with instructions."""
    paper = _Paper(office, words, words.say(f"forms.file_{annex.code}"))
    paper.lay_across(paper.document.sections[0])
    paper.annex([annex])
    paper.guide(annex_guide(annex, office, words))
    return paper.saved()


class _Paper:
    """Writes one document, top to bottom."""

    def __init__(self, office: Office, words: Words, title: str) -> None:
        self.office, self.words = office, words
        self.document: Any = docx.Document()
        properties = self.document.core_properties
        properties.title, properties.author, properties.comments = title, office.author, ""
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = _FACE, Pt(13)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), _FACE)
        style.paragraph_format.space_after = Pt(0)
        _page(self.document.sections[0])

    def saved(self) -> bytes:
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    def say(self, code: str, **more: str) -> str:
        return self.words.say(f"forms.{code}", **(self.office.fields() | more))

    # ---- The letter ----

    def letter(self, procedure: Procedure) -> None:
        self._head(procedure)
        self._paragraph(self.say("to"), _CENTRE, size=14, before=12, after=12)
        for code in ("ground", "ground_open", f"ask_{procedure}", "thanks", "enclosed"):
            self._body(self.say(code))
        self._foot()

    def _head(self, procedure: Procedure) -> None:
        table = self._bare_table((75, 93))
        left, right = table.rows[0].cells
        _write(left, self.say("superior"), _CENTRE, size=12)
        _write(left, self.say("agency"), _CENTRE, size=12, bold=True)
        _rule(left.add_paragraph(), side_mm=24)
        _write(right, self.say("nation"), _CENTRE, size=12, bold=True)
        _write(right, self.say("motto"), _CENTRE, size=13, bold=True)
        _rule(right.add_paragraph(), side_mm=17)
        left, right = table.add_row().cells
        _write(left, self.say("number"), _CENTRE, size=13)
        _write(left, self.say(f"subject_{procedure}"), _CENTRE, size=12)
        _write(right, self.say("place_and_date"), _CENTRE, size=13, italic=True)

    def _body(self, text: str) -> None:
        paragraph = self._paragraph(text, _JUSTIFIED, size=14, after=6)
        paragraph.paragraph_format.first_line_indent = Mm(12.7)
        paragraph.paragraph_format.line_spacing = 1.15

    def _foot(self) -> None:
        self._paragraph("", _LEFT)
        table = self._bare_table((75, 93))
        left, right = table.rows[0].cells
        _write(left, self.say("receivers"), _LEFT, size=12, bold=True, italic=True)
        _write(left, self.say("receiver_above"), _LEFT, size=11)
        _write(left, self.say("receiver_filed"), _LEFT, size=11)
        _write(right, self.say("signer"), _CENTRE, size=14, bold=True)
        _write(right, self.say("signer_note"), _CENTRE, size=13, italic=True)

    def _bare_table(self, widths_mm: Sequence[int]) -> Any:
        table = self.document.add_table(1, len(widths_mm))
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        _set_widths(table, widths_mm)
        return table

    # ---- The annex ----

    def turn(self) -> None:
        """Begin a landscape page."""
        self.lay_across(self.document.add_section(WD_SECTION.NEW_PAGE))

    @staticmethod
    def lay_across(section: Any) -> None:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.left_margin, section.right_margin = Mm(20), Mm(20)

    def annex(self, annexes: Sequence[Annex]) -> None:
        system = self.office.system.upper()
        title = self.say(f"title_{annexes[0].procedure}", system=system)
        self._paragraph(self.say("annex"), _CENTRE, size=14, bold=True)
        self._paragraph(title, _CENTRE, size=14, bold=True)
        self._paragraph(self.say("enclosed_with"), _CENTRE, size=14, italic=True)
        for annex in annexes:
            heading = self.say(f"heading_{annex.code}")
            self._paragraph(heading, _LEFT, bold=True, before=10, after=4, keep=True)
            self._list(annex.columns(self.words))

    def _list(self, columns: Sequence[Column]) -> None:
        table = self.document.add_table(1, len(columns), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        for cell, column in zip(table.rows[0].cells, columns, strict=True):
            _write(cell, column.heading, _CENTRE, size=12, bold=True)
        _repeat_on_each_page(table.rows[0])
        for number in range(1, BLANK_ROWS + 1):
            cells = table.add_row().cells
            for cell, column in zip(cells, columns, strict=True):
                text = str(number) if column.entry is Entry.STT else ""
                _write(cell, text, _CENTRE if column.entry is Entry.STT else _LEFT, size=12)
        for row in table.rows:
            row.height = Mm(_ROW_HEIGHT_MM)
            _keep_whole(row)
            for cell in row.cells:
                cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        _set_widths(table, _shares([column.width_mm for column in columns]))

    # ---- The instructions ----

    def guide(self, paragraphs: Sequence[str]) -> None:
        """Add the instructions on a page of their own."""
        first = self._paragraph("", _CENTRE)
        first.add_run().add_break(WD_BREAK.PAGE)
        self._paragraph(self.say("guide_title"), _CENTRE, size=14, bold=True)
        self._paragraph(self.say("guide_remove"), _CENTRE, italic=True, after=8)
        for number, text in enumerate(paragraphs, 1):
            self._paragraph(f"{number}) {text}", _JUSTIFIED, after=6)

    def _paragraph(  # noqa: PLR0913 (how a paragraph looks)
        self,
        text: str,
        alignment: Any,
        *,
        size: float = 13,
        bold: bool = False,
        italic: bool = False,
        before: float = 0,
        after: float = 0,
        keep: bool = False,
    ) -> Any:
        paragraph = self.document.add_paragraph()
        _style(paragraph, text, alignment, size=size, bold=bold, italic=italic)
        form = paragraph.paragraph_format
        form.space_before, form.space_after, form.keep_with_next = Pt(before), Pt(after), keep
        return paragraph


def _page(section: Any) -> None:
    """A4 with the margins of Nghị định 30/2020/NĐ-CP, the number top centre from page 2 on."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = _CENTRE
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001 (python-docx has no fields)


def _write(  # noqa: PLR0913 (how a paragraph looks)
    cell: Any,
    text: str,
    alignment: Any,
    *,
    size: float = 13,
    bold: bool = False,
    italic: bool = False,
) -> None:
    """Add a paragraph to a cell; the first takes the place of the empty one it is born with."""
    first = cell.paragraphs[0]
    fresh = len(cell.paragraphs) == 1 and not first.runs
    paragraph = first if fresh else cell.add_paragraph()
    _style(paragraph, text, alignment, size=size, bold=bold, italic=italic)


def _style(  # noqa: PLR0913 (how a paragraph looks)
    paragraph: Any, text: str, alignment: Any, *, size: float, bold: bool, italic: bool
) -> None:
    paragraph.alignment = alignment
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic


def _rule(paragraph: Any, side_mm: float) -> None:
    """Draw a line across the paragraph, `side_mm` short on each side."""
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm(side_mm)
    form.line_spacing, form.space_after = Pt(3), Pt(4)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().append(borders)  # noqa: SLF001 (python-docx has no borders)


def _shares(widths: Sequence[int]) -> list[float]:
    return [width * _LANDSCAPE_MM / sum(widths) for width in widths]


def _set_widths(table: Any, widths_mm: Sequence[float]) -> None:
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, widths_mm, strict=True):
            cell.width = Mm(width)
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)


def _repeat_on_each_page(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001


def _keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
