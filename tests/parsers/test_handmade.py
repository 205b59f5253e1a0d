"""A request that no generator of ours wrote, put into files by eleven other ways, read exactly.

Each way has a source or a program of its own; the words are of one letter, none of the corpus.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import weasyprint

from parsers import FlagCode, SourceFile, read_request
from tests.chromium import CHROMIUM
from tests.parsers import handmade
from tests.parsers.asserts import rows_read
from tests.parsers.corpus import office
from tests.parsers.corpus.printed import browser
from tests.parsers.hand_drawn import by_operators, by_pdfium
from tests.parsers.packages import packed

SOURCES = {
    "page.html": handmade.html_letter().encode(),
    "merge.rtf": handmade.rich_text().encode("ascii"),
    "letter.rtf": handmade.rich_text(annexed=False).encode("ascii"),
    "sheet.fods": handmade.flat_sheet().encode(),
}


@dataclass(frozen=True)
class Bench:
    """What an office suite made of the sources, by the name of the file, and a place to work in."""

    made: Mapping[str, bytes]
    folder: Path


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    made: dict[str, bytes] = {}
    for target, names in (
        ("pdf", list(SOURCES)),
        ("docx", ["merge.rtf", "letter.rtf"]),
        ("xlsx", ["sheet.fods"]),
    ):
        sources = {name: SOURCES[name] for name in names}
        made |= office.convert_once(tmp_path_factory, f"handmade-{target}", sources, target)
    return Bench(made, tmp_path_factory.mktemp("handmade"))


Files = dict[str, bytes]


def _chromium(_: Bench) -> Files:
    assert CHROMIUM
    with browser() as opened:
        page = opened.new_page()
        page.set_content(handmade.modern_page())
        return {"a.pdf": page.pdf(prefer_css_page_size=True)}


def _weasyprint(_: Bench) -> Files:
    made: object = weasyprint.HTML(string=handmade.html_letter()).write_pdf(
        presentational_hints=True
    )
    assert isinstance(made, bytes)
    return {"a.pdf": made}


def _cairo(bench: Bench) -> Files:
    """Draw the office suite's page again with cairo: other fonts, other paths, other order."""
    source, drawn = bench.folder / "in.pdf", bench.folder / "out.pdf"
    source.write_bytes(bench.made["page.pdf"])
    subprocess.run(["pdftocairo", "-pdf", source, drawn], check=True, capture_output=True)
    return {"a.pdf": drawn.read_bytes()}


WAYS: dict[str, Callable[[Bench], Files]] = {
    "an old web page, printed by Writer": lambda bench: {"a.pdf": bench.made["page.pdf"]},
    "an old web page, printed by WeasyPrint": _weasyprint,
    "a page of grids, printed by Chromium": _chromium,
    "a mail merge in RTF, printed": lambda bench: {"a.pdf": bench.made["merge.pdf"]},
    "a mail merge in RTF, saved as docx": lambda bench: {"a.docx": bench.made["merge.docx"]},
    "drawn again by cairo": _cairo,
    "drawn by pdfium": lambda _: {"a.pdf": by_pdfium()},
    "in operators of our own": lambda _: {"a.pdf": by_operators()},
    "a docx of four elements": lambda _: {"a.docx": packed(*handmade.plain_word().items())},
    "a sheet saved as xlsx, the letter as docx": lambda bench: {
        "a.docx": bench.made["letter.docx"],
        "b.xlsx": bench.made["sheet.xlsx"],
    },
    "a sheet printed, the letter as PDF": lambda bench: {
        "a.pdf": bench.made["letter.pdf"],
        "b.pdf": bench.made["sheet.pdf"],
    },
}

DOUBTED = {"an old web page, printed by WeasyPrint": {FlagCode.TABLE_UNRULED}}
"""There the sides of a cell are no lines but slanted corners: rows are proposed to a person."""


@pytest.mark.parametrize("way", WAYS)
def test_a_request_of_another_make_is_read_exactly(bench: Bench, way: str) -> None:
    files = WAYS[way](bench)
    read = read_request([SourceFile(name, data) for name, data in files.items()])
    letter = read.letter
    assert rows_read(read, "individual") == handmade.EXPECTED
    assert rows_read(read, "organisation") == []
    assert {flag.code for flag in read.flags} == DOUBTED.get(way, set())
    assert read.procedure == "new"
    assert (letter.number, letter.date) == (handmade.NUMBER, date(2026, 10, 9))
    assert (letter.superior, letter.agency) == handmade.HEAD
    assert letter.subject == handmade.SUBJECT
    assert f"Kính gửi: {letter.addressee}." == handmade.ADDRESS
    assert (letter.signer, letter.signer_title) == (handmade.NAME, " ".join(handmade.TITLES))
    assert letter.counted == "03 (ba) viên chức"
