"""Figures that look otherwise than they are named are flagged, whatever makes them look so."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from typing import Never

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from parsers import FlagCode, IndividualRow, SourceFile, read_request
from parsers.pdf import shown
from parsers.pdf.fast import read_fast
from parsers.pdf.plumber import read_plumber
from parsers.pdf.shapes import FACES, known
from parsers.pdf.shown import shown_otherwise
from parsers.pdf.unlike import CAPITALS, FIGURES, LETTERS, Alphabet
from tests.parsers.corpus.booked import BookLook, booked
from tests.parsers.corpus.corpus import laid_out
from tests.parsers.corpus.drawn import faces
from tests.parsers.corpus.layouts import LAYOUTS
from tests.parsers.corpus.typeset import typeset
from tests.parsers.plain_pdf import plain_pdf, stream

TABLE = "0 G 1 w 100 600 400 100 re S 100 650 m 500 650 l S 300 600 m 300 700 l S "
WORDS = "BT /F1 10 Tf 110 670 Td (Ho ten) Tj 200 0 Td (CCCD) Tj ET "
NUMBER = "BT /{0} 10 Tf 310 620 Td ({1}) Tj ET "
WORD = NUMBER.format("F1", "oanh")
SEEN = NUMBER.format("F1", "092190004567")
CLAIMS = (
    "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> "
    "endcodespacerange 1 beginbfrange <30> <39> <0030> endbfrange "
    "4 beginbfchar <41> <{1}> <42> <0068> <44> <004E> <{0}> <0038> endbfchar endcmap end"
)
FACE = (
    "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /ToUnicode 10 0 R "
    "/Encoding << /BaseEncoding /WinAnsiEncoding /Differences [65 /three /t /C /M] >> >>"
)
SHADE = (
    "<< /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 9 0] /Extend [true true] "
    "/Function << /FunctionType 2 /Domain [0 1] /C0 [1] /C1 [1] /N 1 >> >>"
)


def _file(content: str, claims: str = "38", letter: str = "0038") -> SourceFile:
    data = plain_pdf(
        TABLE + WORDS + content,
        fonts={"F2": FACE},
        states={"G": "<< /ca 0.5 >>"},
        more=[stream("", CLAIMS.format(claims, letter)), SHADE],
    )
    data = data.replace(b"/ExtGState <<", b"/Shading << /S 11 0 R >> /ExtGState <<")
    return SourceFile("a.pdf", data)


def _codes(content: str, claims: str = "38", letter: str = "0038") -> set[FlagCode]:
    return _seen(_file(content, claims, letter))


def _seen(file: SourceFile) -> set[FlagCode]:
    """Return the flags of the fast reader and of the look at what it read."""
    reading = read_fast(file)
    return {flag.code for flag in (*reading.flags, *shown_otherwise(reading.stated, ()))}


@pytest.mark.parametrize(
    ("content", "claims"),
    [
        pytest.param(NUMBER.format("F2", "092130001111"), "33", id="a face that names three eight"),
        pytest.param(NUMBER.format("F2", "0921800A1111"), "38", id="two codes of one figure"),
        pytest.param(NUMBER.format("F2", "Le BBa"), "38", id="a face that names t as h"),
        pytest.param(NUMBER.format("F2", "Dinh"), "38", id="a face that names M as N"),
        pytest.param(f"{WORD} .7 w 311 622.5 m 315 622.5 l S", "38", id="a dash in an o"),
        pytest.param(f"{SEEN} 1 g {'308 618 90 3 re 308 621 90 3 re 308 624 90 3 re f'}", "38",
                     id="thin white areas"),
        pytest.param(f"{SEEN} 0 G .7 w 311 623.5 m 315 623.5 l S", "38", id="a dash in a nought"),
        pytest.param(f".7 w 311 623.5 m 315 623.5 l S {SEEN}", "38", id="a dash below a nought"),
        pytest.param(f"{SEEN} 1 G 1 w 311 621 m 311 626 l S", "38", id="a gap in a nought"),
        pytest.param(f"{SEEN} 0 g 311 622 m 313 625 315 625 315 622 c f", "38", id="a small shape"),
    ],
)  # fmt: skip
def test_figures_that_look_otherwise_are_flagged(content: str, claims: str) -> None:
    assert FlagCode.DRAWN_OTHERWISE in _codes(content, claims)


SIGNS = {"period": ".", "hyphen": "-", "underscore": "_", "seven": "7", "at": "@"}


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
@pytest.mark.parametrize("drawn", SIGNS)
@pytest.mark.parametrize("said", [".", "-", "_"])
def test_a_sign_drawn_as_another_is_told(said: str, drawn: str, angle: int) -> None:
    claims = CLAIMS.replace("<41> <{1}>", f"<41> <{ord(said):04X}>").format("38")
    face = FACE.replace("/three", f"/{drawn}")
    turned = {0: "1 0 0 1", 90: "0 1 -1 0", 180: "-1 0 0 -1", 270: "0 -1 1 0"}[angle]
    text = f"BT /F2 10 Tf {turned} 350 625 Tm (00A00) Tj ET "
    data = plain_pdf(TABLE + WORDS + text, fonts={"F2": face}, more=[stream("", claims)])

    told = FlagCode.DRAWN_OTHERWISE in _seen(SourceFile("a.pdf", data))
    assert told is (SIGNS[drawn] != said)


def test_a_figure_that_its_face_maps_to_half_a_sign_is_told() -> None:
    assert FlagCode.UNMAPPED_TEXT in _codes(NUMBER.format("F2", "0921A8"), letter="D83D")


@pytest.mark.parametrize("text", [SEEN, WORD], ids=["figures", "letters"])
@pytest.mark.parametrize(
    "over",
    [
        pytest.param("1 G 12 w 300 624 m 400 624 l S", id="a broad white stroke"),
        pytest.param("q 308 618 90 12 re W n /S sh Q", id="a white shade"),
        pytest.param(f"q /G gs 1 g {'308 618 90 12 re f ' * 9} Q", id="white veils"),
    ],
)
def test_what_is_wholly_under_something_white_is_hidden(text: str, over: str) -> None:
    assert _codes(text) == set()
    assert FlagCode.HIDDEN_TEXT in _codes(f"{text} {over}")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(SEEN, id="plain"),
        pytest.param(NUMBER.format("F2", "0921888838345"), id="a face that tells the truth"),
        pytest.param(f"0.85 g 300 600 200 50 re f 0 g {SEEN}", id="on a shaded row"),
        pytest.param(f"0 g 300 600 200 50 re f 1 g {SEEN}", id="white on black"),
        pytest.param(f"0.4 g {SEEN}", id="grey"),
        pytest.param(f"{WORD} .5 w 310 618 m 330 618 l S", id="underlined"),
        pytest.param(
            f"{NUMBER.format('F1', 'q')} 2 w 300 618.5 m 400 618.5 l S", id="a rule through a tail"
        ),
        pytest.param(f"{SEEN} .5 w 308 619 m 380 619 l S 309 610 m 309 640 l S", id="ruled close"),
        pytest.param("BT /F1 5 Tf 310 620 Td (0123456789) Tj ET", id="small"),
    ],
)
def test_figures_that_look_as_they_are_named_are_not(content: str) -> None:
    assert FlagCode.DRAWN_OTHERWISE not in _codes(content)


def test_the_flag_tells_the_page_and_the_place() -> None:
    file = _file(NUMBER.format("F2", "092130001111"), "33")

    (flag,) = shown_otherwise(read_fast(file).stated, ())

    assert flag.place is not None
    assert flag.place.page == 1
    assert flag.place.box is not None
    x, y, wide, high = flag.place.box
    assert 0.5 < x < x + wide < 1  # the number in the second column
    assert 0.2 < y < y + high < 0.3


def test_a_request_with_a_stroke_through_one_figure_goes_to_a_person() -> None:
    paper = laid_out(random.Random(7), LAYOUTS["plain"], (("new", "individual"),), 3)
    plain = typeset(paper.drawn())
    read = read_request([SourceFile("a.pdf", plain)])
    assert (read.flags, len(read.individuals)) == ((), 3)

    struck = read_request([SourceFile("a.pdf", _stroked(plain, read.individuals[1]))])

    assert [flag.code for flag in struck.flags] == [FlagCode.DRAWN_OTHERWISE]


def _stroked(data: bytes, row: IndividualRow) -> bytes:
    """Return the PDF with a dash through the row's first figure."""
    place = row.cells["national_id"]
    assert place.page is not None
    assert place.box is not None
    document, out = pypdfium2.PdfDocument(data), io.BytesIO()
    page = document[place.page - 1]
    textpage = page.get_textpage()
    text = textpage.get_text_range()
    left, bottom, right, top = textpage.get_charbox(text.index(row.national_id))
    dash = pdfium.FPDFPageObj_CreateNewPath(left, (bottom + top) / 2)
    pdfium.FPDFPath_LineTo(dash, right, (bottom + top) / 2)
    pdfium.FPDFPath_SetDrawMode(dash, 0, True)
    pdfium.FPDFPage_InsertObject(page, dash)
    page.gen_content()
    document.save(out)
    return out.getvalue()


def test_a_pdf_without_a_table_is_not_opened_again(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = laid_out(random.Random(7), LAYOUTS["plain"], (("new", "individual"),), 3)
    cover = SourceFile("a.pdf", typeset(replace(paper, annex=())))
    annex = SourceFile("b.xlsx", booked(paper, BookLook()))

    def refuse(_: object) -> Never:
        raise AssertionError("there is nothing to look at")

    monkeypatch.setattr(shown, "shown_otherwise", refuse)

    assert len(read_request([cover, annex]).individuals) == 3


@pytest.mark.parametrize("letter", ["0020", "0009", "00A0", "200B", "FEFF"])
def test_ink_where_the_text_has_a_blank_is_flagged(letter: str) -> None:
    codes = _codes(NUMBER.format("F2", "09219000456A7"), letter=letter)

    assert FlagCode.UNMAPPED_TEXT in codes


@pytest.mark.parametrize(
    ("raised", "told"), [pytest.param(4, True, id="into it"), pytest.param(12, False, id="above")]
)
def test_a_sign_of_another_line_drawn_into_a_figure_is_flagged(raised: int, *, told: bool) -> None:
    sign = f"BT /F1 10 Tf 311 {620 + raised} Td (-) Tj ET"

    assert (FlagCode.OVERLAPPING_TEXT in _codes(SEEN + sign)) is told


@pytest.mark.parametrize("across", ["1 0 0 1", "0 1 -1 0"], ids=["upright", "turned"])
@pytest.mark.parametrize(
    ("text", "told"), [("Cinh CnA", True), ("Cinh CnC", False)], ids=["two codes", "one code"]
)
def test_a_letter_with_two_codes_is_flagged(text: str, across: str, *, told: bool) -> None:
    file = _file(f"BT /F2 10 Tf {across} 310 620 Tm ({text}) Tj ET", letter="0068")

    codes = [flag.code for flag in read_plumber(file, (1,)).flags]

    assert codes == [FlagCode.LETTER_TWICE] * told


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("drawn", [0, 90, 180, 270])
def test_figures_are_looked_at_as_they_are_held(turn: int, drawn: int) -> None:
    faces()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(600, 600))
    canvas.setPageRotation(turn)
    canvas.translate(300, 300)
    canvas.rotate(drawn)
    canvas.grid([-200, 0, 200], [0, 50, 100])
    rng = random.Random(turn + drawn)
    for x, y in ((-195, 20), (5, 20), (-195, 70), (5, 70)):
        canvas.setFont("Face", rng.choice([7, 9, 11]))
        canvas.drawString(x, y, "".join(rng.choices(FIGURES.signs, k=12)))
    canvas.save()

    assert _seen(SourceFile("a.pdf", out.getvalue())) == set()


@pytest.mark.parametrize("alphabet", [FIGURES, LETTERS, CAPITALS], ids=["1", "a", "A"])
def test_each_sign_is_told_by_how_it_looks_in_other_faces(alphabet: Alphabet) -> None:
    faces_of = known(alphabet.signs).reshape(len(FACES), len(alphabet.signs), -1)
    for index, face in enumerate(faces_of):
        others = np.delete(faces_of, index, 0)
        alike = np.abs(np.einsum("ak,fbk->fab", face, others)).max(axis=0)
        own = alike.diagonal()
        assert (own > alphabet.least).all()
        assert (alike.max(axis=1) - own < alphabet.more).all()
