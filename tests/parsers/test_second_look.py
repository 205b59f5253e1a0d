"""Cells of known columns are read again as what they hold, and looks that differ are settled."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from parsers.columns import read_columns
from parsers.flag import FlagCode
from parsers.ocr.engine import Engine, Picture, Spread, TextLine, Treatment, Word, recognised
from parsers.ocr.page import Look, Sheet, drawn_lines
from parsers.ocr.patience import Patience
from parsers.ocr.phrases import with_marks
from parsers.ocr.second_look import second_look
from parsers.ocr.upright import Upright
from parsers.reading import Cell, Grid, Reading
from parsers.tables import list_tables

HEADER = ("STT", "Họ và tên", "Số CMND/CCCD", "Số điện thoại", "Ghi chú")
WIDE, HIGH, DPI = 300, 60, 200


class ScriptedEngine(Engine):
    """An engine that reads every cell it is shown as a script says, by treatment.

    Several texts are what one look after another reads; the last reads as all after it.
    """

    def __init__(self, script: Mapping[Treatment, str | Sequence[str]]) -> None:
        self.patience, self._gave_up = Patience(), False
        self.script = {
            way: [said] if isinstance(said, str) else [*said] for way, said in script.items()
        }

    def read(
        self, picture: Picture, treatment: Treatment, spread: Spread, dpi: int
    ) -> tuple[TextLine, ...]:
        del picture, spread, dpi
        said = self.script.get(treatment, [""])
        return _words(said.pop(0) if len(said) > 1 else said[0])


def _words(text: str) -> tuple[TextLine, ...]:
    words = tuple(Word(word, (5.0, 5.0, 40.0, 25.0), 90.0) for word in text.split())
    return (TextLine(words),) if words else ()


def _look(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> Look:
    """Return a first look at a table with these texts, some ink in each cell."""
    table = (header, *rows)
    paper = np.full((HIGH * len(table), WIDE * len(HEADER)), 255, np.uint8)
    sheet = Sheet("a.pdf", 1, Upright(paper, paper.shape), paper, paper, DPI, (), ())
    cells, areas, words = [], {}, {}
    for y, texts in enumerate(table):
        for x, text in enumerate(texts):
            area = (float(x * WIDE), float(y * HIGH), (x + 1.0) * WIDE, (y + 1.0) * HIGH)
            paper[y * HIGH + 20 : y * HIGH + 40, x * WIDE + 30 : x * WIDE + 36] = 0
            place = sheet.place(area)
            areas[place], words[place] = area, _words(text)
            cells.append(Cell(y, x, drawn_lines(words[place], area), place))
    grid = Grid(tuple(cells), len(table), len(HEADER), sheet.place((0.0, 0.0, 1500.0, 900.0)))
    return Look(sheet, (grid,), areas, words)


def _row(reading: Reading, row: int) -> dict[str, str]:
    (table,) = list_tables(reading).tables
    return table.entries[row].texts


@pytest.mark.parametrize(("again", "stt"), [("STT", "1"), ("ghi chú", None), ("", None)])
def test_a_header_that_names_no_field_is_read_again_and_believed_if_it_then_does(
    again: str, stt: str | None
) -> None:
    row = ("1", "Lê Văn An", "092085001232", "0901234567", "")
    look = _look(row, header=("srr", *HEADER[1:]))

    read = second_look([look], ScriptedEngine({Treatment.TEXT: again, Treatment.DIGITS: "1"}))

    (table,) = list_tables(read).tables
    assert table.entries[0].texts.get("stt") == stt
    assert table.columns.unknown == (() if stt else ("srr",))


def test_a_letter_that_is_lost_in_a_header_costs_no_column() -> None:
    header = ("STT", "Tên đơn vị", "Hộp thư", "Số đện thoại cơ quan nhà nước/ Đơn vị", "Ghi chú")

    columns = read_columns([(text, text) for text in header])

    assert columns
    assert columns.fields["phone"] == 3


@pytest.mark.parametrize("sign", ["?", "“", "/", "-"])
def test_a_running_number_that_reads_as_a_sign_is_read_as_figures(sign: str) -> None:
    look = _look((sign, "Lê Văn An", "092085001232", "0901234567", ""))

    read = second_look([look], ScriptedEngine({Treatment.DIGITS: "7"}))

    assert _row(read, 0)["stt"] == "7"
    assert any(
        flag.code is FlagCode.SCAN_UNSURE and flag.fields == (("text", "7"),) for flag in read.flags
    )


def test_a_running_number_that_looks_differ_on_is_the_one_its_neighbours_call_for() -> None:
    rows = [(stt, "Lê Văn An", "092085001232", "0901234567", "") for stt in ("2", "3", "4")]

    read = second_look([_look(*rows)], ScriptedEngine({Treatment.DIGITS: "3"}))

    assert [_row(read, row)["stt"] for row in range(3)] == ["2", "3", "4"]


def test_a_number_in_words_that_is_a_telephone_wins_over_figures_that_are_none() -> None:
    look = _look(("1", "Lê Văn An", "092085001232", "0901234567 „ ị", ""))

    read = second_look([look], ScriptedEngine({Treatment.PHONE: "0201234567890"}))

    assert _row(read, 0)["phone"] == "0901234567"


def test_a_telephone_that_only_the_last_look_reads_is_proposed() -> None:
    look = _look(("1", "Lê Văn An", "092085001232", "", ""))
    script = {Treatment.PHONE: ("", "", "0901234567"), Treatment.DIGITS: "1"}

    read = second_look([look], ScriptedEngine(script))

    assert _row(read, 0)["phone"] == "0901234567"
    assert any(flag.code is FlagCode.SCAN_UNSURE for flag in read.flags)


@pytest.mark.parametrize(
    ("column", "script"),
    [
        pytest.param("stt", {Treatment.DIGITS: ("", "", "1")}, id="a running number"),
        pytest.param("stt", {Treatment.DIGITS: ("1", "", "4")}, id="a running number, differently"),
        pytest.param("phone", {Treatment.PHONE: ("", "41", "")}, id="a telephone"),
    ],
)
def test_what_one_look_sees_in_an_empty_cell_is_no_number(
    column: str, script: Mapping[Treatment, str | Sequence[str]]
) -> None:
    look = _look(("", "Lê Văn An", "092085001232", "", ""))

    read = second_look([look], ScriptedEngine(script))

    assert _row(read, 0)[column] == ""


def test_a_phrase_of_the_administration_is_proposed_with_its_marks() -> None:
    look = _look(("1", "Lê Chỉ Cục", "092085001232", "0901234567", "Mới tuyến dụng, Mật khấu"))

    read = second_look([look], ScriptedEngine({}))

    entry = list_tables(read).tables[0].entries[0]
    assert entry.texts["note"] == "Mới tuyển dụng, Mật khẩu"
    assert entry.raw["note"] == "Mới tuyến dụng, Mật khấu"
    assert entry.texts["name"] == "Lê Chỉ Cục", "a person may be called so"
    flagged = {flag.place for flag in read.flags if flag.code is FlagCode.SCAN_UNSURE}
    assert entry.places["note"] in flagged


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        pytest.param("CHỈ CỤC KIẾM LÂM", "CHI CỤC KIỂM LÂM", id="capitals"),
        pytest.param("xây đựng", "xây dựng", id="a bar"),
        pytest.param("(Tống hợp)", "(Tổng hợp)", id="in brackets"),
        pytest.param("Phòng Tống Hòa", "Phòng Tống Hòa", id="no phrase"),
        pytest.param("xây dựng", "xây dựng", id="right as it is"),
    ],
)
def test_words_get_the_marks_of_a_phrase_only_where_they_make_it(read: str, expected: str) -> None:
    line = TextLine(tuple(Word(text, (0.0, 0.0, 1.0, 1.0), 90.0) for text in read.split()))

    (marked,) = with_marks([line])

    assert marked.text == expected
    assert [word.sure < 90 for word in marked.words] == [
        before != after for before, after in zip(read.split(), expected.split(), strict=True)
    ]


def test_a_phrase_is_found_across_the_lines_of_a_cell() -> None:
    lines = [TextLine((Word(text, (0.0, 0.0, 1.0, 1.0), 90.0),)) for text in ("Kiếm", "định")]

    assert [line.text for line in with_marks(lines)] == ["Kiểm", "định"]


class BusyMachine:
    """Tesseract's interface on a machine where it gets some seconds of processor a try."""

    def __init__(self, given: float, needed: float, clock: list[float]) -> None:
        self.given, self.needed, self.clock = given, needed, clock
        self.tries: list[int] = []

    def recognise(self, milliseconds: int) -> bool:
        self.tries.append(milliseconds)
        self.clock[0] += self.given * milliseconds
        return self.given * milliseconds >= self.needed


@pytest.mark.parametrize(
    ("given", "needed", "tries", "expected"),
    [
        pytest.param(1e-3, 2.0, 1, True, id="an idle machine"),
        pytest.param(1e-4, 1.5, 2, True, id="others had the processor"),
        pytest.param(1e-3, 60.0, 1, False, id="a picture that takes too long"),
        pytest.param(1e-4, 60.0, 2, False, id="both"),
    ],
)
def test_a_busy_machine_gives_a_picture_more_time_once(
    monkeypatch: pytest.MonkeyPatch, given: float, needed: float, tries: int, *, expected: bool
) -> None:
    clock = [0.0]
    monkeypatch.setattr(time, "process_time", lambda: clock[0])
    api = BusyMachine(given, needed, clock)

    assert recognised(api.recognise) is expected
    assert len(api.tries) == tries
