"""What a docx holds that its reader does not see, or not as it stands: each must be flagged."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import docx
from docx.enum.dml import MSO_THEME_COLOR
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor


def in_docx(rng: random.Random, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the docx with something hidden or not yet accepted, by name."""
    for name, change in WORD_CHANGES.items():
        document = docx.Document(io.BytesIO(data))
        change(rng, document)
        out = io.BytesIO()
        document.save(out)
        yield name, out.getvalue()


def _a_run(document: Any) -> Any:
    return _cell(document).paragraphs[0].add_run(" Thêm")


def _vanished(_: random.Random, document: Any) -> None:
    _a_run(document).font.hidden = True


def _white_run(_: random.Random, document: Any) -> None:
    _a_run(document).font.color.rgb = RGBColor(255, 255, 255)


def _tracked(change: str, _: random.Random, document: Any) -> None:
    run = _a_run(document)
    wrapper = OxmlElement(change)
    wrapper.set(qn("w:author"), "A")
    run._r.addprevious(wrapper)
    wrapper.append(run._r)


def _cell(document: Any) -> Any:
    return document.tables[-1].cell(1, 1)


def _styled(document: Any, change: Callable[[Any], None]) -> None:
    """Give the first name a style of its own: what it hides is not said in the run."""
    style = document.styles.add_style("Own", WD_STYLE_TYPE.CHARACTER)
    change(style.font)
    _cell(document).paragraphs[0].runs[0].style = style


def _vanished_by_style(_: random.Random, document: Any) -> None:
    _styled(document, lambda font: setattr(font, "hidden", True))


def _white_by_style(_: random.Random, document: Any) -> None:
    _styled(document, lambda font: setattr(font.color, "rgb", RGBColor(255, 255, 255)))


def _struck_by_style(_: random.Random, document: Any) -> None:
    _styled(document, lambda font: setattr(font, "strike", True))


def _white_of_theme(_: random.Random, document: Any) -> None:
    _a_run(document).font.color.theme_color = MSO_THEME_COLOR.BACKGROUND_1


def _speck(_: random.Random, document: Any) -> None:
    _a_run(document).font.size = Pt(1)


def _hidden_row(_: random.Random, document: Any) -> None:
    row = document.tables[-1].rows[1]._tr
    row.get_or_add_trPr().append(OxmlElement("w:hidden"))


def _table_in_a_cell(_: random.Random, document: Any) -> None:
    _cell(document).add_table(1, 1).cell(0, 0).text = "0901234567"


def _text_box_in_a_cell(_: random.Random, document: Any) -> None:
    run = _cell(document).paragraphs[0].add_run()
    parent = run._r
    for name in ("w:pict", "w:txbxContent", "w:p", "w:r", "w:t"):
        child = OxmlElement(name)
        parent.append(child)
        parent = child
    parent.text = "0901234567"


def _marked_row(rng: random.Random, document: Any) -> None:
    """One row on a marker's colour, or in its ink."""
    mark = rng.choice((WD_COLOR_INDEX.YELLOW, WD_COLOR_INDEX.BRIGHT_GREEN, None))
    for cell in document.tables[-1].rows[1].cells:
        for run in (run for paragraph in cell.paragraphs for run in paragraph.runs):
            if mark is None:
                run.font.color.rgb = RGBColor(255, 0, 0)
            else:
                run.font.highlight_color = mark


WORD_CHANGES: dict[str, Callable[[random.Random, Any], None]] = {
    "hidden run": _vanished,
    "white run": _white_run,
    "insertion not accepted": partial(_tracked, "w:ins"),
    "deletion not accepted": partial(_tracked, "w:del"),
    "hidden by a style": _vanished_by_style,
    "white by a style": _white_by_style,
    "struck by a style": _struck_by_style,
    "white of the theme": _white_of_theme,
    "a speck of text": _speck,
    "a row in another colour": _marked_row,
    "hidden row": _hidden_row,
    "a table in a cell": _table_in_a_cell,
    "a text box in a cell": _text_box_in_a_cell,
}
