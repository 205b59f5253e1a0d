"""What Word shows otherwise than a docx's text runs: each is told, and nothing else is."""

from __future__ import annotations

import random

import pytest

from parsers import FlagCode, SourceFile, read_request
from tests.parsers.conftest import FORMS
from tests.parsers.corpus.request import a_request
from tests.parsers.corpus.word import letter_with_annex
from tests.parsers.packages import DOCUMENT, changed, with_part

REQUEST = a_request(random.Random(5), FORMS["new-people"])
LETTER = letter_with_annex(REQUEST)
PHONE = REQUEST.tables[0].rows[0]["phone"]
CELL = f"<w:p><w:r><w:t>{PHONE}</w:t></w:r></w:p>"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
STYLES, NUMBERS = "word/styles.xml", "word/numbering.xml"
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _codes(data: bytes) -> set[FlagCode]:
    return {flag.code for flag in read_request([SourceFile("a.docx", data)]).flags}


def _with_cell(paragraph: str) -> bytes:
    return changed(LETTER, DOCUMENT, CELL, paragraph)


def _run(properties: str = "", text: str = PHONE) -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def _one(properties: str) -> str:
    return f"<w:p>{_run(properties)}</w:p>"


def _filled(fill: str) -> str:
    newer = fill.replace("w:", "n:")
    return f'<n:textFill xmlns:n="{W14}">{newer}</n:textFill>'


def _lines(properties: str) -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{_run()}</w:p>"


def _field(code: str, result: str = "") -> str:
    ends = [
        f'<w:r><w:fldChar w:fldCharType="{end}"/></w:r>' for end in ("begin", "separate", "end")
    ]
    instruction = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    return f"<w:p>{ends[0]}{instruction}{ends[1]}{result or _run()}{ends[2]}</w:p>"


@pytest.mark.parametrize(
    ("paragraph", "code"),
    [
        pytest.param(_one('<w:w w:val="1"/>'), "hidden_text", id="squeezed"),
        pytest.param(_one('<w:spacing w:val="-200"/>'), "hidden_text", id="on top"),
        pytest.param(_one('<w:fitText w:val="90"/>'), "hidden_text", id="fitted"),
        pytest.param(_one('<w:position w:val="300"/>'), "hidden_text", id="lifted off"),
        pytest.param(
            _lines('<w:spacing w:line="20" w:lineRule="exact"/>'), "hidden_text", id="cut line"
        ),
        pytest.param(_lines('<w:ind w:left="-9000"/>'), "hidden_text", id="off the page"),
        pytest.param(
            _one('<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'),
            "unmapped_text",
            id="drawn as signs",
        ),
        pytest.param(_lines("<w:bidi/>"), "reversed_text", id="paragraph from the right"),
        pytest.param(_one("<w:rtl/>"), "reversed_text", id="run from the right"),
        pytest.param(
            f'<w:p>{_run()}<w:bdo w:val="rtl"/></w:p>', "reversed_text", id="turned by force"
        ),
        pytest.param(_field(' QUOTE "0901234567" '), "shown_otherwise", id="field"),
        pytest.param(_field(" DATE "), "shown_otherwise", id="field of the day"),
        pytest.param(_field(" FORMDROPDOWN "), "shown_otherwise", id="choice"),
        pytest.param(
            f'<w:p><w:fldSimple w:instr=" DATE "/>{_run()}</w:p>', "shown_otherwise", id="in one"
        ),
        pytest.param(
            f"<w:p>{_run()}<w:r><w:delText>9</w:delText></w:r></w:p>",
            "tracked_changes",
            id="deleted, not by whom",
        ),
    ],
)
def test_what_is_shown_otherwise_than_it_stands_is_told(paragraph: str, code: str) -> None:
    assert _codes(_with_cell(paragraph)) >= {FlagCode(code)}


@pytest.mark.parametrize(
    "paragraph",
    [
        pytest.param(_field(' HYPERLINK "mailto:an@cantho.gov.vn" '), id="link"),
        pytest.param(_field(" FORMTEXT "), id="form's field"),
        pytest.param(_lines('<w:spacing w:line="360" w:lineRule="exact"/>'), id="exact line"),
        pytest.param(_lines('<w:ind w:left="-57" w:right="-57"/>'), id="slightly out"),
        pytest.param(
            _one(_filled('<w:solidFill><w:schemeClr w:val="tx1"/></w:solidFill>')), id="filled"
        ),
        pytest.param(_lines('<w:bidi w:val="0"/>'), id="from the left"),
        pytest.param(_one('<w:rtl w:val="0"/>'), id="run from the left"),
        pytest.param(_one('<w:spacing w:val="-4"/><w:w w:val="95"/>'), id="tight"),
    ],
)
def test_what_is_shown_as_it_stands_is_not_told(paragraph: str) -> None:
    assert not _codes(_with_cell(paragraph))


def test_text_in_the_code_of_a_field_is_hidden() -> None:
    inside = _field(" FORMTEXT </w:instrText><w:t>1</w:t><w:instrText>")

    assert _codes(_with_cell(inside)) >= {FlagCode.HIDDEN_TEXT}


@pytest.mark.parametrize("hidden", ["<w:vanish/>", '<w:color w:val="FFFFFF"/>'])
@pytest.mark.parametrize(
    "where",
    ["<w:rPrDefault><w:rPr>", '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'],
)
def test_what_the_document_hides_by_default_is_told(where: str, hidden: str) -> None:
    said = hidden if "rPr" in where else f"<w:rPr>{hidden}</w:rPr>"
    data = changed(LETTER, STYLES, where, where + said)

    assert _codes(data) >= {FlagCode.HIDDEN_TEXT}


@pytest.mark.parametrize(
    ("part", "told"),
    [
        pytest.param("<w:rPr><w:vanish/></w:rPr>", True, id="hidden"),
        pytest.param('<w:rPr><w:color w:val="FFFFFF"/></w:rPr>', True, id="white"),
        pytest.param(
            '<w:tblStylePr w:type="band1Horz"><w:rPr><w:color w:val="FFFFFF"/></w:rPr>'
            "</w:tblStylePr>",
            True,
            id="white in every other row",
        ),
        pytest.param(
            '<w:tblStylePr w:type="firstRow"><w:rPr><w:color w:val="FFFFFF"/></w:rPr>'
            '<w:tcPr><w:shd w:fill="1F3864"/></w:tcPr></w:tblStylePr>',
            False,
            id="white on dark in the first row",
        ),
    ],
)
def test_what_the_style_of_a_table_hides_is_told(part: str, *, told: bool) -> None:
    style = '<w:style w:type="table" w:styleId="Own"><w:name w:val="Own"/>'
    data = changed(LETTER, STYLES, "</w:styles>", f"{style}{part}</w:style></w:styles>")
    data = changed(data, DOCUMENT, '<w:tblStyle w:val="TableGrid"/>', '<w:tblStyle w:val="Own"/>')

    assert (FlagCode.HIDDEN_TEXT in _codes(data)) == told


@pytest.mark.parametrize(("height", "told"), [(240, True), (1200, False)])
def test_a_row_whose_fixed_height_cuts_its_text_is_told(height: int, *, told: bool) -> None:
    held = f'<w:trPr><w:trHeight w:val="{height}" w:hRule="exact"/></w:trPr>'
    row = f'<w:tr><w:tc><w:tcPr><w:tcW w:type="dxa" w:w="704"/></w:tcPr>{_cell("1")}'
    data = changed(LETTER, DOCUMENT, row, row.replace("<w:tr>", f"<w:tr>{held}"))

    assert (FlagCode.HIDDEN_TEXT in _codes(data)) == told


def _cell(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _numbered(text: str, *, start: int = 1, kind: str = "decimal") -> tuple[str, str]:
    """Return a list for the numbering part, and the properties of a paragraph in it."""
    level = (
        f'<w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )
    made = (
        f'<w:abstractNum w:abstractNumId="90">{level}</w:abstractNum>'
        '<w:num w:numId="90"><w:abstractNumId w:val="90"/></w:num></w:numbering>'
    )
    return made, '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr></w:pPr>'


@pytest.mark.parametrize(
    ("text", "start", "kind", "told"),
    [
        pytest.param("%1.", 1, "decimal", False, id="from one"),
        pytest.param("%1", 8, "decimal", True, id="from eight"),
        pytest.param("%1", 1, "upperRoman", True, id="in Roman figures"),
        pytest.param("1%1", 1, "decimal", True, id="with figures of its own"),
        pytest.param("", 1, "none", True, id="none shown"),
    ],
)
def test_running_numbers_that_word_counts_otherwise_are_told(
    text: str, start: int, kind: str, *, told: bool
) -> None:
    made, properties = _numbered(text, start=start, kind=kind)
    data = changed(LETTER, NUMBERS, "</w:numbering>", made)
    for row in REQUEST.tables[0].rows:
        data = changed(data, DOCUMENT, _cell(row["stt"]), f"<w:p>{properties}</w:p>")

    assert _codes(data) == ({FlagCode.SHOWN_OTHERWISE} if told else set())


@pytest.mark.parametrize(
    ("text", "kind", "column", "told"),
    [
        pytest.param("0%1", "decimal", "phone", True, id="figures before a number"),
        pytest.param("Trần", "decimal", "name", True, id="a word before a name"),
        pytest.param("%1.", "decimal", "name", False, id="a number before a name"),
        pytest.param("-", "bullet", "name", False, id="a dash before a name"),
        pytest.param("\uf0b7", "bullet", "name", False, id="a bullet of Symbol"),
        pytest.param("\uf0fb", "bullet", "name", True, id="a cross of Wingdings"),
        pytest.param("✓", "bullet", "name", True, id="a tick"),
    ],
)
def test_what_word_writes_before_a_cell_is_told_where_it_changes_it(
    text: str, kind: str, column: str, *, told: bool
) -> None:
    made, properties = _numbered(text, kind=kind)
    data = changed(LETTER, NUMBERS, "</w:numbering>", made)
    cell = _cell(REQUEST.tables[0].rows[0][column])
    data = changed(data, DOCUMENT, cell, cell.replace("<w:p>", f"<w:p>{properties}"))

    assert (FlagCode.SHOWN_OTHERWISE in _codes(data)) == told


def _shape(text: str = "", *, form: str = "rect", behind: int = 0) -> str:
    box = f"<wps:txbx><w:txbxContent>{_cell(text)}</w:txbxContent></wps:txbx>" if text else ""
    return (
        f'<w:r><w:drawing><wp:anchor xmlns:wp="{WP}" behindDoc="{behind}">'
        f'<wp:extent cx="900000" cy="180000"/><a:graphic xmlns:a="{A}"><a:graphicData uri="{WPS}">'
        f'<wps:wsp xmlns:wps="{WPS}"><wps:spPr><a:prstGeom prst="{form}"/></wps:spPr>{box}'
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
    )


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        pytest.param(_shape(), FlagCode.PICTURE, id="a blank shape"),
        pytest.param(_shape(behind=1), None, id="one behind the text"),
        pytest.param(_shape(form="line"), None, id="a line"),
        pytest.param(_shape("Trần Văn Khác"), FlagCode.REMARK, id="a name"),
        pytest.param(_shape("HỎA TỐC"), None, id="how urgent it is"),
        pytest.param(
            '<w:r><w:pict><v:rect xmlns:v="urn:schemas-microsoft-com:vml"/></w:pict></w:r>',
            FlagCode.PICTURE,
            id="an old shape",
        ),
    ],
)
def test_what_lies_on_the_text_is_told(shape: str, code: FlagCode | None) -> None:
    title = "<w:r><w:t>PHỤ LỤC I</w:t></w:r>"

    data = changed(LETTER, DOCUMENT, title, f"{title}{shape}")

    assert _codes(data) == ({code} if code else set())


OLD_RING = (
    '<w:r><w:pict><v:oval xmlns:v="urn:schemas-microsoft-com:vml" filled="f"/></w:pict></w:r>'
)


@pytest.mark.parametrize(
    "shape", [_shape(form="line"), _shape(form="ellipse", behind=1), OLD_RING],
    ids=["a line", "an ellipse", "an old ring"],
)  # fmt: skip
def test_what_is_drawn_in_a_row_of_a_list_is_told(shape: str) -> None:
    cell = _cell(REQUEST.tables[0].rows[1]["name"])
    drawn = cell.replace("</w:p>", f"{shape}</w:p>")

    assert FlagCode.PICTURE in _codes(changed(LETTER, DOCUMENT, cell, drawn))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        pytest.param("<w:t>DỰ THẢO</w:t>", True, id="a draft"),
        pytest.param("<w:t>Chỉ cấp cho số thứ tự 1 và 2.</w:t>", True, id="an instruction"),
        pytest.param(
            '<w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml">'
            '<v:textpath string="BẢN NHÁP"/></v:shape></w:pict>',
            True,
            id="a watermark",
        ),
        pytest.param("<w:t>Ủy ban nhân dân thành phố</w:t>", False, id="whose paper it is"),
    ],
)
def test_a_margin_that_bears_on_the_list_is_told(said: str, *, told: bool) -> None:
    margin = f'<w:hdr xmlns:w="{W}"><w:p><w:r>{said}</w:r></w:p></w:hdr>'

    data = with_part(LETTER, DOCUMENT, "header", "word/top.xml", margin)

    assert (FlagCode.REMARK in _codes(data)) == told


MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
NEWER = f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="w">{{}}</mc:Choice>'
NEWER += "</mc:AlternateContent>"


@pytest.mark.parametrize(
    "before",
    [
        pytest.param(CELL, id="in a cell"),
        pytest.param("<w:tr>", id="between rows"),
        pytest.param("<w:p><w:r><w:t>Kính gửi", id="between paragraphs"),
    ],
)
def test_text_in_another_version_of_a_document_is_told(before: str) -> None:
    said = _cell("Không cấp cho số 1")
    if before == "<w:tr>":
        said = f"<w:tr><w:tc>{said}</w:tc></w:tr>"

    data = changed(LETTER, DOCUMENT, before, NEWER.format(said) + before)

    assert FlagCode.UNMAPPED_TEXT in _codes(data)


@pytest.mark.parametrize(
    ("changed_colour", "told"),
    [("accent1", True), ("dk1", False)],
)
def test_a_colour_that_the_theme_makes_pale_is_told(changed_colour: str, *, told: bool) -> None:
    run = _run('<w:color w:val="000000" w:themeColor="accent1"/>')
    theme, old = "word/theme/theme1.xml", f"<a:{changed_colour}>"

    pale = changed(_with_cell(f"<w:p>{run}</w:p>"), theme, old, f'{old}<a:x val="FFFFDD"/>')

    assert (FlagCode.HIDDEN_TEXT in _codes(pale)) == told


@pytest.mark.parametrize("side", ["tl2br", "tr2bl"])
def test_a_cell_that_a_line_is_drawn_across_is_told_as_struck(side: str) -> None:
    def _across(kind: str) -> bytes:
        borders = f'<w:tcBorders><w:{side} w:val="{kind}" w:sz="4"/></w:tcBorders>'
        return changed(LETTER, DOCUMENT, f"</w:tcPr>{CELL}", f"{borders}</w:tcPr>{CELL}")

    assert FlagCode.STRUCK_TEXT in _codes(_across("single"))
    assert not _codes(_across("nil"))


@pytest.mark.parametrize("lift", ["superscript", "subscript"])
def test_a_figure_lifted_off_its_line_in_a_list_is_told(lift: str) -> None:
    last = _run(f'<w:vertAlign w:val="{lift}"/>', PHONE[-1])

    assert FlagCode.SHOWN_OTHERWISE in _codes(
        _with_cell(f"<w:p>{_run('', PHONE[:-1])}{last}</w:p>")
    )
