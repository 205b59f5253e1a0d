"""What an OpenDocument workbook hides, strikes, merges or says beside its cells: each is told."""

from __future__ import annotations

from html import escape

import pytest

from parsers import FlagCode, RequestList, SourceFile, read_request
from parsers.source import ReadError
from parsers.workbook.open_unseen import look_at
from tests.parsers.handmade import ANNEX, COLUMNS, ROWS
from tests.parsers.packages import packed

SPACE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
NAMES = "".join(
    f' xmlns:{short}="{SPACE.format(name)}"'
    for short, name in (
        ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"),
        ("fo", "xsl-fo-compatible"), ("draw", "drawing"),
    )
)  # fmt: skip
STYLES = (
    '<style:style style:name="struck" style:family="table-cell"><style:text-properties '
    'style:text-line-through-type="single"/></style:style>'
    '<style:style style:name="cut" style:family="text"><style:text-properties '
    'style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="white" style:family="table-cell"><style:text-properties '
    'fo:color="#ffffff"/></style:style>'
    '<style:style style:name="seen" style:family="table-cell" style:parent-style-name="white">'
    '<style:table-cell-properties fo:background-color="#000080"/></style:style>'
    '<style:style style:name="whitened" style:family="table-cell">'
    '<style:map style:condition="is-true-formula(1)" style:apply-style-name="white"/></style:style>'
    '<style:style style:name="warned" style:family="table-cell">'
    '<style:map style:condition="is-true-formula(1)" style:apply-style-name="seen"/></style:style>'
    '<style:style style:name="broad" style:family="table-cell"><style:text-properties '
    'fo:font-weight="bold"/></style:style>'
    '<style:style style:name="leaning" style:family="table-cell" style:parent-style-name="broad">'
    '<style:text-properties fo:font-style="italic"/></style:style>'
    '<style:style style:name="lined" style:family="table-cell"><style:text-properties '
    'style:text-underline-style="solid"/></style:style>'
    '<style:style style:name="thick" style:family="text"><style:text-properties '
    'fo:font-weight="bold"/></style:style>'
    '<style:style style:name="away" style:family="table"><style:table-properties '
    'table:display="false"/></style:style>'
)
MIME = "application/vnd.oasis.opendocument.spreadsheet"


def _cell(text: str, said: str = "", inside: str = "") -> str:
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
    return f'<table:table-cell office:value-type="string"{said}>{inside}{lines}</table:table-cell>'


def _row(cells: str, said: str = "") -> str:
    return f"<table:table-row{said}>{cells}</table:table-row>"


TITLES = "".join(_row(_cell(text)) for text in ANNEX) + _row("".join(map(_cell, COLUMNS)))
LISTED = [_row("".join(map(_cell, row))) for row in ROWS]
COLUMN = '<table:table-column table:number-columns-repeated="{}"/>'
UNIT, PHONE = _cell(ROWS[1][2]), _cell(ROWS[1][5])


def _held(shown: str, held: str, kind: str = "string-value") -> str:
    """Return a cell whose format shows something of its own."""
    return _cell(shown, f' office:{kind}="{held}"')


def _book(rows: str, columns: str = COLUMN.format(7), beside: str = "") -> SourceFile:
    body = f'<table:table table:name="Danh sách">{columns}{TITLES}{rows}</table:table>{beside}'
    content = (
        f"<office:document-content{NAMES}><office:automatic-styles>{STYLES}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{body}</office:spreadsheet>"
        "</office:body></office:document-content>"
    )
    data = packed(
        ("mimetype", MIME),
        ("content.xml", content),
        ("styles.xml", f"<office:document-styles{NAMES}/>"),
        ("META-INF/manifest.xml", "<manifest/>"),
    )
    return SourceFile("a.ods", data)


def _told(file: SourceFile) -> list[tuple[str, str]]:
    return [
        (flag.code.value, flag.place.cell if flag.place else "") for flag in look_at(file).flags
    ]


def _second(old: str, new: str) -> str:
    """Return the rows with the second one, in row 5 of the sheet, written otherwise."""
    assert old in LISTED[1]
    return LISTED[0] + LISTED[1].replace(old, new, 1) + LISTED[2]


HIDDEN = ' table:visibility="{}"'
ROW = "<table:table-row>"
CUT = '<text:p>0939 004 <text:span text:style-name="cut">771</text:span></text:p>'
NOTE = "<office:annotation><text:p>đã nghỉ</text:p></office:annotation>"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (ROW, ROW.replace(">", f"{HIDDEN.format('collapse')}>"), ("hidden_row", "A5")),
        (ROW, ROW.replace(">", f"{HIDDEN.format('filter')}>"), ("hidden_row", "A5")),
        (UNIT, _cell(ROWS[1][2], ' table:style-name="struck"'), ("struck_text", "C5")),
        (f"<text:p>{ROWS[1][5]}</text:p>", CUT, ("struck_text", "F5")),
        (UNIT, _cell(ROWS[1][2], ' table:style-name="white"'), ("hidden_text", "C5")),
        (UNIT, _cell(ROWS[1][2], ' table:formula="of:=[.C4]"'), ("shown_otherwise", "C5")),
        (UNIT, _held("", ROWS[1][2]), ("hidden_text", "C5")),
        (UNIT, _held("Phòng Đào tạo", "Đào tạo"), ("shown_otherwise", "C5")),
        (PHONE, _held("", "939004771", "value"), ("hidden_text", "F5")),
        (PHONE, _held("0939 004 772", "939004771", "value"), ("shown_otherwise", "F5")),
        (UNIT, _cell(ROWS[1][2], ' table:style-name="whitened"'), ("shown_otherwise", "C5")),
        (UNIT, _cell(ROWS[1][2], inside=NOTE), ("remark", "")),
        (UNIT, _cell(ROWS[1][2], inside="<draw:frame/>"), ("picture", "")),
    ],
)  # fmt: skip
def test_what_a_cell_of_a_sheet_hides_or_says_is_told(
    old: str, new: str, told: tuple[str, str]
) -> None:
    assert _told(_book(_second(old, new))) == [told]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        (UNIT, _cell(ROWS[1][2], ' table:style-name="seen"')),
        (UNIT, _cell(ROWS[1][2], ' table:style-name="warned"')),
        (UNIT, _held(ROWS[1][2], ROWS[1][2])),
        (PHONE, _held("0939 004 771", "939004771", "value")),
        (PHONE, _held("0939004771", "9.39004771E8", "value")),
        (_cell("2"), _cell("2", ' table:formula="of:=[.A4]+1"')),
    ],
)
def test_what_a_cell_of_a_sheet_shows_is_not_told(old: str, new: str) -> None:
    assert not _told(_book(_second(old, new)))


def _read(file: SourceFile) -> RequestList:
    read = read_request([file])
    assert FlagCode.ONE_READER in {flag.code for flag in read.flags}
    return read


def test_a_hidden_row_or_column_is_no_part_of_the_list() -> None:
    row = _second(ROW, ROW.replace(">", f"{HIDDEN.format('collapse')}>"))
    column = (
        COLUMN.format(5) + f"<table:table-column{HIDDEN.format('collapse')}/>" + COLUMN.format(1)
    )

    assert [one.stt for one in _read(_book(row)).individuals] == ["1", "3"]
    assert [one.phone for one in _read(_book("".join(LISTED), column)).individuals] == [""] * 3


def test_a_merged_cell_stands_for_all_its_rows() -> None:
    tall = _cell(ROWS[0][2], ' table:number-rows-spanned="2"')
    first = LISTED[0].replace(_cell(ROWS[0][2]), tall)
    second = LISTED[1].replace(UNIT, "<table:covered-table-cell/>")

    read = _read(_book(first + second + LISTED[2]))

    assert [row.unit for row in read.individuals[:2]] == [ROWS[0][2]] * 2


@pytest.mark.parametrize(
    ("text", "code"), [("092195000147", "hidden_list"), ("Chuyên viên", "hidden_sheet")]
)
def test_a_hidden_sheet_is_told_by_what_it_holds(text: str, code: str) -> None:
    sheet = (
        f'<table:table table:name="Cũ" table:style-name="away">{_row(_cell(text))}</table:table>'
    )

    assert _told(_book("".join(LISTED), beside=sheet)) == [(code, "")]


def test_a_million_blank_rows_are_no_work() -> None:
    blank = _row("<table:table-cell/>", ' table:number-rows-repeated="1048000"')

    assert not _told(_book("".join(LISTED) + blank))


def test_an_encrypted_workbook_is_told_as_such() -> None:
    manifest = ("META-INF/manifest.xml", "<manifest><encryption-data/></manifest>")
    data = packed(("mimetype", MIME), ("content.xml", "?"), manifest)

    read = read_request([SourceFile("a.ods", data)])

    assert [flag.code for flag in read.flags] == [FlagCode.FILE_ENCRYPTED]


def test_what_is_no_workbook_is_a_reading_error() -> None:
    with pytest.raises(ReadError, match="file_unreadable"):
        look_at(SourceFile("a.ods", packed(("content.xml", "<a"))))


def _row_in(style: str) -> str:
    return _row("".join(_cell(text, f' table:style-name="{style}"') for text in ROWS[1]))


def _with_name(words: str) -> str:
    name = (
        f'<table:table-cell office:value-type="string"><text:p>{words}</text:p></table:table-cell>'
    )
    return _row("".join([_cell(ROWS[1][0]), name, *map(_cell, ROWS[1][2:])]))


THICK = '<text:span text:style-name="thick">{}</text:span>'


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (_row_in("broad"), "bold"),
        (_row_in("lined"), "underlined"),
        (_row_in("leaning"), "bold,italic"),
        (_with_name(THICK.format(ROWS[1][1])), "bold"),
        (_with_name(ROWS[1][1][:-1] + THICK.format(ROWS[1][1][-1:])), ""),
        (LISTED[1], ""),
    ],
)
def test_a_row_in_letters_of_its_own_is_told(row: str, told: str) -> None:
    read = read_request([_book("".join([LISTED[0], row, *LISTED[2:]]))])

    flags = [flag for flag in read.flags if flag.code is FlagCode.ROW_LETTERED]
    assert [(flag.row, dict(flag.fields)["lettering"]) for flag in flags] == (
        [(1, told)] if told else []
    )
