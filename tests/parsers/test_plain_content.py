"""Content taken many tokens at once is what pdfminer reads token by token."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pdfplumber
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psexceptions import PSEOF

from parsers.pdf.plumber.content import Content, objects_of
from parsers.pdf.plumber.drawn import Drawn, layout_of
from tests.parsers.conftest import FilledForm
from tests.parsers.plain_pdf import Form, plain_pdf

OF_ITSELF = plain_pdf(
    "BT /F1 9 Tf (a) Tj ET /Own Do", {"Own": Form("BT /F1 9 Tf (b) Tj ET /Own Do")}
)
PIECES = [
    *(b"0 -1 +2 .5 -.5 7. 1.5.3 5-3 --4 . - 1e5 00012 99999999999999999999".split()),
    *(rb"(an) () (a\)b) (a\(b\\) (\1) (\12a) (\123) (\400) (\8) (\n\r\t\b\f) (a(b)c) (\x)".split()),
    *(b"<> <41> <414> <4 1> <41>> <zz> << >> <</A 1>> <</A/B/C(d)>> <</A>> <</A<41>>>".split()),
    *(b"[ ] [] [1 2] [(a)-3<41>] [(a)-3 [1]] [/A/B] [true] {1} <<1 2>>".split()),
    *(b"/A /A#42 /A#4 / /\xff /\xc6\xb0 /A/B".split()),
    *(b"q Q BT Tj ' \" T* true false null BI ID EI do_q x\x00y \x00".split()),
    b"BI /W 1 /H 1 ID \x00\xff EI ", b"% a (comment\n", b"(open", b"[open", b"<</A ", b"(\\\n)",
    b"/Span<</MCID 0/Lang(vi)>>BDC", b"[(\\000\\001)37.1(\\000\\()]TJ", b"<</A 1 >>", b"(a\r\nb)",
]  # fmt: skip
SPACES = [b"", b" ", b"\n", b"\r\n", b"\t", b"\f", b"\x0b", b"\x1c", b"%c\r"]
contents = st.lists(st.sampled_from(PIECES + SPACES), max_size=25).map(b"".join)


def one_by_one(streams: list[PDFStream], size: int) -> Iterator[Any]:
    class Plain(PDFContentParser):
        BUFSIZ = size

    try:
        parser = Plain(streams)
        while True:
            yield parser.nextobject()[1]
    except PSEOF:
        return


def told(objects: Iterator[Any]) -> list[str]:
    """Return the objects in writing, and what ended them."""
    found: list[str] = []
    try:
        found.extend(f"{type(one).__name__} {_shown(one)}" for one in objects)
    except Exception as error:  # noqa: BLE001 - whatever pdfminer raises is to be the same
        found.append(repr(error))
    return found


def _shown(one: Any) -> str:
    return repr((one.attrs, one.get_rawdata()) if isinstance(one, PDFStream) else one)


@settings(max_examples=600, deadline=None)
@given(parts=st.lists(contents, min_size=1, max_size=3))
@example(parts=[b"[(a)", b"(b)]TJ"])
@example(parts=[b"1", b"2 Tj", b"q"])
@example(parts=[b"/Na", b"me (str", b"ing)"])
def test_the_same_objects_come_of_any_content(parts: list[bytes]) -> None:
    streams = [[PDFStream({}, part) for part in parts] for _ in range(2)]
    assert told(objects_of(streams[0])) == told(one_by_one(streams[1], Content.BUFSIZ))


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13])
def test_a_token_goes_on_in_the_next_piece_of_its_stream(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Content, "BUFSIZ", size)
    data = b"/Span<</MCID 0/Lang(vi)>>BDC [(\\000\\001)37.125<4142>]TJ 12.5 -3 Td q (a\\)b)' EMC"
    assert told(objects_of([PDFStream({}, data)])) == told(one_by_one([PDFStream({}, data)], size))


def test_the_same_page_is_laid_out(filled_forms: dict[str, FilledForm]) -> None:
    for data in filled_forms["both-procedures"].pdfs.values():
        with pdfplumber.open(io.BytesIO(data)) as document:
            for drawn in document.pages:
                assert written(layout_of(drawn)) == written(drawn.layout)


MATRICES = ["", "1 0 0 1 9 9 Tm", "2.3 0 0 .7 5 5 Tm", "0 1 -1 0 50 50 Tm", "1 0 .3 1 9 9 Tm"]
MATRICES += ["-1 0 0 1 90 9 Tm", "1 0 0 -1 9 90 Tm", ".9 .1 -.1 .9 9 9 Tm", "0 0 0 0 1 1 Tm"]
SETTINGS = [
    "3 Tc -1 Tw",
    "7 Ts",
    "-7 Ts",
    "130 Tz",
    "-50 Tz",
    "/F1 -9 Tf",
    "/F1 0 Tf",
    ".5 Tc 4 TL",
]
STRINGS = [
    "(a b)Tj",
    "[(a)-300( b)120(c\\001\\200)]TJ",
    "[-40(ab)]TJ",
    "[(a)/N(b)]TJ",
    "(c)' (d e)'",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*MATRICES, *SETTINGS, *STRINGS]), max_size=12))
@example([".9 0 0 1.1 3 4 Tm", *SETTINGS[:4], *STRINGS])
def test_letters_stand_where_pdfminer_places_them(parts: list[str]) -> None:
    with pdfplumber.open(io.BytesIO(plain_pdf(f"BT /F1 9 Tf {' '.join(parts)} ET"))) as document:
        (drawn,) = document.pages
        assert written(layout_of(drawn)) == written(drawn.layout)


def test_a_form_that_draws_itself_is_drawn_once() -> None:
    with pdfplumber.open(io.BytesIO(OF_ITSELF)) as document:
        (drawn,) = document.pages
        assert written(layout_of(drawn)) == written(drawn.layout)
        assert [item.get_text() for item in Drawn.on(drawn).chars] == ["a", "b"]


def written(item: Any) -> Any:
    """Return everything a layout says, what it holds included."""
    said = {
        name: repr(value)
        for name, value in vars(item).items()
        if name not in {"_objs", "mcid", "tag"}
    }
    said.pop("ncs", None)  # known by its address alone
    return type(item).__name__, said, [written(one) for one in getattr(item, "_objs", ())]
