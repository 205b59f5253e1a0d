"""Scans are read for a person to look at: never acted on, and where doubtful, said so."""

from __future__ import annotations

import io
import random
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from itertools import chain, repeat

import numpy as np
import pypdfium2
import pytest
import tesserocr
from PIL import Image, ImageChops, ImageDraw, ImageFont

from parsers import FlagCode, RequestList, SourceFile, read_request
from parsers.ocr import engine, languages, patience, picture
from parsers.ocr.paper import flattened
from parsers.ocr.patience import Patience
from parsers.ocr.picture import Shown
from parsers.ocr.upright import straightened
from tests.parsers.asserts import rows_read
from tests.parsers.corpus.corpus import Sheet, papers
from tests.parsers.corpus.drawn import FONTS, drawn
from tests.parsers.corpus.paper import Paper
from tests.parsers.corpus.scans import Scanner, scanned, scanned_pdf
from tests.parsers.corpus.typeset import typeset
from tests.parsers.desk import on_a_desk, seen_at

PLAIN: Sheet = next(papers(5, most_rows=5))
EXACT = ("stt", "national_id", "phone", "name")
LOW_ROW = 12


def _paper() -> Paper:
    return PLAIN.paper.drawn(landscape=True, size=10.0)


def _exact(read: RequestList, paper: Paper) -> bool:
    same_letter = (read.letter.number, read.letter.date) == (paper.number, paper.on)
    return same_letter and _exact_rows(read, paper, (*EXACT, "procedure"))


def _exact_rows(read: RequestList, paper: Paper, names: Sequence[str] = EXACT) -> bool:
    read_fields = [{name: row[name] for name in names} for row in rows_read(read, "individual")]
    return read_fields == [{name: row[name] for name in names} for row in paper.individuals]


def _codes(read: RequestList) -> set[FlagCode]:
    return {flag.code for flag in read.flags}


def test_a_scan_turned_and_skewed_is_read_and_every_page_of_it_flagged() -> None:
    data = scanned_pdf(typeset(_paper()), Scanner(skew=-0.6, turn=90))

    read = read_request([SourceFile("quet.pdf", data)])

    assert _exact(read, _paper())
    assert {flag.place.page for flag in read.flags if flag.place and flag.code == "scan"} == {1, 2}


def test_a_scanned_page_among_pages_of_text_is_read_in_its_place() -> None:
    pdf = typeset(_paper())
    mixed, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    mixed.import_pages(pypdfium2.PdfDocument(pdf), [0])
    mixed.import_pages(pypdfium2.PdfDocument(scanned_pdf(pdf, Scanner())), [1])
    mixed.save(out)

    read = read_request([SourceFile("a.pdf", out.getvalue())])

    assert _exact(read, _paper())
    assert [flag.place.page for flag in read.flags if flag.code == "scan" and flag.place] == [2]


def test_a_photographed_page_gives_its_cells_places_as_it_is_displayed() -> None:
    page = scanned(typeset(_paper()), Scanner(skew=0.0, turn=180))[1]

    row = read_request([SourceFile("trang.jpg", page)]).individuals[0]

    box = row.cells["national_id"].box
    assert box is not None
    ink = np.asarray(Image.open(io.BytesIO(page)).convert("L"))
    height, width = ink.shape
    x, y, wide, high = (round(v * s) for v, s in zip(box, (width, height) * 2, strict=True))
    turned = np.rot90(ink[y : y + high, x : x + wide], 2)
    with closing(engine.Engine(Patience())) as reader:
        lines = reader.read(turned, engine.Treatment.DIGITS, engine.Spread.LINE, 200)
    assert row.national_id in "".join(line.text for line in lines)


def test_a_layer_of_recognised_text_under_a_scan_is_not_believed() -> None:
    letter = replace(_paper(), annex=())
    data = scanned_pdf(typeset(letter), Scanner(), layered=True)

    read = read_request([SourceFile("quet.pdf", data)])

    assert {FlagCode.SCAN_TEXT_LAYER, FlagCode.SCAN} <= _codes(read)
    assert read.letter.number == letter.number


def test_without_language_data_a_scan_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(languages, "DATA", ())
    page = scanned(typeset(replace(_paper(), annex=())), Scanner())[0]

    read = read_request([SourceFile("trang.jpg", page)])

    assert _codes(read) == {FlagCode.SCAN, FlagCode.OCR_MISSING}


def test_what_is_no_picture_loads_no_language(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(**_: object) -> None:
        raise AssertionError("a language was loaded")

    monkeypatch.setattr(tesserocr, "PyTessBaseAPI", load)

    read = read_request([SourceFile("trang.jpg", b"\xff\xd8\xff\xe0")])

    assert _codes(read) == {FlagCode.FILE_UNREADABLE}


def test_a_picture_that_is_too_large_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(picture, "MAX_PIXELS", 50)
    out = io.BytesIO()
    Image.new("L", (10, 10)).save(out, "PNG")

    assert FlagCode.FILE_TOO_LARGE in _codes(read_request([SourceFile("a.png", out.getvalue())]))


def test_pages_beyond_the_time_allowed_are_named_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "CPU_SECONDS", 0.0)
    data = scanned_pdf(typeset(replace(_paper(), annex=())), Scanner())

    read = read_request([SourceFile("quet.pdf", data)])

    assert {(flag.code, flag.place.page) for flag in read.flags if flag.place} >= {
        (FlagCode.SCAN, 1),
        (FlagCode.SCAN_UNREAD, 1),
    }


def test_a_page_that_takes_too_long_costs_no_other_page_its_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spent = iter([0.0, 0.0, 0.0, 7.0, 7.0, 7.0, 7.0])
    monkeypatch.setattr(time, "process_time", lambda: next(spent))
    scans = Patience()

    first = scans.takes_a_page(), scans.lasts()
    second = scans.takes_a_page()
    scans.leaves_the_page()

    assert (first, second, scans.lasts()) == ((True, False), True, True)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("skew", [-0.7, 1.3])
def test_a_place_is_found_again_on_the_page_as_displayed(turn: int, skew: float) -> None:
    shown = np.full((300, 500), 255, dtype=np.uint8)
    shown[100:104, 60:440] = 0
    tilted = np.asarray(Image.fromarray(shown).rotate(skew, fillcolor=255))
    tilted = np.rot90(tilted, turn // 90)

    upright = straightened(Shown(tilted), turn)

    ys, xs = np.nonzero(upright.picture < 128)
    assert len(set(ys)) < 8, "the rule lies level"
    box = upright.displayed((float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max())))
    inked_y, inked_x = np.nonzero(tilted < 128)
    height, width = tilted.shape
    assert box[0] == pytest.approx(inked_x.min() / width, abs=0.03)
    assert box[1] == pytest.approx(inked_y.min() / height, abs=0.03)
    assert box[0] + box[2] == pytest.approx(inked_x.max() / width, abs=0.03)


def test_a_damaged_picture_never_raises_anything_else() -> None:
    rng = random.Random(9)
    small = Image.open(io.BytesIO(scanned(typeset(replace(_paper(), annex=())), Scanner())[0]))
    small.thumbnail((300, 300))
    for kind in ("PNG", "JPEG", "TIFF", "GIF", "BMP", "WEBP"):
        out = io.BytesIO()
        small.save(out, kind)
        for _ in range(4):
            data = bytearray(out.getvalue())
            for _ in range(rng.randint(1, 20)):
                data[rng.randrange(8, len(data))] = rng.randrange(256)
            read = read_request([SourceFile("a", bytes(data[: rng.randint(20, len(data))]))])
            assert read.flags


def test_seals_over_the_list_and_a_shadow_over_the_page_change_nothing() -> None:
    page = scanned(typeset(_paper()), Scanner(seals=9, shadow=0.4, ink=70, seed=3))[1]

    read = read_request([SourceFile("trang.jpg", page)])

    assert _exact_rows(read, _paper())


def test_a_row_lower_than_a_word_is_blank_whatever_a_seal_draws_there() -> None:
    paper = _paper().drawn(landscape=True, size=13.0)
    page = Image.open(io.BytesIO(scanned(typeset(paper), Scanner(skew=0.0))[1])).convert("RGB")
    place = read_request([SourceFile("trang.png", _png(page))]).individuals[0].cells["phone"]
    assert place.box is not None
    x, y, _, high = (round(v * s) for v, s in zip(place.box, page.size * 2, strict=True))
    below = y + high + 3
    blank = page.crop((0, below - 7, page.width, below - 6)).resize((page.width, LOW_ROW))
    small = ImageFont.truetype(FONTS / "Tinos-Regular.ttf", LOW_ROW)
    ImageDraw.Draw(blank).text((x + 10, 0), "rx nave", fill=(70, 20, 20), font=small)
    upper, rule = page.crop((0, 0, page.width, below)), page.crop((0, below - 6, page.width, below))
    lower = page.crop((0, below, *page.size))

    read = read_request([SourceFile("trang.png", _png(_stacked(upper, blank, rule, lower)))])

    assert _exact_rows(read, paper)


def _stacked(*parts: Image.Image) -> Image.Image:
    whole = Image.new("RGB", (parts[0].width, sum(part.height for part in parts)))
    top = 0
    for part in parts:
        whole.paste(part, (0, top))
        top += part.height
    return whole


@pytest.mark.parametrize("typed", [False, True], ids=["struck out in red", "typed in red"])
def test_a_number_with_red_ink_is_read_and_flagged_at_its_place(*, typed: bool) -> None:
    page = Image.open(io.BytesIO(scanned(typeset(_paper()), Scanner(skew=0.0))[1])).convert("RGB")
    row = read_request([SourceFile("trang.png", _png(page))]).individuals[0]
    place = row.cells["national_id"]
    assert place.box is not None
    x, y, wide, high = (round(v * s) for v, s in zip(place.box, page.size * 2, strict=True))
    area = (x + 4, y + 4, x + wide - 4, y + high - 4)
    if typed:
        cell = np.asarray(page.crop(area)).copy()
        cell[..., 0] = np.maximum(cell[..., 0], 215)
        page.paste(Image.fromarray(cell), area[:2])
    else:
        pen = Image.new("RGB", page.size, "white")
        ImageDraw.Draw(pen).line(area, fill=(215, 40, 45), width=3)
        page = ImageChops.darker(page, pen)

    read = read_request([SourceFile("trang.png", _png(page))])

    assert read.individuals[0].national_id == row.national_id
    (flag,) = (flag for flag in read.flags if flag.code == "scan_red_ink")
    assert flag.place
    assert flag.place.box == pytest.approx(place.box, abs=0.005)


def _png(page: Image.Image) -> bytes:
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("seed", [1, 2])
def test_figures_that_run_together_in_a_coarse_scan_are_not_painted_over(seed: int) -> None:
    paper = _paper().drawn(landscape=True, size=9.0)
    page = scanned(drawn(paper), Scanner(dpi=150, skew=0.0, blur=0.8, seed=seed))[1]

    read = read_request([SourceFile("trang.jpg", page)])

    assert _exact_rows(read, paper, ("national_id", "phone"))


def test_an_iphone_photograph_says_what_to_send_instead() -> None:
    data = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(500)

    assert _codes(read_request([SourceFile("IMG_1.HEIC", data)])) == {FlagCode.FILE_PHONE_PICTURE}


def test_all_pages_of_a_tiff_are_read() -> None:
    first, *rest = (Image.open(io.BytesIO(page)) for page in scanned(typeset(_paper()), Scanner()))
    out = io.BytesIO()
    first.save(out, "TIFF", save_all=True, append_images=rest, compression="jpeg")

    assert _exact(read_request([SourceFile("quet.tif", out.getvalue())]), _paper())


def test_a_photograph_held_sideways_is_read_the_way_a_viewer_shows_it() -> None:
    page = Image.open(io.BytesIO(scanned(typeset(_paper()), Scanner())[1]))
    sideways, out = Image.Exif(), io.BytesIO()
    sideways[0x0112] = 6
    page.rotate(90, expand=True).save(out, "JPEG", exif=sideways)

    read = read_request([SourceFile("IMG_1.jpg", out.getvalue())])

    assert _exact_rows(read, _paper())
    box = read.individuals[0].cells["national_id"].box
    assert box is not None
    assert box[2] > box[3], "the place is that of the page as shown"


def test_a_sheet_photographed_aslant_on_a_dark_desk_is_read_with_its_places() -> None:
    pdf = typeset(_paper())
    page = Image.open(io.BytesIO(scanned(pdf, Scanner(skew=0.0))[1]))

    read = read_request([SourceFile("IMG_1.png", _png(on_a_desk(page)))])

    assert _exact_rows(read, _paper())
    drawn = read_request([SourceFile("a.pdf", pdf)]).individuals[-1].cells["national_id"].box
    found = read.individuals[-1].cells["national_id"].box
    assert drawn
    assert found
    x, y, wide, high = drawn
    middle = seen_at(x + wide / 2, y + high / 2, page)
    assert (found[0] + found[2] / 2, found[1] + found[3] / 2) == pytest.approx(middle, abs=0.01)


@pytest.mark.parametrize(
    ("corners", "found"),
    [
        pytest.param([(30, 40), (270, 60), (260, 360), (40, 350)], True, id="a sheet"),
        pytest.param([(0, 0), (300, 0), (300, 400), (0, 400)], False, id="nothing but a sheet"),
        pytest.param([(30, 40), (270, 60), (150, 200), (40, 350)], False, id="no quadrangle"),
        pytest.param([(140, 190), (160, 190), (160, 210), (140, 210)], False, id="a speck"),
    ],
)
def test_only_a_sheet_with_a_darker_rim_is_cut_out(
    corners: list[tuple[int, int]], *, found: bool
) -> None:
    photograph = Image.new("L", (300, 400), 60)
    ImageDraw.Draw(photograph).polygon(corners, fill=230)

    flat = flattened(photograph)

    assert (flat is not None) == found
    if flat is not None:
        width, height = flat.image.size
        seen = [flat.seen_at(x, y) for x, y in ((0, 0), (width, 0), (width, height), (0, height))]
        for (x, y), (wanted_x, wanted_y) in zip(seen, corners, strict=True):
            assert x * 300 == pytest.approx(wanted_x, abs=7)
            assert y * 400 == pytest.approx(wanted_y, abs=7)


@pytest.mark.parametrize("grey", [255, 30], ids=["blank", "dark"])
def test_a_page_without_a_word_is_named_unread(grey: int) -> None:
    page = Image.new("L", (1654, 2339), grey)

    read = read_request([SourceFile("a.png", _png(page))])

    assert _codes(read) == {FlagCode.SCAN, FlagCode.SCAN_UNREAD}


def test_only_the_page_that_time_was_short_for_is_named_unread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = Image.open(io.BytesIO(scanned(typeset(_paper()), Scanner())[0])).convert("L")
    out, in_time = io.BytesIO(), chain((True, False), repeat(True))
    Image.new("L", page.size, 255).save(out, "TIFF", save_all=True, append_images=[page])
    monkeypatch.setattr(Patience, "lasts", lambda _: next(in_time))

    read = read_request([SourceFile("quet.tif", out.getvalue())])

    unread = [flag.place for flag in read.flags if flag.code == "scan_unread"]
    assert [place.page for place in unread if place] == [1]
