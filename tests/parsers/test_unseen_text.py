"""Text that is in a PDF and not on its page is flagged; text that is seen is read."""

from __future__ import annotations

import pytest

from parsers.flag import FlagCode
from parsers.pdf.fast import read_fast
from parsers.reading import Line
from parsers.source import SourceFile
from tests.parsers.plain_pdf import Form, plain_pdf, stream

TEXT = "BT /F1 12 Tf 20 100 Td (092090000001) Tj ET"
GROUP = "/BBox [0 0 600 800] /Group << /S /Transparency /CS /DeviceGray >>"
CLEAR = {"G": "<< /ca 0 /CA 0 >>"}
MASK = {"G": "<< /SMask << /S /Luminosity /G 20 0 R >> >>"}
BLACK, WHITE = (Form(f"{grey} g 0 0 600 800 re f", GROUP) for grey in (0, 1))
PATTERN = stream(
    "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 5 5] /XStep 5 /YStep 5 "
    "/Resources << >>",
    "{grey} g 0 0 5 5 re f",
)
NARROWER = " ".join(f"0 0 {600 - 10 * n} 800 re W n" for n in range(1, 6))


def _patterned(grey: int) -> bytes:
    data = plain_pdf(f"/Pattern cs /P scn {TEXT}", more=[PATTERN.format(grey=grey)])
    return data.replace(b"/ExtGState <<", b"/Pattern << /P 10 0 R >> /ExtGState <<")


SHADE = "q 0 80 300 60 re W n /S sh Q"
THIN_AREAS = " ".join(f"0 {98 + 2.5 * n} 300 2.5 re f" for n in range(5))


def _shaded(grey: int, operators: str) -> bytes:
    """Return what the operators draw; shade /S is all of one grey."""
    function = f"<< /FunctionType 2 /Domain [0 1] /C0 [{grey}] /C1 [{grey}] /N 1 >>"
    shade = (
        "<< /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 600 0] /Extend [true true] "
        f"/Function {function} >>"
    )
    data = plain_pdf(operators, more=[shade])
    return data.replace(b"/ExtGState <<", b"/Shading << /S 10 0 R >> /ExtGState <<")


def _read(data: bytes) -> tuple[list[str], set[FlagCode]]:
    reading = read_fast(SourceFile("a.pdf", data))
    lines = [block.text for block in reading.blocks if isinstance(block, Line)]
    return lines, {flag.code for flag in reading.flags}


MAP = (
    "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> "
    "endcodespacerange 2 beginbfchar <41> <0030> <42> <0031> endbfchar endcmap end"
)
FACE = (
    "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 700 700] /FontMatrix [0.001 0 0 0.001 0 0] "
    "/CharProcs << /a 11 0 R /b 11 0 R >> /FirstChar 65 /LastChar 66 /Widths [600 600] "
    "/Encoding << /Type /Encoding /Differences [65 /a /b] >> /Resources << >> /ToUnicode 10 0 R >>"
)


def _in_a_face(draws: str, below: str = "") -> bytes:
    """Return letters in a face of drawings, with others, such as white ones, drawn after them."""
    more = [stream("", MAP), stream("", f"600 0 0 0 600 700 d1 {draws}")]
    text = "BT /F3 12 Tf 20 100 Td (ABBA) Tj ET"
    return plain_pdf(f"{text} {below}", fonts={"F3": FACE}, more=more)


UNSEEN = {
    "in a face that draws nothing": _in_a_face(""),
    "cut off around a form": plain_pdf("q 0 0 10 10 re W n /A Do Q", {"A": Form(TEXT)}),
    "cut off inside a form": plain_pdf("/A Do", {"A": Form(f"0 0 10 10 re W n {TEXT}")}),
    "cut off inside a moved form": plain_pdf(
        "q 1 0 0 1 0 300 cm /A Do Q", {"A": Form(f"0 300 600 400 re W n {TEXT}")}
    ),
    "cut off by the form's box": plain_pdf("/A Do", {"A": Form(TEXT, "/BBox [0 0 9 9]")}),
    "cut off around a form in a form": plain_pdf(
        "q 0 0 9 9 re W n /B Do Q", {"A": Form(TEXT), "B": Form("q /A Do Q")}
    ),
    "cut off by the sixth of many": plain_pdf(f"q {NARROWER} 0 0 m 9 0 l 9 9 l W n {TEXT} Q"),
    "cut off by a triangle": plain_pdf(f"q 0 0 m 600 0 l 0 90 l h W n {TEXT} Q"),
    "cut off beside a triangle": plain_pdf(f"q 200 0 m 600 800 l 600 0 l h W n {TEXT} Q"),
    "cut out of a frame": plain_pdf(f"q 0 0 600 800 re 10 90 200 40 re W* n {TEXT} Q"),
    "cut off by letters": plain_pdf(f"q BT /F1 9 Tf 7 Tr 9 9 Td ( ) Tj ET 0 Tr {TEXT} Q"),
    "outlined in white": plain_pdf(f"1 G 0 g 1 Tr {TEXT}"),
    "filled with nothing": plain_pdf(f"/G gs {TEXT}", states=CLEAR),
    "in a form drawn with nothing": plain_pdf("/G gs /A Do", {"A": Form(TEXT, GROUP)}, CLEAR),
    "behind a mask": plain_pdf(f"/G gs {TEXT}", {"M": BLACK}, MASK),
    "in a form behind a mask": plain_pdf("/G gs /A Do", {"M": BLACK, "A": Form(TEXT)}, MASK),
    "black on black": plain_pdf(f"0 g 0 80 300 60 re f {TEXT}"),
    "grey on the same grey": plain_pdf(f"0.6 g 0 80 300 60 re f 0.65 g {TEXT}"),
    "all but white": plain_pdf(f"0.94 g {TEXT}"),
    "bright yellow": plain_pdf(f"1 1 0 rg {TEXT}"),
    "all but transparent": plain_pdf(f"/G gs {TEXT}", states={"G": "<< /ca 0.1 >>"}),
    "in a white pattern": _patterned(grey=1),
    "white across a rule": plain_pdf(f"0 G 1 w 0 104 m 300 104 l S 1 g {TEXT}"),
    "white between rules": plain_pdf(f"0 G 1 w 0 100 m 300 100 l 0 109 m 300 109 l S 1 g {TEXT}"),
    "white on a white area": plain_pdf(f"0 g 0 80 300 60 re f 1 g 0 80 300 60 re f {TEXT}"),
    "white half on a black area": plain_pdf(f"0 g 0 80 60 60 re f 1 g {TEXT}"),
    "black on a broad black stroke": plain_pdf(f"0 G 30 w 0 104 m 300 104 l S {TEXT}"),
    "under a broad white stroke": plain_pdf(f"{TEXT} 1 G 30 w 0 104 m 300 104 l S"),
    "under a white slanting stroke": plain_pdf(f"{TEXT} 1 G 60 w 0 80 m 300 130 l S"),
    "under thin white areas": plain_pdf(f"{TEXT} 1 g {THIN_AREAS}"),
    "under areas one sees through": plain_pdf(
        f"{TEXT} /G gs 1 g {'0 80 300 60 re f ' * 8}", states={"G": "<< /ca 0.4 >>"}
    ),
    "under a white shade": _shaded(1, f"{TEXT} {SHADE}"),
    "black on a black shade": _shaded(0, f"{SHADE} {TEXT}"),
    "pressed together": plain_pdf(TEXT.replace("Td", "Td 1 Tz")),
}  # fmt: skip
SEEN = {
    "plain": plain_pdf(TEXT),
    "in a form": plain_pdf("q 1 0 0 1 5 5 cm /A Do Q", {"A": Form(TEXT)}),
    "in a turned and cut form": plain_pdf(
        "q 0 1 -1 0 500 0 cm 0 0 600 400 re W n /A Do Q", {"A": Form(TEXT)}
    ),
    "inside many clips": plain_pdf(f"q {NARROWER} {TEXT} Q"),
    "inside a triangle": plain_pdf(f"q 0 0 m 0 800 l 600 0 l h W n {TEXT} Q"),
    "inside a round clip": plain_pdf(
        f"q 0 0 m 0 900 600 900 600 0 c h W n {TEXT} Q"
    ),
    "in a group": plain_pdf("/A Do", {"A": Form(TEXT, GROUP)}),
    "multiplied": plain_pdf(f"/G gs {TEXT}", states={"G": "<< /BM /Multiply >>"}),
    "under a mask that hides nothing": plain_pdf(f"/G gs {TEXT}", {"M": WHITE}, MASK),
    "half transparent": plain_pdf(f"/G gs {TEXT}", states={"G": "<< /ca 0.5 >>"}),
    "outlined in black": plain_pdf(f"0 G 1 g 1 Tr {TEXT}"),
    "white on black": plain_pdf(f"0 g 0 80 300 60 re f 1 g {TEXT}"),
    "black on grey": plain_pdf(f"0.9 g 0 80 300 60 re f 0 g {TEXT}"),
    "black beside black": plain_pdf(f"0 g 0 180 300 60 re f {TEXT}"),
    "in a black pattern": _patterned(grey=0),
    "white on blue": plain_pdf(f"0.1 0.3 0.5 rg 18 97 90 14 re f 0 G 18 97 90 14 re S 1 g {TEXT}"),
    "white on orange": plain_pdf(f"0.93 0.49 0.19 rg 0 80 300 60 re f 1 g {TEXT}"),
    "white on a black shade": _shaded(0, f"{SHADE} 1 g {TEXT}"),
    "black on a white shade": _shaded(1, f"{SHADE} {TEXT}"),
    "black beside broad black strokes": plain_pdf(
        f"0 G 9 w 0 115 m 300 115 l 0 92 m 300 92 l S {TEXT}"
    ),
    "black on a broad white stroke": plain_pdf(f"1 G 30 w 0 104 m 300 104 l S {TEXT}"),
    "over a white rule": plain_pdf(f"{TEXT} 1 G 1 w 0 97 m 300 97 l S"),
    "marked in yellow": plain_pdf(
        f"{TEXT} /G gs 1 1 0 rg 0 80 300 60 re f", states={"G": "<< /ca 0.4 >>"}
    ),
    "condensed": plain_pdf(TEXT.replace("Td", "Td 60 Tz")),
    "a white area that is cut away from it": plain_pdf(
        f"{TEXT} q 0 400 600 400 re W n 1 g 0 0 600 800 re f Q"
    ),
}  # fmt: skip


@pytest.mark.parametrize("data", UNSEEN.values(), ids=UNSEEN)
def test_text_that_nobody_sees_is_flagged_and_not_read(data: bytes) -> None:
    lines, codes = _read(data)

    assert FlagCode.HIDDEN_TEXT in codes
    assert not lines


def test_a_face_that_draws_its_letters_is_read() -> None:
    assert _read(_in_a_face("0 0 300 700 re 0 0 500 200 re f")) == (["0110"], set())


@pytest.mark.parametrize("data", SEEN.values(), ids=SEEN)
def test_text_that_is_seen_is_read_without_a_flag(data: bytes) -> None:
    assert _read(data) == (["092090000001"], set())


def test_white_letters_that_lie_on_black_ones_are_not_seen() -> None:
    white = "1 g BT /F1 12 Tf 20 103 Td (079090000009) Tj ET"

    lines, codes = _read(plain_pdf(f"{TEXT} {white}"))

    assert (lines, FlagCode.HIDDEN_TEXT in codes) == (["092090000001"], True)


@pytest.mark.parametrize("up", [0, 3, 6, 9])
def test_white_letters_beside_and_on_others_of_a_face_of_drawings_are_not_seen(up: int) -> None:
    white = f"1 g BT /F3 12 Tf 22 {100 + up} Td (BAAB) Tj ET"
    lines, codes = _read(_in_a_face("0 0 300 700 re 0 0 500 200 re f", white))

    assert (lines, FlagCode.HIDDEN_TEXT in codes) == (["0110"], True)


@pytest.mark.parametrize("up", [-14, -9, -6, -3, 0, 3, 6, 9, 14])
@pytest.mark.parametrize("size", [6, 12, 20])
def test_white_letters_anywhere_about_black_ones_and_rules_are_not_seen(size: int, up: int) -> None:
    white = f"1 g BT /F1 {size} Tf 50 {100 + up} Td (079090000009) Tj ET"
    rules = "0 G 0.5 w 0 96 m 300 96 l 0 112 m 300 112 l S"

    lines, codes = _read(plain_pdf(f"{rules} {TEXT} {white}"))

    assert (lines, FlagCode.HIDDEN_TEXT in codes) == (["092090000001"], True)
