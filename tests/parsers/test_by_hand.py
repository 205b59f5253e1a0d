"""What is drawn by hand on a list or beside its rows is told; how papers are decorated is not."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import pytest
from PIL import Image
from reportlab.lib import colors
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from parsers import FlagCode, SourceFile, read_request
from parsers.pdf.fast import read_fast
from tests.parsers.corpus.drawn import faces

TITLE = "DANH SÁCH ĐỀ NGHỊ CẤP MỚI HỘP THƯ ĐIỆN TỬ"
HEADER = ("STT", "Họ tên", "Đơn vị", "Chức vụ", "Số CCCD", "Số điện thoại")
NAMES = ("Nguyễn Văn An", "Trần Thị Bình", "Lê Văn Cường", "Phạm Thị Dung", "Võ Văn Em")
ROWS = tuple(
    (str(at), name, "Văn phòng", "Chuyên viên", f"09208800432{at}", f"091234567{at}")
    for at, name in enumerate(NAMES, start=1)
)
EDGES = (60, 90, 200, 290, 370, 460, 545)
TOP, TALL = 700, 24
LOW = TOP - TALL * (len(ROWS) + 1)
THIRD = TOP - 3.5 * TALL
"""The height of the third row's middle."""

Draw = Callable[[Canvas], object]


def _drawn(*draw: Draw, under: Sequence[Draw] = ()) -> SourceFile:
    """Return a list of one page with more drawn over it, and under it."""
    faces()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    for one in under:
        one(canvas)
    canvas.setFillColor(colors.black)
    canvas.setStrokeColor(colors.black)
    canvas.setFont("Face", 10)
    canvas.drawString(150, 740, TITLE)
    canvas.setLineWidth(0.5)
    canvas.grid(list(EDGES), [TOP - TALL * at for at in range(len(ROWS) + 2)])
    for at, texts in enumerate((HEADER, *ROWS)):
        for left, text in zip(EDGES, texts, strict=False):
            canvas.drawString(left + 3, TOP - TALL * at - 15, text)
    for one in draw:
        one(canvas)
    canvas.save()
    return SourceFile("a.pdf", out.getvalue())


def _stroke(*points: tuple[float, float]) -> Draw:
    def draw(canvas: Canvas) -> None:
        path = canvas.beginPath()
        path.moveTo(*points[0])
        for point in points[1:]:
            path.lineTo(*point)
        canvas.setLineWidth(1.2)
        canvas.setStrokeColor(colors.blue)
        canvas.drawPath(path)

    return draw


def _filled(*points: tuple[float, float]) -> Draw:
    def draw(canvas: Canvas) -> None:
        path = canvas.beginPath()
        path.moveTo(*points[0])
        for point in points[1:]:
            path.lineTo(*point)
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)

    return draw


def _picture(left: float, bottom: float, wide: float, tall: float) -> Draw:
    held = ImageReader(Image.new("RGB", (20, 20), "red"))
    return lambda canvas: canvas.drawImage(held, left, bottom, wide, tall)


def _both(*draw: Draw) -> Draw:
    return lambda canvas: [one(canvas) for one in draw]


def _rect(*sides: float, **how: Any) -> Draw:
    return lambda canvas: canvas.rect(*sides, **how)


def _red(*sides: float) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setStrokeColor(colors.red)
        canvas.rect(*sides)

    return draw


def _thick(*sides: float) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setLineWidth(2)
        canvas.rect(*sides)
        canvas.setLineWidth(0.5)

    return draw


def _dashed(*sides: float, dashes: tuple[int, int] = (3, 2)) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setDash(*dashes)
        canvas.rect(*sides)
        canvas.setDash()

    return draw


def _double(left: float, low: float, wide: float, tall: float) -> Draw:
    """Return a box of two fine lines, one within the other."""
    return _both(_rect(left, low, wide, tall), _rect(left + 1.5, low + 1.5, wide - 3.0, tall - 3.0))


RING = [
    (150 + 100 * math.cos(at / 40 * math.pi), THIRD + 11 * math.sin(at / 40 * math.pi))
    for at in range(81)
]
WAVE = [(100.0 + at, THIRD - 10 + 1.2 * math.sin(at / 6)) for at in range(200)]
CROSS = _both(_stroke((40, THIRD - 5), (50, THIRD + 5)), _stroke((40, THIRD + 5), (50, THIRD - 5)))
ARROW = _both(
    _stroke((25, THIRD), (45, THIRD)), _filled((45, THIRD - 3), (45, THIRD + 3), (52, THIRD))
)
BRACE = _stroke((55, THIRD + 30), (50, THIRD + 30), (50, THIRD - 30), (55, THIRD - 30))


@pytest.mark.parametrize(
    "draw",
    [
        pytest.param(_stroke((40, THIRD), (44, THIRD - 5), (52, THIRD + 7)), id="a tick"),
        pytest.param(CROSS, id="a cross"),
        pytest.param(ARROW, id="an arrow"),
        pytest.param(_stroke((565, THIRD - 4), (575, THIRD + 6)), id="a dash on the right"),
        pytest.param(BRACE, id="a bracket beside three rows"),
        pytest.param(_stroke((48, THIRD - 20), (48, THIRD + 20)), id="a bar"),
        pytest.param(_stroke((30, THIRD), (48, THIRD)), id="a level dash"),
        pytest.param(_rect(40, THIRD - 4, 8, 8, fill=1), id="a square"),
        pytest.param(lambda canvas: canvas.circle(45, THIRD, 5), id="a small ring"),
        pytest.param(_picture(36, THIRD - 6, 12, 12), id="a small picture"),
        pytest.param(lambda c: c.ellipse(62, THIRD - 13, 300, THIRD + 13), id="an ellipse"),
        pytest.param(_stroke(*RING), id="a ring of many strokes"),
        pytest.param(_red(62, THIRD - 11, 480, 22), id="a red box about a row"),
        pytest.param(_red(56, THIRD - 15, 492, 30), id="a wide red box about a row"),
        pytest.param(_red(372, THIRD - 9, 86, 18), id="a red box in a cell"),
        pytest.param(_thick(60, THIRD - 12, 485, 24), id="a thick box about a row"),
        pytest.param(_thick(370, THIRD - 12, 90, 24), id="a thick box about a cell"),
        pytest.param(_double(60, THIRD - 12, 485, 24), id="a double box about a row"),
        pytest.param(_double(370, THIRD - 12, 90, 24), id="a double box about a cell"),
        pytest.param(_dashed(60, THIRD - 12, 485, 24), id="a dashed box about a row"),
        pytest.param(_dashed(370, THIRD - 12, 90, 24, dashes=(1, 1)), id="a dotted box in one"),
        pytest.param(lambda c: c.circle(440, THIRD, 4, fill=1), id="a dot in a cell"),
        pytest.param(_stroke((440, THIRD), (443, THIRD - 4), (450, THIRD + 6)), id="a tick in one"),
        pytest.param(_stroke(*WAVE), id="a line that is not quite level"),
    ],
)
def test_what_is_drawn_beside_or_about_a_row_is_told_with_its_place(draw: Draw) -> None:
    flags = [f for f in read_fast(_drawn(draw)).flags if f.code is FlagCode.HAND_DRAWN]

    (place,) = [flag.place for flag in flags]
    assert place is not None
    assert place.box is not None
    _, top, _, tall = place.box
    assert top * 842 - TALL / 2 < 842 - THIRD < (top + tall) * 842 + TALL / 2


@pytest.mark.parametrize("at", [40, 560], ids=["left", "right"])
@pytest.mark.parametrize("text", ["x", "√", "*", "→", "->", "?", "thôi", "chờ ông Bảy"])
def test_what_is_typed_beside_a_row_is_told(text: str, at: int) -> None:
    def write(canvas: Canvas) -> None:
        canvas.setFont("Face", 6)
        canvas.drawCentredString(at, THIRD, text)

    told = [flag for flag in read_fast(_drawn(write)).flags if flag.code is FlagCode.REMARK]

    assert [dict(flag.fields)["text"] for flag in told] == [text]
    assert all(flag.place and flag.place.box and flag.place.page == 1 for flag in told)


@pytest.mark.parametrize(
    ("over", "under"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([_stroke((70, 760), (200, 760))], [], id="the line of a letterhead"),
        pytest.param([_rect(20, 20, 555, 802)], [], id="a frame around the page"),
        pytest.param([_rect(57, LOW - 3, 491, TOP - LOW + 6)], [], id="a second border"),
        pytest.param([_rect(50, LOW - 10, 508, TOP - LOW + 20)], [], id="a frame around the list"),
        pytest.param(
            [lambda c: c.roundRect(50, LOW - 10, 508, TOP - LOW + 20, 8)], [], id="a round frame"
        ),
        pytest.param([_red(60, LOW, 485, TOP - LOW)], [], id="a red border"),
        pytest.param([_thick(60, LOW, 485, TOP - LOW)], [], id="a thick border"),
        pytest.param([_thick(60, TOP - TALL, 485, TALL)], [], id="a thick box about the header"),
        pytest.param([_thick(60, LOW, 30, TOP - LOW)], [], id="a thick box about a column"),
        pytest.param(
            [_thick(60, LOW + TALL * at, 485, TALL) for at in range(len(ROWS))], [],
            id="rows in thick rules",
        ),
        pytest.param(
            [_red(left, TOP - TALL, right - left, TALL) for left, right in pairwise(EDGES)], [],
            id="a header in red rules",
        ),
        pytest.param(
            [_red(60, LOW + TALL * at, 485, TALL) for at in range(len(ROWS))], [],
            id="rows in red rules",
        ),
        pytest.param([_dashed(60, LOW, 485, TOP - LOW)], [], id="a dashed border"),
        pytest.param(
            [_dashed(60, LOW + TALL * at, 485, TALL) for at in range(len(ROWS))], [],
            id="rows in dashed rules",
        ),
        pytest.param([_double(60, LOW, 485, TOP - LOW)], [], id="a double border"),
        pytest.param([_double(60, TOP - TALL, 485, TALL)], [], id="a double box about the header"),
        pytest.param(
            [_double(60, LOW + TALL * at, 485, TALL) for at in range(len(ROWS))], [],
            id="rows in double rules",
        ),
        pytest.param([_picture(400, 300, 100, 100)], [], id="a seal below the list"),
        pytest.param([_picture(60, 760, 30, 30)], [], id="a picture above it"),
        pytest.param([lambda c: c.drawCentredString(297, 20, "Trang 1/1")], [], id="page number"),
        pytest.param(
            [], [lambda c: c.setFillColor(colors.beige), _rect(0, 0, 595, 842, stroke=0, fill=1)],
            id="tinted paper",
        ),
        pytest.param(
            [],
            [lambda c: c.setFillColor(colors.lightblue),
             _rect(60, TOP - TALL, 485, TALL, stroke=0, fill=1)],
            id="a coloured header",
        ),
    ],
)  # fmt: skip
def test_what_decorates_a_paper_is_not(over: list[Draw], under: list[Draw]) -> None:
    file = _drawn(*over, under=under)

    assert not {FlagCode.HAND_DRAWN, FlagCode.REMARK} & {
        flag.code for flag in read_fast(file).flags
    }
    assert len(read_request([file]).individuals) == len(ROWS)
