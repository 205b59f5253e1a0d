"""What Excel shows otherwise than a workbook's values: each is told, and nothing else is."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.formatting import rule as rule_makers
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from parsers import FlagCode, SourceFile
from parsers.source import ReadError
from parsers.workbook.beside import beside_cells
from parsers.workbook.first import read_first
from parsers.workbook.formulas import may_show_otherwise
from parsers.workbook.number_format import shows_otherwise
from tests.parsers.conftest import FORMS
from tests.parsers.corpus.request import a_request
from tests.parsers.corpus.sheets import annex_workbook
from tests.parsers.packages import SHEET, changed, packed, parts_of, with_part

BOOK = annex_workbook(a_request(random.Random(5), FORMS["new-people"]))
PHONE = 322631528
STYLES = "xl/styles.xml"
RULES: Any = rule_makers
ACROSS = Border(diagonal=Side("thin"), diagonalUp=True)
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"


def _codes(data: bytes) -> list[FlagCode]:
    return [flag.code for flag in read_first(SourceFile("a.xlsx", data)).flags]


def _with(change: Callable[[Any], object]) -> bytes:
    book, out = load_workbook(io.BytesIO(BOOK)), io.BytesIO()
    change(book.worksheets[0])
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "shown_by",
    [
        *("0.00E+00", "# ?/?", "0/12", "0.0", "[>5]0;0", "[White]0", "[DBNum1]0", "[$09]0"),
        *("*90", "9", "000000000000000", "0,", "0%", "General9", "yyyy"),
    ],
)
def test_a_format_that_makes_another_number_of_one_is_told(shown_by: str) -> None:
    assert shows_otherwise(PHONE, shown_by)


@pytest.mark.parametrize(
    "shown_by",
    [
        *("General", "0", "@", "#,##0", "0000000000", "0000 000 000", "000\\-0000000", "[Red]0"),
        *("[$-42A]0", "_-* 0_-", "0;-0;;@", '"("0")"', "General;General", "+0", "#"),
    ],
)
def test_a_format_that_parts_figures_or_puts_zeros_before_them_is_not_told(shown_by: str) -> None:
    assert not shows_otherwise(PHONE, shown_by)


@pytest.mark.parametrize(
    ("value", "shown_by", "told"),
    [
        pytest.param(0, "#", True, id="no figure for nothing"),
        pytest.param(0, "0;0;", True, id="nothing for nothing"),
        pytest.param(1.6, "0", True, id="rounded"),
        pytest.param(92090000001, "General", False, id="as long as is shown"),
        pytest.param(920900000012, "General", True, id="longer"),
        pytest.param("An", '"Ông "@', True, id="a word before a name"),
        pytest.param("An", "@@", True, id="a name twice"),
        pytest.param("An", "0;0;0;", True, id="a name left out"),
        pytest.param("An", "0;0;0", False, id="a format for numbers"),
        pytest.param("An", "@", False, id="text"),
    ],
)
def test_a_format_is_told_by_what_it_makes_of_the_value(
    value: float | str, shown_by: str, *, told: bool
) -> None:
    assert shows_otherwise(value, shown_by) == told


@pytest.mark.parametrize(
    ("formula", "kept", "told"),
    [
        pytest.param("=ROW()-5", "12", False, id="a running number"),
        pytest.param("=B2", "An", False, id="another cell"),
        pytest.param("=B2", "Bình", True, id="another cell as it was"),
        pytest.param('="0"&$B$3', "0912345678", False, id="a zero before another cell"),
        pytest.param('="0"&B3', "0912345679", True, id="as it was"),
        pytest.param("=TODAY()", "15/03/2026", True, id="the day"),
        pytest.param("=[1]Sheet1!B2", "An", True, id="another workbook"),
        pytest.param('=HYPERLINK("a","An")', "An", True, id="a function"),
        pytest.param("", "Hồ Văn An", True, id="one for many cells"),
    ],
)
def test_a_value_that_may_be_computed_anew_is_told(formula: str, kept: str, *, told: bool) -> None:
    values = {"B2": "An", "B3": "912345678"}

    assert may_show_otherwise(formula, kept, lambda at: values[at]) == told


def test_a_formula_that_does_not_give_the_value_kept_beside_it_is_told_at_its_cell() -> None:
    cell = '<c r="G6" t="inlineStr"><is><t>0322631528</t></is></c>'
    stale = '<c r="G6" t="str"><f>G7</f><v>0322631528</v></c>'

    (flag,) = read_first(SourceFile("a.xlsx", changed(BOOK, SHEET, cell, stale))).flags

    assert flag.code is FlagCode.SHOWN_OTHERWISE
    assert flag.place
    assert flag.place.cell == "G6"


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        pytest.param({"alignment": Alignment("fill")}, ["shown_otherwise"], id="again and again"),
        pytest.param({"alignment": Alignment(readingOrder=2)}, ["reversed_text"], id="turned"),
        pytest.param({"font": Font(name="Wingdings")}, ["unmapped_text"], id="as signs"),
        pytest.param({"value": "#N/A"}, ["formula_without_value"], id="an error"),
        pytest.param({"border": ACROSS}, ["struck_text"], id="a line across"),
        pytest.param({"font": Font(vertAlign="superscript")}, ["shown_otherwise"], id="lifted"),
        pytest.param({"border": Border(diagonal=Side("thin"))}, [], id="a line that is not drawn"),
        pytest.param({"alignment": Alignment("center", readingOrder=1)}, [], id="in the middle"),
        pytest.param({"font": Font(name="Times New Roman")}, [], id="as letters"),
    ],
)
def test_a_cell_that_shows_something_else_is_told(change: dict[str, Any], codes: list[str]) -> None:
    def put(sheet: Any) -> None:
        for name, value in change.items():
            setattr(sheet["D6"], name, value)

    assert _codes(_with(put)) == [FlagCode(code) for code in codes]


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        pytest.param(
            RULES.DataBarRule("num", 0, "num", 9, "FF638EC6", showValue=False),
            True,
            id="a bar alone",
        ),
        pytest.param(RULES.DataBarRule("num", 0, "num", 9, "FF638EC6"), False, id="a bar beside"),
        pytest.param(
            RULES.IconSetRule("3Arrows", "num", [0, 1, 2], False), True, id="a sign alone"
        ),
        pytest.param(
            RULES.ColorScaleRule("min", None, "000000", "max", None, "FFFFFF"), True, id="dark"
        ),
        pytest.param(
            RULES.ColorScaleRule("min", None, "F8696B", "max", None, "63BE7B"), False, id="bright"
        ),
        pytest.param(
            RULES.FormulaRule(["TRUE"], fill=PatternFill("solid", bgColor="FF000000")),
            True,
            id="black",
        ),
        pytest.param(
            RULES.FormulaRule(
                ["TRUE"],
                font=Font(color="FF9C0006"),
                fill=PatternFill("solid", bgColor="FFFFC7CE"),
            ),
            False,
            id="red on pink",
        ),
    ],
)
def test_a_rule_that_may_hide_values_is_told(rule: Any, *, told: bool) -> None:
    data = _with(lambda sheet: sheet.conditional_formatting.add("A5:H12", rule))

    assert _codes(data) == [FlagCode.SHOWN_OTHERWISE] * told


PINK = PatternFill("solid", bgColor="FFFFC7CE")


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        pytest.param(RULES.FormulaRule(['$B5="Lê Thị An"'], fill=PINK), True, id="a name"),
        pytest.param(RULES.FormulaRule(["$A5=3"], fill=PINK), True, id="a row's number"),
        pytest.param(RULES.FormulaRule(["ROW()=6"], fill=PINK), True, id="a row"),
        pytest.param(
            RULES.FormulaRule(['ISNUMBER(SEARCH("An",$B5))'], fill=PINK), True, id="a part of one"
        ),
        pytest.param(RULES.CellIsRule("equal", ['"Kế toán"'], fill=PINK), True, id="a post"),
        pytest.param(
            RULES.Rule("containsText", text="An", formula=["1"], dxf=DifferentialStyle(fill=PINK)),
            True,
            id="what holds a text",
        ),
        pytest.param(RULES.FormulaRule(["MOD(ROW(),2)=0"], fill=PINK), False, id="bands"),
        pytest.param(RULES.FormulaRule(['$B5=""'], fill=PINK), False, id="empty cells"),
        pytest.param(RULES.FormulaRule(["LEN($F5)<>12"], fill=PINK), False, id="a wrong length"),
        pytest.param(
            RULES.FormulaRule(["COUNTIF($F$5:$F$12,$F5)>1"], fill=PINK), False, id="duplicates"
        ),
        pytest.param(
            RULES.Rule("duplicateValues", dxf=DifferentialStyle(fill=PINK)), False, id="doubles"
        ),
    ],
)
def test_a_rule_that_colours_whoever_it_names_is_told(rule: Any, *, told: bool) -> None:
    data = _with(lambda sheet: sheet.conditional_formatting.add("A5:H12", rule))

    assert _codes(data) == [FlagCode.RULE_COLOURS] * told


@pytest.mark.parametrize(
    ("at", "told"),
    [
        pytest.param("B6", True, id="at one person"),
        pytest.param("B6:B12", False, id="at a column"),
        pytest.param("B5", False, id="at its header"),
    ],
)
def test_a_prompt_at_one_row_is_told_as_a_remark(at: str, *, told: bool) -> None:
    def put(sheet: Any) -> None:
        check = DataValidation(promptTitle="Lưu ý", prompt="Chờ quyết định", allowBlank=True)
        check.add(at)
        sheet.add_data_validation(check)

    flags = read_first(SourceFile("a.xlsx", _with(put))).flags

    assert [dict(flag.fields)["text"] for flag in flags] == ["Lưu ý Chờ quyết định"] * told


def _newer_rule(style: str) -> str:
    return (
        f'<extLst><ext uri="{{1}}" xmlns:x="{X14}"><x:conditionalFormattings>'
        "<x:conditionalFormatting>"
        f"<x:cfRule><x:dxf>{style}</x:dxf></x:cfRule></x:conditionalFormatting>"
        "</x:conditionalFormattings></ext></extLst></worksheet>"
    )


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        pytest.param(
            "</worksheet>",
            _newer_rule('<numFmt numFmtId="200" formatCode="&quot;9&quot;"/>'),
            ["shown_otherwise"],
            id="a newer rule",
        ),
        pytest.param(
            "</worksheet>",
            _newer_rule('<fill><patternFill><bgColor rgb="FFFFC7CE"/></patternFill></fill>'),
            [],
            id="a newer rule that hides nothing",
        ),
        pytest.param(
            "<sheetView ", '<sheetView rightToLeft="1" ', ["reversed_text"], id="from the right"
        ),
        pytest.param(
            'defaultRowHeight="15"', 'defaultRowHeight="1"', ["hidden_text"], id="low rows"
        ),
        pytest.param(
            'defaultRowHeight="15"',
            'defaultColWidth="0.1" defaultRowHeight="15"',
            ["hidden_text"],
            id="narrow columns",
        ),
        pytest.param(
            "</sheetData>",
            '</sheetData><autoFilter ref="A5:H12"><filterColumn colId="0"><filters>'
            '<filter val="1"/></filters></filterColumn></autoFilter>',
            ["shown_otherwise"],
            id="filtered",
        ),
    ],
)
def test_what_a_sheet_does_to_its_cells_is_told(old: str, new: str, codes: list[str]) -> None:
    assert _codes(changed(BOOK, SHEET, old, new)) == [FlagCode(code) for code in codes]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param('<row r="7"', '<row r="6"', id="a row twice"),
        pytest.param('<row r="6"', '<row r="60"', id="a row out of order"),
        pytest.param('<c r="F6"', '<c r="G6"', id="a cell twice"),
        pytest.param('<c r="G6"', '<c r="G7"', id="a cell of another row"),
        pytest.param("<is><t>0322631528", "<v>1</v><is><t>0322631528", id="two values"),
    ],
)
def test_cells_that_programs_see_differently_are_not_read(old: str, new: str) -> None:
    with pytest.raises(ReadError):
        read_first(SourceFile("a.xlsx", changed(BOOK, SHEET, old, new)))


def test_styles_that_one_reader_would_not_find_are_not_read() -> None:
    parts = parts_of(BOOK)
    rels = "xl/_rels/workbook.xml.rels"
    parts["xl/own.xml"] = parts["xl/styles.xml"]
    parts[rels] = str(parts[rels]).replace("styles.xml", "own.xml")

    with pytest.raises(ReadError):
        read_first(SourceFile("a.xlsx", packed(*parts.items())))


@pytest.mark.parametrize(("kind", "told"), [("Rect", True), ("Note", False)])
def test_an_old_drawing_that_may_lie_on_cells_is_told(kind: str, *, told: bool) -> None:
    drawing = (
        '<xml xmlns:x="urn:schemas-microsoft-com:office:excel">'
        f'<x:ClientData ObjectType="{kind}"/></xml>'
    )

    data = with_part(BOOK, SHEET, "vmlDrawing", "xl/drawings/v.vml", drawing)

    assert _codes(data) == [FlagCode.PICTURE] * told


@pytest.mark.parametrize(
    ("text", "told"),
    [("Chỉ cấp cho số thứ tự 1 và 2", True), ("DỰ THẢO", True), ("Trang 1", False)],
)
def test_a_margin_that_bears_on_the_list_is_told(text: str, *, told: bool) -> None:
    data = _with(lambda sheet: setattr(sheet.oddHeader.center, "text", text))

    assert _codes(data) == [FlagCode.REMARK] * told


@pytest.mark.parametrize(("changed_colour", "told"), [("dk1", True), ("accent1", False)])
def test_a_font_of_a_colour_that_the_theme_makes_pale_is_told(
    changed_colour: str, *, told: bool
) -> None:
    data = _with(lambda sheet: setattr(sheet["B6"], "font", Font(color=Color(theme=1))))
    theme, old = "xl/theme/theme1.xml", f"<a:{changed_colour}>"

    pale = changed(data, theme, old, f'{old}<a:srgbClr val="FFFFFF"/>')

    assert _codes(pale) == [FlagCode.SHOWN_OTHERWISE] * told


@pytest.mark.parametrize(
    ("kept", "told"), [("", False), ('<filterColumn colId="3"><filters/></filterColumn>', True)]
)
def test_a_table_that_is_filtered_is_told(kept: str, *, told: bool) -> None:
    data = _with(lambda sheet: sheet.add_table(Table(displayName="T", ref="A5:H12")))
    plain = '<autoFilter ref="A5:H12"'

    filtered = changed(data, "xl/tables/table1.xml", f"{plain}/>", f"{plain}>{kept}</autoFilter>")

    assert _codes(filtered) == [FlagCode.SHOWN_OTHERWISE] * told


def test_a_pivot_table_is_told_for_its_cells_are_computed_anew() -> None:
    pivot = with_part(BOOK, SHEET, "pivotTable", "xl/pivotTables/pivotTable1.xml", "<p/>")

    assert [flag.code for flag in beside_cells(SourceFile("a.xlsx", pivot))] == [
        FlagCode.SHOWN_OTHERWISE
    ]


@pytest.mark.parametrize(("ink", "told"), [("FFFFFFFF", True), ("FF0000FF", False)])
def test_a_style_for_tables_that_hides_text_is_told(ink: str, *, told: bool) -> None:
    data = _with(lambda sheet: sheet.add_table(Table(displayName="T", ref="A5:H12")))
    own = (
        f'<dxfs count="1"><dxf><font><color rgb="{ink}"/></font></dxf></dxfs><tableStyles>'
        '<tableStyle name="Own"><tableStyleElement type="wholeTable" dxfId="0"/></tableStyle>'
        "</tableStyles></styleSheet>"
    )
    parts = parts_of(data)
    plain = re.sub(r"<(dxfs|tableStyles)[^>]*(/>|>.*?</\1>)", "", str(parts[STYLES]))
    parts[STYLES] = plain.replace("</styleSheet>", own)

    assert _codes(packed(*parts.items())) == [FlagCode.SHOWN_OTHERWISE] * told
