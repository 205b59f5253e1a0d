"""Papers drawn with ReportLab, whose rules and words stand exactly where they are put."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any, Literal
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Table,
)

from tests.parsers.corpus.paper import NEXT_PAGE, SMALL, Look, Paper, PaperCell, PaperGrid

FONTS = Path(__file__).parents[3] / "config" / "fonts"
ARIMO = Path("/usr/share/fonts/truetype/croscore/Arimo-Regular.ttf")
EDGE = 18 * mm

LETTERED = {"italic": "FaceItalic", "another face": "Other"}


def drawn(paper: Paper) -> bytes:
    """Return the paper as PDF."""
    faces()
    out = io.BytesIO()
    document = BaseDocTemplate(out, pageTemplates=_templates(paper.look))
    document.build(_parts(paper))
    return out.getvalue()


def _parts(paper: Paper) -> list[Flowable]:
    if paper.look.inline:
        return [*_letter(paper), *_annex(paper), *_foot(paper)]
    turn = [NextPageTemplate("annex"), PageBreak()]
    return [*_letter(paper), *_foot(paper), *turn, *_annex(paper)]


@cache
def faces() -> None:
    """Let ReportLab know the faces, "Face" with its bold and its italics, and "Other"."""
    pdfmetrics.registerFont(TTFont("Face", FONTS / "Tinos-Regular.ttf"))
    pdfmetrics.registerFont(TTFont("FaceBold", FONTS / "Tinos-Bold.ttf"))
    pdfmetrics.registerFont(TTFont("FaceItalic", FONTS / "Tinos-Italic.ttf"))
    pdfmetrics.registerFont(TTFont("Other", ARIMO))
    pdfmetrics.registerFont(TTFont("FaceBoth", FONTS / "Tinos-BoldItalic.ttf"))
    pdfmetrics.registerFontFamily("Face", "Face", "FaceBold", "FaceItalic", "FaceBoth")


def _templates(look: Look) -> list[PageTemplate]:
    wide = landscape(A4) if look.landscape else A4

    def margins(canvas: Canvas, _: object) -> None:
        canvas.setFont("Face", 8)
        canvas.drawCentredString(wide[0] / 2, wide[1] - EDGE / 2, look.header)
        canvas.drawCentredString(wide[0] / 2, EDGE / 2, look.footer)

    return [
        PageTemplate("letter", [_frame(A4)], pagesize=A4),
        PageTemplate("annex", [_frame(wide)], pagesize=wide, onPage=margins),
    ]


def _frame(size: tuple[float, float]) -> Frame:
    return Frame(EDGE, EDGE, size[0] - 2 * EDGE, size[1] - 2 * EDGE, 0, 0, 0, 0)


def _style(look: Look, *, centred: bool = False) -> ParagraphStyle:
    alignment: Literal[0, 1, 4] = 1 if centred else 4 if look.justify else 0
    return ParagraphStyle(
        "s",
        fontName="Face",
        fontSize=look.size,
        leading=look.size * 1.2,
        alignment=alignment,
        spaceAfter=0,
        splitLongWords=1,
    )


def _paragraph(
    text: str, style: ParagraphStyle, *, bold: bool = False, struck: bool = False
) -> Paragraph:
    marked = escape(text).replace("\n", "<br/>")
    marked = f"<strike>{marked}</strike>" if struck else marked
    return Paragraph(f"<b>{marked}</b>" if bold else marked, style)


def _letter(paper: Paper) -> list[Flowable]:
    centred, plain = _style(paper.look, centred=True), _style(paper.look)
    motto = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    head: list[list[Any]] = [
        [
            [_paragraph(paper.superior, centred), _paragraph(paper.agency, centred, bold=True)],
            _paragraph(motto, centred, bold=True),
        ],
        [
            _paragraph(f"{paper.numbered}\n{paper.subject}", centred),
            _paragraph(paper.dated, centred),
        ],
    ]
    sizes = ((A4[0] - 2 * EDGE) / 2,) * 2
    body = [_paragraph(text, plain) for text in paper.body]
    return [Table(head, sizes), *body]


def _foot(paper: Paper) -> list[Flowable]:
    plain, centred = _style(paper.look), _style(paper.look, centred=True)
    stands = paper.signature.stands
    notes = _paragraph(paper.signature.copies, plain)
    block = _paragraph(paper.signature.lines, plain if stands == "left" else centred, bold=True)
    if stands != "beside":
        return [notes, block]
    return [Table([[notes, block]], ((A4[0] - 2 * EDGE) / 2,) * 2)]


def _annex(paper: Paper) -> list[Flowable]:
    width = (landscape(A4) if paper.look.landscape else A4)[0] - 2 * EDGE
    return [
        _grid(part, paper.look, width)
        if isinstance(part, PaperGrid)
        else PageBreak()
        if part == NEXT_PAGE
        else _paragraph(part, _style(paper.look))
        for part in paper.annex
    ]


def _grid(grid: PaperGrid, look: Look, width: float) -> Table:
    cells, spans = _filled(grid, look)
    total = sum(grid.weights)
    # Where ReportLab repeats the header it loses the lower half of a row it splits.
    split = look.rows_split and not look.repeat_header
    return Table(
        cells,
        [width * weight / total for weight in grid.weights],
        repeatRows=grid.header_rows if look.repeat_header else 0,
        splitInRow=int(split),
        style=[*_rules(look), *spans, ("VALIGN", (0, 0), (-1, -1), "TOP"),
               ("LEFTPADDING", (0, 0), (-1, -1), 3), ("RIGHTPADDING", (0, 0), (-1, -1), 3),
               ("BOTTOMPADDING", (0, 0), (-1, -1), 3 + look.below)],
    )  # fmt: skip


def _filled(grid: PaperGrid, look: Look) -> tuple[list[list[Any]], list[Any]]:
    """Return the cells by row and column, merged ones once, with the commands that merge."""
    cells: list[list[Any]] = [[""] * len(grid.weights) for _ in grid.rows]
    spans: list[Any] = []
    for y, x, cell in grid.placed():
        cells[y][x] = _cell(cell, look)
        if cell.wide > 1 or cell.tall > 1:
            spans.append(("SPAN", (x, y), (x + cell.wide - 1, y + cell.tall - 1)))
    return cells, spans


def _cell(cell: PaperCell, look: Look) -> Paragraph | str:
    if not cell.text:
        return ""
    style = _style(look)
    if cell.lettered == "small":
        style.fontSize *= SMALL
    elif cell.lettered in LETTERED:
        style.fontName = LETTERED[cell.lettered]
    if cell.lettered == "underlined":
        return Paragraph(f"<u>{escape(cell.text)}</u>", style)
    return _paragraph(cell.text, style, bold=cell.bold, struck=cell.struck)


def _rules(look: Look) -> list[Any]:
    everywhere = ((0, 0), (-1, -1))
    colour = colors.HexColor("#999999") if look.rules == "grey" else colors.black
    shade = [("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#ddddee"))] if look.shaded else []
    if look.rules == "none":
        return shade
    if look.rules == "flat":
        return [*shade, ("LINEABOVE", *everywhere, look.stroke, colour),
                ("LINEBELOW", *everywhere, look.stroke, colour)]  # fmt: skip
    if look.rules == "double":
        return [*shade, ("GRID", *everywhere, look.stroke, colour, None, None, None, 2, 1.5)]
    return [*shade, ("GRID", *everywhere, look.stroke, colour)]
