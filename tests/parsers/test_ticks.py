"""Columns of ticks: what they say against some rows of a list is told, and nothing else is."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from parsers.columns import read_columns
from parsers.flag import Flag, FlagCode
from parsers.source import Place
from parsers.tables import Entry, ListTable
from parsers.tables.ticks import tick_flags

HEADERS = ("STT", "Họ tên", "Chức vụ", "Số CCCD", "Ghi chú")


def _flags(header: str, *texts: str, procedure: str = "new") -> list[Flag]:
    """Return the flags of a list with this column, and in it the text of each row."""
    headers = HEADERS if header == "Ghi chú" else (*HEADERS, header)
    columns = read_columns([(one, one) for one in headers])
    assert columns is not None
    fields = {at: name for name, at in columns.fields.items()}
    name = fields.get(headers.index(header), header)
    entries = tuple(_entry(name, text, at) for at, text in enumerate(texts, 2))
    table = ListTable(columns, procedure, "", Place(), entries, headers)
    return list(tick_flags(table, procedure))


def _entry(name: str, text: str, row: int) -> Entry:
    return Entry({name: text}, {name: Place(cell=f"F{row}")}, Place())


def _told(flags: Sequence[Flag]) -> list[tuple[FlagCode, str]]:
    return [(flag.code, flag.place.cell if flag.place else "") for flag in flags]


@pytest.mark.parametrize(
    "header", ["Hủy", "Huỷ bỏ", "Không cấp", "Chưa cấp", "Nghỉ việc", "HUY BO"]
)
def test_a_tick_below_a_header_that_speaks_against_its_row_is_told(header: str) -> None:
    assert _told(_flags(header, "", "x", "")) == [(FlagCode.COLUMN_TELLS, "F3")]
    assert _told(_flags(header, "X")) == [(FlagCode.COLUMN_TELLS, "F2")]


@pytest.mark.parametrize(
    "header", ["Duyệt", "Cấp (x)", "Đăng ký", "Đợt này", "Công chức được duyệt"]
)
@pytest.mark.parametrize("tick", ["x", "X", "v", "✓", "\uf0fc", "Có", "(x)"])
def test_ticks_that_are_not_the_same_in_every_row_are_told_at_the_first_of_the_fewer(
    header: str, tick: str
) -> None:
    (flag,) = _flags(header, tick, "", tick, "")
    assert _told([flag]) == [(FlagCode.COLUMN_TICKED, "F2")]
    assert dict(flag.fields) == {"header": header, "listed": "4", "ticked": "2"}
    assert _told(_flags(header, tick, tick, "")) == [(FlagCode.COLUMN_TICKED, "F4")]
    assert not _flags(header, tick, tick)


@pytest.mark.parametrize("word", ["Không", "K", "ko", "không."])
def test_who_does_not_agree_is_told(word: str) -> None:
    told = [(FlagCode.COLUMN_TELLS, "F3")]

    assert _told(_flags("Đồng ý", "", word, "")) == told
    assert told[0] in _told(_flags("Ý kiến (có/không)", "Có", word))
    assert _told(_flags("Đồng ý", word)) == [(FlagCode.COLUMN_TELLS, "F2")]


def test_a_row_ticked_for_the_other_procedure_is_told() -> None:
    assert _told(_flags("Cấp lại mật khẩu", "x", "x")) == [
        (FlagCode.COLUMN_TELLS, "F2"),
        (FlagCode.COLUMN_TELLS, "F3"),
    ]
    assert not _flags("Cấp lại mật khẩu", "x", "x", procedure="reset")
    assert _told(_flags("Cấp mới", "x", "", procedure="new")) == [(FlagCode.COLUMN_TICKED, "F2")]


def test_ticks_in_the_column_of_mailboxes_are_told() -> None:
    assert _told(_flags("Đăng ký hộp thư", "x", "")) == [(FlagCode.COLUMN_TICKED, "F2")]
    assert not _flags("Địa chỉ hộp thư", "Không", "")


@pytest.mark.parametrize("word", ["Không", "K", "X", "x."])
def test_a_remark_of_one_word_is_told_where_others_have_none(word: str) -> None:
    ((_, place),) = _told(_flags("Ghi chú", "", word, ""))

    assert place == "F3"


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(("Không", "Không"), id="the same for all"),
        pytest.param(("Không", "-", "Quên mật khẩu"), id="nothing left blank"),
        pytest.param(("Mới tuyển dụng", ""), id="a remark"),
        pytest.param(("X", "X"), id="ticked for all"),
    ],
)
def test_remarks_that_only_say_that_there_is_none_are_not_told(texts: Sequence[str]) -> None:
    assert not _flags("Ghi chú", *texts)


@pytest.mark.parametrize(
    ("header", "texts"),
    [
        ("Đảng viên", ("x", "")),
        ("Biên chế", ("x", "", "x")),
        ("Chứng chỉ tin học", ("Có", "Không")),
        ("Tôn giáo", ("Không", "Phật giáo")),
        ("Quê quán", ("Cần Thơ", "Không")),
        ("Ký nhận", ("", "")),
        ("Hủy", ("", "-")),
        ("Hủy", ("Không", "Không")),
        ("Số con", ("1", "2")),
        ("Số lượng", ("1", "1")),
    ],
)
def test_a_column_that_tells_who_somebody_is_is_not_told(header: str, texts: Sequence[str]) -> None:
    assert not _flags(header, *texts)


def test_figures_tick_where_nothing_else_stands() -> None:
    assert FlagCode.COLUMN_TICKED in {flag.code for flag in _flags("Đợt này", "1", "0", "1")}
