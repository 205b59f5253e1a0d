"""Papers written by Typst: fast, and without a hint where a line was broken."""

from __future__ import annotations

import re

import typst
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth

from tests.parsers.corpus.drawn import EDGE, FONTS, faces
from tests.parsers.corpus.foot import Signature
from tests.parsers.corpus.paper import NEXT_PAGE, SMALL, Paper, PaperCell, PaperGrid

LETTERED = {
    "": "{}",
    "italic": "emph({})",
    "underlined": "underline({})",
    "small": f"text(size: {SMALL}em, {{}})",
    "another face": 'text(font: "Libertinus Serif", {})',
}
"""How Typst is told of letters unlike the others."""

PADDING, INSET = 5.0, 5.5
"""What Typst leaves free on each side of a cell, in points, without and with half of its rule."""


def typeset(paper: Paper) -> bytes:
    """Return the paper as PDF.

    Typst draws a word that is too wide over its cell's border. Where that would happen a typist
    takes a smaller face, and so does this, unless the look is "crowded".
    """
    if not paper.look.crowded:
        paper = paper.drawn(size=fitting_size(paper))
    source = "\n".join((_page(paper), *_parts(paper)))
    result: object = typst.compile(  # type: ignore[misc]
        source.encode(), font_paths=[str(FONTS)], ignore_system_fonts=True
    )
    assert isinstance(result, bytes)
    return result


def fitting_size(paper: Paper, word_ends: str = r"(?<=-)|\s") -> float:
    """Return the look's size of letters, or the one in which every word fits into its column."""
    faces()
    across = (A4[1] if paper.look.landscape else A4[0]) - 2 * EDGE
    grids = [part for part in paper.annex if isinstance(part, PaperGrid)]
    sizes = (
        (across * grid.weights[column] / sum(grid.weights) - 2 * INSET) / _width(word, cell)
        for grid in grids
        for _, column, cell in grid.placed()
        for word in re.split(word_ends, cell.text)
        if word and cell.wide == 1
    )
    return min([paper.look.size, *sizes])


def _width(word: str, cell: PaperCell) -> float:
    """Return how wide the word is in a face of one point."""
    return stringWidth(word, "FaceBold" if cell.bold else "Face", 1)


def _parts(paper: Paper) -> list[str]:
    if paper.look.inline:
        return [_letter(paper), *_listed(paper), _foot(paper.signature)]
    flipped = str(paper.look.landscape).lower()
    turn = f"#set page(flipped: {flipped})\n#pagebreak(weak: true)"
    return [_letter(paper), _foot(paper.signature), turn, *_listed(paper)]


def _page(paper: Paper) -> str:
    footer = f"footer: align(center, {_text(paper.look.footer)})," if paper.look.footer else ""
    justify = str(paper.look.justify).lower()
    return (
        f'#set page("a4", margin: (x: 18mm, y: 18mm), {footer})\n'
        f'#set text(font: "Tinos", size: {paper.look.size}pt, lang: "vi", hyphenate: false)\n'
        f"#set par(justify: {justify})"
    )


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return " + linebreak() + ".join(f'text("{part}")' for part in escaped.split("\n"))


def _letter(paper: Paper) -> str:
    left = f"{_text(paper.superior)} + linebreak() + strong({_text(paper.agency)})"
    right = _text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc")
    number = _text(f"{paper.numbered}\n{paper.subject}")
    date = _text(paper.dated)
    body = "\n".join(f"#par({_text(text)})" for text in paper.body)
    return (
        f"#grid(columns: (1fr, 1fr), gutter: 5mm, align: center, {left}, strong({right}), "
        f"{number}, emph({date}))\n{body}\n"
    )


def _foot(signature: Signature) -> str:
    notes, block = _text(signature.copies), _text(signature.lines)
    if signature.stands != "beside":
        side = "center" if signature.stands == "centred" else "left"
        return f"#par({notes})\n#align({side}, {block})"
    return f"#grid(columns: (1fr, 1fr), align: (left, center), {notes}, {block})"


def _listed(paper: Paper) -> list[str]:
    return [_grid(part, paper) if isinstance(part, PaperGrid) else _line(part)
            for part in paper.annex]  # fmt: skip


def _line(text: str) -> str:
    return "#pagebreak()" if text == NEXT_PAGE else f"#par({_text(text)})"


def _grid(grid: PaperGrid, paper: Paper) -> str:
    look = paper.look
    stroke = {"all": f"{look.stroke}pt", "none": "none", "flat": "(x: none, y: 0.5pt)"}[look.rules]
    columns = ", ".join(f"{weight}fr" for weight in grid.weights)
    head = [_cell(cell) for row in grid.rows[: grid.header_rows] for cell in row]
    body = [_cell(cell) for row in grid.rows[grid.header_rows :] for cell in row]
    repeat = str(look.repeat_header).lower()
    header = f"table.header(repeat: {repeat}, {', '.join(head)}), " if head else ""
    return (
        f"#table(columns: ({columns}), stroke: {stroke}, "
        f"inset: (rest: {PADDING}pt, bottom: {PADDING + look.below}pt), "
        f"{header}{', '.join(body)})"
    )


def _cell(cell: PaperCell) -> str:
    text = f"strong({_text(cell.text)})" if cell.bold else _text(cell.text)
    text = f"strike({text})" if cell.struck else text
    text = LETTERED[cell.lettered].format(text)
    return f"table.cell(colspan: {cell.wide}, rowspan: {cell.tall}, {text})"
