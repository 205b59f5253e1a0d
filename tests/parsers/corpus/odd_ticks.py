"""Columns in which rows are ticked, and remarks of one word."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.parsers.corpus.layouts import grid_of
from tests.parsers.corpus.odd import PEOPLE, odd
from tests.parsers.corpus.paper import PaperGrid
from tests.parsers.corpus.request import Table

TICKS = ("x", "X", "v", "(x)")
ASKED = {"new": "Cấp mới", "reset": "Cấp lại"}


def _beside(table: Table, **columns: tuple[str, Sequence[str]]) -> tuple[Table, PaperGrid]:
    """Return the table with more columns before the last: header, and the text of each row."""
    *items, last = table.headers.items()
    headers = dict([*items, *((name, header) for name, (header, _) in columns.items()), last])
    rows = tuple(
        row | {name: texts[at] for name, (_, texts) in columns.items()}
        for at, row in enumerate(table.rows)
    )
    return table, grid_of(Table(table.procedure, table.shape, rows), headers)


def _some(rng: random.Random, table: Table, tick: str, other: str = "") -> list[str]:
    """Return a text for each row: some, not all, are the tick."""
    count = len(table.rows)
    ticked = set(rng.sample(range(count), rng.randint(1, count - 1)))
    return [tick if at in ticked else other for at in range(count)]


@odd("flagged", told="column_tells")
def one_row_ticked_to_be_cancelled(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    header = rng.choice(("Hủy", "Huỷ bỏ", "Không cấp", "Đã nghỉ việc", "Chưa cấp", "Loại bỏ"))
    texts = [""] * len(table.rows)
    texts[rng.randrange(len(texts))] = rng.choice(TICKS)
    return _beside(table, against=(header, texts))


@odd("flagged", told="column_ticked")
def ticked_in_some_rows(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    header = rng.choice(("Duyệt", "Cấp (x)", "Đăng ký", "Đề nghị cấp", "Lãnh đạo duyệt", "Đợt này"))
    return _beside(table, ticked=(header, _some(rng, table, rng.choice(TICKS))))


@odd("flagged", told="column_tells")
def some_do_not_agree(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    header = rng.choice(("Đồng ý", "Ý kiến của lãnh đạo (có/không)", "Nhu cầu sử dụng"))
    return _beside(table, agrees=(header, _some(rng, table, "Không", rng.choice(("Có", "")))))


@odd("flagged", told="column_ticked")
def both_procedures_ticked(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    new = _some(rng, table, "x")
    again = ["" if tick else "x" for tick in new]
    return _beside(table, new=("Cấp mới", new), again=("Cấp lại mật khẩu", again))


@odd("flagged", told="column_tells")
def ticked_for_the_other_procedure(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    blank, ticked = ([tick] * len(table.rows) for tick in ("", "x"))
    other = "reset" if table.procedure == "new" else "new"
    return _beside(
        table, asked=(ASKED[table.procedure], blank), other=(f"{ASKED[other]} (x)", ticked)
    )


@odd("flagged")
def a_remark_of_one_word(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """It may be a tick beside one person; one that stands for nothing is no remark."""
    word = rng.choice(("Không", "X", "K", "không.", "x"))
    blank = tuple(row | {"note": ""} for row in table.rows)
    at = rng.randrange(len(blank))

    def remarked(text: str) -> Table:
        rows = (*blank[:at], blank[at] | {"note": text}, *blank[at + 1 :])
        return Table(table.procedure, table.shape, rows)

    return remarked("K" if word == "K" else ""), grid_of(remarked(word))


@odd("clean", PEOPLE)
def ticked_in_every_row(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """Each row is asked for, and none for anything else."""
    blank, ticked = ([tick] * len(table.rows) for tick in ("", rng.choice(TICKS)))
    other = ASKED["reset" if table.procedure == "new" else "new"]
    header = rng.choice((ASKED[table.procedure], "Đăng ký (x)", "Đồng ý", "Duyệt"))
    return _beside(table, asked=(header, ticked), none=(rng.choice((other, "Hủy")), blank))


@odd("clean", PEOPLE)
def ticks_that_tell_who_somebody_is(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    headers = ("Đảng viên", "Biên chế", "Hợp đồng 111", "Viên chức", "Chứng chỉ tin học")
    texts = _some(rng, table, rng.choice((*TICKS, "Có")), rng.choice(("", "-")))
    return _beside(table, who=(rng.choice(headers), texts))
