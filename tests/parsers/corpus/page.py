"""Papers as HTML pages, for browsers that print and for WeasyPrint."""

from __future__ import annotations

from html import escape
from pathlib import Path

from tests.parsers.corpus.foot import Signature
from tests.parsers.corpus.paper import NEXT_PAGE, SMALL, Look, Paper, PaperCell, PaperGrid

FONTS = Path(__file__).parents[3] / "config" / "fonts"
LETTERED = {
    "italic": "font-style: italic",
    "underlined": "text-decoration: underline",
    "small": f"font-size: {SMALL}em",
    "another face": "font-family: Arimo",
}
BORDERS = {"all": "solid", "double": "double", "grey": "solid", "flat": "solid"}


def page_of(paper: Paper) -> str:
    """Return the whole paper as one page."""
    annex = "".join(
        _grid(part) if isinstance(part, PaperGrid) else _line(part) for part in paper.annex
    )
    if paper.look.inline:
        parts = f'<section class="letter">{_letter(paper)}{annex}{_foot(paper.signature)}</section>'
    else:
        letter = f'<section class="letter">{_letter(paper)}{_foot(paper.signature)}</section>'
        parts = f'{letter}<section class="annex">{annex}</section>'
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>x</title>'
        f"<style>{_style(paper.look)}</style></head><body>{parts}</body></html>"
    )


def _line(text: str) -> str:
    return '<div class="ended"></div>' if text == NEXT_PAGE else f"<p>{_text(text)}</p>"


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _style(look: Look) -> str:
    return f"""
    {_faces()}
    @page {{ size: A4; margin: 18mm }}
    @page annex {{ size: A4 {"landscape" if look.landscape else "portrait"};
        @top-center {{ content: "{look.header}"; font-size: 8pt }}
        @bottom-center {{ content: "{look.footer}"; font-size: 8pt }} }}
    body {{ font-family: "{look.font}"; font-size: {look.size}pt; margin: 0;
        text-align: {"justify" if look.justify else "left"} }}
    .annex {{ page: annex; break-before: page }}
    .ended {{ break-after: page }}
    .head {{ width: 100%; text-align: center }}
    .head td {{ width: 50%; vertical-align: top }}
    .list {{ width: 100%; border-collapse: collapse; table-layout: fixed }}
    .list td, .list th {{ {_border(look)} padding: 2pt 3pt {2 + look.below}pt;
        vertical-align: top; font-weight: 400;
        overflow-wrap: {"anywhere" if look.anywhere else "break-word"};
        {"word-break: break-all;" if look.anywhere else ""} }}
    .list th {{ font-weight: 700; {"background: #dde;" if look.shaded else ""} }}
    .list thead {{ display: {"table-header-group" if look.repeat_header else "table-row-group"} }}
    .list tr {{ break-inside: {"auto" if look.rows_split else "avoid"} }}
    """


def _faces() -> str:
    return "".join(
        f'@font-face {{ font-family: "Tinos"; font-weight: {weight}; '
        f'src: url("{(FONTS / name).as_uri()}") }}'
        for weight, name in ((400, "Tinos-Regular.ttf"), (700, "Tinos-Bold.ttf"))
    )


def _border(look: Look) -> str:
    if look.rules == "none":
        return ""
    width = 2.5 if look.rules == "double" else look.stroke
    colour = "#999" if look.rules == "grey" else "#000"
    line = f"{width}pt {BORDERS[look.rules]} {colour}"
    if look.rules == "flat":
        return f"border-top: {line}; border-bottom: {line};"
    return f"border: {line};"


def _letter(paper: Paper) -> str:
    motto = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    body = "".join(f"<p>{_text(text)}</p>" for text in paper.body)
    return (
        f'<table class="head"><tr><td>{_text(paper.superior)}<br><b>{_text(paper.agency)}</b></td>'
        f"<td><b>{_text(motto)}</b></td></tr>"
        f"<tr><td>{_text(paper.numbered)}<br>{_text(paper.subject)}</td>"
        f"<td><i>{paper.dated}</i></td></tr></table>{body}"
    )


def _foot(signature: Signature) -> str:
    notes, block = _text(signature.copies), _text(signature.lines)
    if signature.stands != "beside":
        side = "center" if signature.stands == "centred" else "left"
        return f'<p>{notes}</p><p style="text-align: {side}"><b>{block}</b></p>'
    return (
        f'<table class="head"><tr><td style="text-align: left">{notes}</td>'
        f"<td><b>{block}</b></td></tr></table>"
    )


def _grid(grid: PaperGrid) -> str:
    total = sum(grid.weights)
    columns = "".join(f'<col style="width: {100 * w / total:.2f}%">' for w in grid.weights)
    head = "".join(_row(row, "th") for row in grid.rows[: grid.header_rows])
    body = "".join(_row(row, "td") for row in grid.rows[grid.header_rows :])
    return (
        f'<table class="list"><colgroup>{columns}</colgroup><thead>{head}</thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _content(cell: PaperCell) -> str:
    text = f"<b>{_text(cell.text)}</b>" if cell.bold else _text(cell.text)
    if cell.lettered:
        return f'<span style="{LETTERED[cell.lettered]}">{text}</span>'
    return f"<s>{text}</s>" if cell.struck else text


def _row(row: tuple[PaperCell, ...], tag: str) -> str:
    cells = "".join(
        f'<{tag} colspan="{cell.wide}" rowspan="{cell.tall}">{_content(cell)}</{tag}>'
        for cell in row
    )
    return f"<tr>{cells}</tr>"
