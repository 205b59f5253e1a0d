"""The second reader reads what is drawn, whatever the file says beside it."""

from __future__ import annotations

import io

import pdfplumber
import pytest
from reportlab.pdfgen.canvas import Canvas

from parsers.flag import FlagCode
from parsers.pdf.fast import read_fast
from parsers.pdf.plumber import read_plumber
from parsers.pdf.plumber.edges import edges_of, tables_of
from parsers.pdf.plumber.turn import Turner
from parsers.reading import Line, Reading
from parsers.source import ReadError, SourceFile
from tests.parsers.plain_pdf import plain_pdf, stream

SHOWN, CLAIMED = "092090000001", "092090000009"


def page(*operators: str) -> SourceFile:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 200))
    canvas.setFont("Helvetica", 12)
    for operator in operators:
        canvas.addLiteral(operator)
    canvas.save()
    return SourceFile("a.pdf", out.getvalue())


def texts(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks if isinstance(block, Line)]


def test_a_text_that_claims_to_be_another_is_read_as_it_is_drawn() -> None:
    begin = f"BT /F1 12 Tf 20 100 Td /Span <</ActualText ({CLAIMED})>> BDC"
    file = page(begin, f"({SHOWN}) Tj EMC ET")
    assert texts(read_plumber(file, (1,))) == [SHOWN]
    assert texts(read_fast(file)) == [CLAIMED]  # so that the two differ, and a person looks


@pytest.mark.parametrize(
    ("operators", "tables"),
    [
        pytest.param("0 G 20 20 100 50 re S 60 20 m 60 70 l S", 1, id="lines in black"),
        pytest.param("1 G 20 20 100 50 re S 60 20 m 60 70 l S", 0, id="lines in white"),
        pytest.param(
            "0 g 20 20 1 50 re 60 20 1 50 re 120 20 1 50 re 20 20 101 1 re 20 70 101 1 re f",
            1,
            id="lines as thin boxes",
        ),
        pytest.param("0 g 20 20 40 50 re f 60 20 60 50 re f", 0, id="boxes filled, no line drawn"),
        pytest.param("0 G 20 20 100 50 re n 60 20 m 60 70 l n", 0, id="paths never painted"),
        pytest.param(
            "0 G 20 20 m 120 20 l 120 70 l 20 70 l h 60 20 m 60 70 l S", 1, id="one path of parts"
        ),
        pytest.param(
            "0 G 20 20 m 20 20 20 70 20 70 c 120 70 m 120 70 120 20 120 20 c 60 20 m 60 70 l S",
            0,
            id="curves are no edges",
        ),
    ],
)
def test_only_lines_that_are_seen_make_cells(operators: str, tables: int) -> None:
    with pdfplumber.open(io.BytesIO(page(operators).data)) as document:
        drawn = document.pages[0]
        turner = Turner(0, float(drawn.width), float(drawn.height))
        assert len(tables_of(map(turner.edge, edges_of(drawn.objects)))) == tables


@pytest.mark.parametrize(
    ("layers", "is_flagged"),
    [
        pytest.param(b"/OCProperties<</D<</OFF[1 0 R]>>>>", True, id="one is off"),
        pytest.param(b"/OCProperties<</D<</BaseState/OFF>>>>", True, id="all are off"),
        pytest.param(b"/OCProperties<</D<</OFF[]/BaseState/ON>>>>", False, id="all are on"),
        pytest.param(b"", False, id="none"),
    ],
)
def test_a_layer_that_is_not_shown_is_flagged(layers: bytes, *, is_flagged: bool) -> None:
    data = page("BT /F1 12 Tf 20 100 Td (An) Tj ET").data
    named = b"/Type /Catalog"
    assert data.count(named) == 1
    file = SourceFile("a.pdf", data.replace(named, named + layers))
    codes = [flag.code for flag in read_plumber(file, (1,)).flags]
    assert codes == [FlagCode.HIDDEN_LAYER] * is_flagged


ATTACHED, CHANGE = FlagCode.ATTACHED_FILE, FlagCode.PAGES_CHANGE
USAGE = "/OCProperties << /OCGs [<< /Usage << /{0} << /{0}State /{1} >> >> >>] /D << >> >>"
LAYERS = "/OCProperties << /OCGs [<< /Name (A) >>] /D << >> >>"
ZOOMED = "/OCProperties << /OCGs [<< /Usage << /Zoom << /min 5 >> >> >>] /D << >> >>"
UNLESS = "/Resources << /Properties << /L << /Type /OCMD {0} >> >> >>"


@pytest.mark.parametrize(
    ("catalog", "on_page", "codes"),
    [
        pytest.param("/Names << /EmbeddedFiles << >> >>", "", [ATTACHED], id="a file attached"),
        pytest.param("/AF [<< >>]", "", [ATTACHED], id="a file that belongs to it"),
        pytest.param("", "/AF [<< >>]", [ATTACHED], id="a file that belongs to a page"),
        pytest.param("/AcroForm << /XFA (x) >>", "", [CHANGE], id="a form in XML"),
        pytest.param("/Names << /JavaScript << >> >>", "", [CHANGE], id="a script"),
        pytest.param("/OpenAction << /S /SetOCGState >>", "", [CHANGE], id="an act at opening"),
        pytest.param("", "/AA << /O << /S /Hide >> >>", [CHANGE], id="an act on a page"),
        pytest.param("/OpenAction << /S /GoTo >>", "", [], id="opens at a page"),
        pytest.param("/OpenAction [3 0 R /Fit] /AcroForm << >>", "", [], id="opens so too"),
        pytest.param(USAGE.format("View", "OFF"), "", [FlagCode.HIDDEN_LAYER], id="not shown"),
        pytest.param(USAGE.format("Print", "OFF"), "", [FlagCode.HIDDEN_LAYER], id="not printed"),
        pytest.param(USAGE.format("View", "ON"), "", [], id="a layer that is shown"),
        pytest.param(ZOOMED, "", [FlagCode.HIDDEN_LAYER], id="shown when looked at closely"),
        pytest.param(LAYERS, "", [], id="in a layer"),
        pytest.param(LAYERS, UNLESS.format("/P /AllOff"), [FlagCode.HIDDEN_LAYER], id="unless"),
        pytest.param(
            LAYERS, UNLESS.format("/VE [/Not 9 0 R]"), [FlagCode.HIDDEN_LAYER], id="by a rule"
        ),
        pytest.param(LAYERS, UNLESS.format("/P /AnyOn"), [], id="with its layer"),
    ],
)
def test_what_stands_beside_the_pages_is_told(
    catalog: str, on_page: str, codes: list[FlagCode]
) -> None:
    data = plain_pdf("BT /F1 12 Tf 20 100 Td (An) Tj ET", page=on_page, catalog=catalog)

    assert [flag.code for flag in read_plumber(SourceFile("a.pdf", data), (1,)).flags] == codes


def test_a_sign_without_a_letter_does_not_vanish() -> None:
    file = page("BT /F1 12 Tf 20 100 Td (a\\001b) Tj ET")
    (text,) = texts(read_plumber(file, (1,)))
    assert text == "a\ufffdb"


def test_a_sign_of_two_units_moves_no_letter_behind_it() -> None:
    mapped = "1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <41> <D83DDE00>"
    map_of_codes = f"/CIDInit /ProcSet findresource begin begincmap {mapped} endbfchar endcmap end"
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 10 0 R >>"
    data = plain_pdf(
        f"BT /F2 12 Tf 20 100 Td (A{SHOWN}) Tj ET",
        fonts={"F2": font},
        more=[stream("", map_of_codes)],
    )
    file = SourceFile("a.pdf", data)
    assert texts(read_plumber(file, (1,))) == [f"\U0001f600{SHOWN}"]
    # The two differ, so that a person looks.
    assert texts(read_fast(file)) == [f"\ufffd\ufffd{SHOWN}"]


def test_a_file_that_is_none_is_an_error_of_ours() -> None:
    with pytest.raises(ReadError):
        read_plumber(SourceFile("a.pdf", b"%PDF-1.7 and nothing more"), (1,))
