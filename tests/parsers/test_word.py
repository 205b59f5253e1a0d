"""The forms as docx are read exactly, and what Word hides comes to light."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor

from parsers import FlagCode, Place, SourceFile, read_request
from tests.parsers.asserts import assert_clean
from tests.parsers.conftest import FORMS
from tests.parsers.corpus.request import a_request
from tests.parsers.corpus.word import letter_with_annex


@pytest.mark.parametrize("name", FORMS)
def test_a_form_in_docx_is_read_exactly(name: str) -> None:
    request = a_request(random.Random(name), FORMS[name])

    read = read_request([SourceFile("a.docx", letter_with_annex(request))])

    assert_clean(read, request)


def _black_on_black(cell: Any) -> None:
    cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:fill="101010"/>'))
    _run(cell).font.color.rgb = RGBColor(0, 0, 0)


def _all_but_white(cell: Any) -> None:
    _run(cell).font.color.rgb = RGBColor(0xF8, 0xF8, 0xF8)


def _bright_yellow(cell: Any) -> None:
    _run(cell).font.color.rgb = RGBColor(0xFF, 0xFF, 0)


def _highlit_in_black(cell: Any) -> None:
    _run(cell).font.highlight_color = WD_COLOR_INDEX.BLACK


def _speck(cell: Any) -> None:
    _run(cell).font.size = Pt(3)


def _flat_row(cell: Any) -> None:
    height = f'<w:trHeight {nsdecls("w")} w:val="20" w:hRule="exact"/>'
    cell._tc.getparent().get_or_add_trPr().append(parse_xml(height))


def _white_on_black(cell: Any) -> None:
    cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:fill="000000"/>'))
    _run(cell).font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)


def _shaded(cell: Any) -> None:
    cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:fill="F2F2F2"/>'))


def _highlit_in_yellow(cell: Any) -> None:
    _run(cell).font.highlight_color = WD_COLOR_INDEX.YELLOW


def _red(cell: Any) -> None:
    _run(cell).font.color.rgb = RGBColor(0xC0, 0, 0)


UNSEEN = (_black_on_black, _all_but_white, _bright_yellow, _highlit_in_black, _speck, _flat_row)
SEEN = (_white_on_black, _shaded, _highlit_in_yellow, _red)


@pytest.mark.parametrize("change", [*UNSEEN, *SEEN])
def test_only_text_that_is_not_seen_in_a_docx_is_flagged(change: Callable[[Any], None]) -> None:
    request = a_request(random.Random(5), FORMS["new-people"])
    document = docx.Document(io.BytesIO(letter_with_annex(request)))
    change(document.tables[-1].cell(1, 1))
    out = io.BytesIO()
    document.save(out)

    read = read_request([SourceFile("a.docx", out.getvalue())])

    unseen = [flag.code for flag in read.flags if flag.code is not FlagCode.CELLS_MARKED]
    assert unseen == [FlagCode.HIDDEN_TEXT] * (change in UNSEEN)


def _run(cell: Any) -> Any:
    return cell.paragraphs[0].runs[0]


CONTROL = f"<w:sdt {nsdecls('w')}><w:sdtContent>{{}}</w:sdtContent></w:sdt>"
TAGGED = f'<w:p {nsdecls("w")}><w:smartTag w:element="a" w:uri="b">{{}}</w:smartTag></w:p>'
SAID = "<w:r><w:t>Riêng trường hợp ông An đề nghị chưa tạo hộp thư.</w:t></w:r>"


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(CONTROL.format(f"<w:p>{SAID}</w:p>"), id="in a content control"),
        pytest.param(TAGGED.format(SAID), id="in a smart tag"),
    ],
)
def test_what_is_said_in_a_control_or_a_tag_of_the_letter_is_told(said: str) -> None:
    request = a_request(random.Random(5), FORMS["new-people"])
    document = docx.Document(io.BytesIO(letter_with_annex(request)))
    asking = next(one for one in document.paragraphs if "kính gửi đề nghị" in one.text)
    asking._p.addnext(parse_xml(said))
    out = io.BytesIO()
    document.save(out)

    read = read_request([SourceFile("a.docx", out.getvalue())])

    assert {flag.code for flag in read.flags} == {
        FlagCode.EXCEPTION_STATED,
        FlagCode.INSTRUCTION_STATED,
    }


def test_a_formula_in_a_docx_is_told() -> None:
    request = a_request(random.Random(5), FORMS["new-people"])
    document = docx.Document(io.BytesIO(letter_with_annex(request)))
    space = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    formula = f'<m:oMath xmlns:m="{space}"><m:r><m:t>Bình</m:t></m:r></m:oMath>'
    document.tables[-1].cell(1, 1).paragraphs[0]._p.append(parse_xml(formula))
    out = io.BytesIO()
    document.save(out)

    read = read_request([SourceFile("a.docx", out.getvalue())])

    assert FlagCode.UNMAPPED_TEXT in {flag.code for flag in read.flags}


def test_hidden_text_in_a_docx_is_flagged() -> None:
    request = a_request(random.Random(5), FORMS["new-people"])
    document = docx.Document(io.BytesIO(letter_with_annex(request)))
    document.add_paragraph("x").runs[0].font.hidden = True
    out = io.BytesIO()
    document.save(out)

    read = read_request([SourceFile("a.docx", out.getvalue())])

    assert FlagCode.HIDDEN_TEXT in {flag.code for flag in read.flags}


def _in_control(element: Any, said: str = "") -> None:
    """Put an element of a docx into a content control, where it stands."""
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr>{said}</w:sdtPr><w:sdtContent/></w:sdt>")
    element.addprevious(control)
    control[-1].append(element)


def _controlled(level: str, said: str = "") -> bytes:
    document = docx.Document(io.BytesIO(letter_with_annex(REQUEST)))
    table = document.tables[-1]
    cell = table.cell(1, 1)
    levels = {
        "table": table._tbl,
        "row": table.rows[1]._tr,
        "cell": cell._tc,
        "paragraph": cell.paragraphs[0]._p,
        "run": cell.paragraphs[0].runs[0]._r,
    }
    for name in levels if level == "each" else [level]:
        _in_control(levels[name], said)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


REQUEST = a_request(random.Random(5), FORMS["new-people"])


@pytest.mark.parametrize("level", ["table", "row", "cell", "paragraph", "run", "each"])
def test_what_is_typed_into_content_controls_is_read_by_both(level: str) -> None:
    assert_clean(read_request([SourceFile("a.docx", _controlled(level))]), REQUEST)


@pytest.mark.parametrize("tag", ["smartTag", "customXml"])
def test_what_stands_in_a_tag_is_read_by_both(tag: str) -> None:
    document, out = docx.Document(io.BytesIO(letter_with_annex(REQUEST))), io.BytesIO()
    run = document.tables[-1].cell(1, 1).paragraphs[0].runs[0]._r
    wrapper = parse_xml(f'<w:{tag} {nsdecls("w")} w:element="a"><w:{tag}Pr/></w:{tag}>')
    run.addprevious(wrapper)
    wrapper.append(run)
    document.save(out)

    assert_clean(read_request([SourceFile("a.docx", out.getvalue())]), REQUEST)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("<w:showingPlcHdr/>", id="nobody typed it"),
        pytest.param('<w:dataBinding w:xpath="/a" w:storeItemID="b"/>', id="it stands elsewhere"),
    ],
)
def test_a_content_control_that_shows_a_text_of_its_own_is_told(said: str) -> None:
    read = read_request([SourceFile("a.docx", _controlled("run", said))])

    assert [flag.code for flag in read.flags] == [FlagCode.SHOWN_OTHERWISE]


def _struck(cell: Any) -> None:
    _run(cell).font.strike = True


def _inserted(cell: Any) -> None:
    run = _run(cell)._element
    change = parse_xml(f'<w:ins {nsdecls("w")} w:id="1" w:author="A"/>')
    run.addprevious(change)
    change.append(run)


def _added_row(cell: Any) -> None:
    change = f'<w:ins {nsdecls("w")} w:id="1" w:author="A"/>'
    cell._tc.getparent().get_or_add_trPr().append(parse_xml(change))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_speck, FlagCode.HIDDEN_TEXT),
        (_flat_row, FlagCode.HIDDEN_TEXT),
        (_struck, FlagCode.STRUCK_TEXT),
        (_inserted, FlagCode.TRACKED_CHANGES),
        (_added_row, FlagCode.TRACKED_CHANGES),
    ],
)
def test_what_is_not_seen_as_it_stands_is_told_at_its_cell(
    change: Callable[[Any], None], code: FlagCode
) -> None:
    request = a_request(random.Random(5), FORMS["new-people"])
    document = docx.Document(io.BytesIO(letter_with_annex(request)))
    change(document.tables[-1].cell(2, 1))
    out = io.BytesIO()
    document.save(out)

    flags = read_request([SourceFile("a.docx", out.getvalue())]).flags

    (place,) = (flag.place for flag in flags if flag.code is code)
    at = "3.1" if change in (_flat_row, _added_row) else "3.2"
    assert place == Place("a.docx", sheet=f"bảng {len(document.tables)}", cell=at)
