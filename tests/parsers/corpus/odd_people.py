"""What lists say of people beside what the forms ask: ticks, remarks on names, two in one cell."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import cycle

from tests.parsers.corpus.layouts import grid_of, with_rows
from tests.parsers.corpus.layouts_columns import manager_columns
from tests.parsers.corpus.odd import PEOPLE, UNITS, odd
from tests.parsers.corpus.odd_columns import two_levels
from tests.parsers.corpus.paper import PaperGrid
from tests.parsers.corpus.people import mailbox, mobile, person
from tests.parsers.corpus.request import Fields, Table

NEW_PEOPLE = (("new", "individual"),)
SEXES = {"male": "Nam", "female": "Nữ"}


def _printed(
    table: Table, change: Callable[[Fields], Fields], more: Fields | None = None
) -> tuple[Table, PaperGrid]:
    """Return the table printed otherwise, with more columns behind the second."""
    items = list(table.headers.items())
    items[2:2] = (more or {}).items()
    return table, grid_of(with_rows(table, change), dict(items))


def _officer(row: Fields) -> tuple[str, str, str]:
    return row["manager_name"], row["manager_phone"], row["manager_email"]


@odd("flagged", UNITS)
def two_officers_on_two_lines(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    def two(row: Fields) -> Fields:
        name, phone, email = _officer(row)
        other = person(rng)
        shapes = (
            f"{name}\n{other}\n{phone}\n{email}", f"{name}\n{other}, {phone}, {email}",
            f"{name}, {phone}, {email}\n{other}", f"{name}, {phone}\n{other}, {email}",
            f"- {name}\n- {other}\n- {phone}\n- {email}", f"{name}; {other}; {phone}; {email}",
        )  # fmt: skip
        return row | {"manager": rng.choice(shapes)}

    return _printed(table, two)


@odd("flagged", UNITS)
def two_officers_in_columns(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    told = with_rows(
        table, lambda row: row | {"manager_name": f"{row['manager_name']}\n{person(rng)}"}
    )
    return table, manager_columns(rng, told)[1]


@odd("flagged", UNITS)
def two_numbers_of_an_officer(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    def two(row: Fields) -> Fields:
        name, phone, email = _officer(row)
        sign = rng.choice(("\n", " - ", "/", ", "))
        phones, emails = f"{phone}{sign}{mobile(rng)}", f"{email}{sign}{mailbox(rng, name)}"
        shapes = (f"{name}\n{phones}\n{email}", f"{name}\n{phone}\n{emails}")
        return row | {"manager": rng.choice(shapes)}

    return _printed(table, two)


@odd("flagged", UNITS)
def an_office_in_capitals_below_an_officer(
    rng: random.Random, table: Table
) -> tuple[Table, PaperGrid]:
    def told(row: Fields) -> Fields:
        name, phone, email = _officer(row)
        office = rng.choice(("VĂN THƯ", "KẾ TOÁN", "CHUYÊN VIÊN"))
        return row | {"manager": f"{name.upper()}\n{office}\n{phone}\n{email}"}

    return _printed(table, told)


@odd("flagged", PEOPLE)
def a_word_behind_a_name(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """What somebody notes on a person, one way in the whole list."""
    more = rng.choice(
        (" (mới)", " - mới", "-nghỉ", " - nghỉ", " mới", "\nMới", "\n(nghỉ việc)", " MỚI",
         " Nghỉ Việc", " Tập Sự", " - Mới tuyển", "/mới", " Đã Nghỉ", ", mới")
    )  # fmt: skip
    told = with_rows(table, lambda row: row | {"name": f"Thạch {person(rng)}"})
    return _printed(told, lambda row: row | {"name": row["name"] + more})


@odd("flagged", PEOPLE, told="name_odd")
def a_word_like_a_name_behind_a_name(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """A remark that is a syllable of names too, behind one name that is whole without it."""
    more = rng.choice(("Mới", "Nghỉ", "Cũ", "Xóa", "Thêm", "Tạm", "Chờ", "CTV", "HĐ"))
    names = ("Thạch Thị Sa Oanh", "Lâm Thị Bích", "Sơn Minh Sa Rây", "Trần Hữu Phước", "Lê Bình")
    called = cycle(rng.sample(names, len(names)))
    table = with_rows(table, lambda row: row | {"name": next(called)})
    noted = rng.choice(table.rows)["stt"]
    return _printed(
        table,
        lambda row: row | ({"name": f"{row['name']} {more}"} if row["stt"] == noted else {}),
    )


@odd("clean", PEOPLE)
def names_that_are_words_too(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    names = ["Nguyễn Thị Mới", "Trần Văn Không", "Vũ Trường Giang", "Huỳnh Văn Nghỉ", "Hồ Thị Bỏ",
             "Đặng Văn Cũ", "Nguyễn Thị Thêm", "Trương Thị Phó", "Lâm Văn Rút"]  # fmt: skip
    called = iter(rng.sample(names, len(names)))
    table = with_rows(table, lambda row: row | {"name": next(called)})
    return _printed(table, lambda row: row)


def _ticked(row: Fields, mark: str) -> Fields:
    """Return the row with a mark in the column for men or for women."""
    female = int(row["national_id"][3]) % 2
    return row | {"male": "" if female else mark, "female": mark if female else ""}


def _with_ticks(
    rng: random.Random, table: Table, columns: Fields, change: Callable[[Fields], Fields]
) -> tuple[Table, PaperGrid]:
    """Return the table with these columns of ticks, alone or under a wider header."""
    mark = rng.choice("xX")
    told = with_rows(table, lambda row: change(_ticked(row, mark)))
    if len(columns) == 1 or rng.random() < 0.5:
        return _printed(told, lambda row: row, columns)
    items = list(table.headers.items())
    items[2:2] = columns.items()
    return table, two_levels(told, dict(items), {"Giới tính": columns})


@odd("clean", NEW_PEOPLE)
def sex_ticked_in_one_of_two_columns(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    return _with_ticks(rng, table, SEXES, lambda row: row)


@odd("flagged", NEW_PEOPLE)
def sex_ticked_in_both_columns(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    twice = rng.choice(table.rows)["national_id"]
    both = {"male": "x", "female": "x"}
    return _with_ticks(
        rng, table, SEXES, lambda row: row | (both if row["national_id"] == twice else {})
    )


@odd("flagged", NEW_PEOPLE)
def sex_ticked_in_neither_column(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    left = rng.choice(table.rows)["national_id"]
    blank = {"male": "", "female": ""}
    return _with_ticks(
        rng, table, SEXES, lambda row: row | (blank if row["national_id"] == left else {})
    )


@odd("flagged", NEW_PEOPLE)
def sex_ticked_in_the_other_column(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    return _with_ticks(
        rng, table, SEXES, lambda row: row | {"male": row["female"], "female": row["male"]}
    )


@odd("clean", NEW_PEOPLE)
def women_ticked_alone(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    return _with_ticks(rng, table, {"female": "Nữ"}, lambda row: row)


@odd("flagged", NEW_PEOPLE)
def sex_left_blank_once(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    left = rng.choice(table.rows)["national_id"]

    def told(row: Fields) -> Fields:
        sex = ("Nam", "Nữ")[int(row["national_id"][3]) % 2]
        return row | {"sex": "" if row["national_id"] == left else sex}

    return _printed(table, told, {"sex": "Giới tính"})


@odd("flagged", NEW_PEOPLE)
def birth_in_words_and_guesses(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    def told(row: Fields) -> Fields:
        digits = row["national_id"]
        year = 1900 + 100 * (int(digits[3]) // 2) + int(digits[4:6])
        shapes = (
            "Mậu Thìn", f"{year}?", f"tháng 5/{year}", f"32/13/{year}", "Không rõ",
            f"29/02/{year // 4 * 4 + 1}", f"khoảng năm {year}", f"{year}-13-45",
            f"31/4/{year % 100:02d}", f"{year} hoặc {year - 1}", f"quý I/{year}", "Đinh Tỵ",
        )  # fmt: skip
        return row | {"birth": rng.choice(shapes)}

    return _printed(table, told, {"birth": "Ngày sinh"})


@odd("flagged", PEOPLE)
def a_landline_without_its_zero(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """Or a mobile number with a wrong first digit: 2916220415 is either."""
    last = rng.choice(table.rows)["phone"]

    def told(row: Fields) -> Fields:
        number = f"29{rng.choice('123467')}6{rng.randint(220_000, 999_999)}"
        return row | ({"phone": number} if row["phone"] == last else {})

    return _printed(table, told)
