"""Values as they are typed, pasted and exported."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from tests.parsers.corpus.layouts import grid_of, with_rows
from tests.parsers.corpus.odd import PEOPLE, UNITS, odd
from tests.parsers.corpus.paper import PaperGrid
from tests.parsers.corpus.request import Fields, Table

CYRILLIC = str.maketrans("aeocpxAEOCPX", "аеосрхАЕОСРХ")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def _printed(table: Table, change: Callable[[Fields], Fields]) -> tuple[Table, PaperGrid]:
    return table, grid_of(with_rows(table, change))


def _with(table: Table, change: Callable[[str], str], *names: str) -> tuple[Table, PaperGrid]:
    """Return the table with these columns, where it has them, printed otherwise."""
    return _printed(
        table, lambda row: row | {name: change(row[name]) for name in names if row.get(name)}
    )


def _groups(text: str, sign: str, *ends: int) -> str:
    parts = [text[start:end] for start, end in zip((0, *ends), (*ends, len(text)), strict=True)]
    return sign.join(parts)


@odd("either")
def telephones_in_every_form(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    def typed(phone: str) -> str:
        return rng.choice(
            (
                _groups(phone, ".", 4, 7), _groups(phone, " ", 3, 6), _groups(phone, "-", 4, 7),
                f"+84 {_groups(phone[1:], ' ', 3, 6)}", f"(+84){phone[1:]}", f"84{phone[1:]}",
                f"+84 (0){phone[1:]}", f"'{phone}", f"ĐT: {phone}", f"{phone}.",
            )
        )  # fmt: skip

    return _with(table, typed, "phone")


@odd("flagged")
def two_telephones_in_a_cell(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    sign = rng.choice((" - ", "/", " / ", "\n", " hoặc ", ", ", " ; ", " "))
    return _with(table, lambda phone: f"{phone}{sign}02923812345", "phone")


@odd("either")
def an_extension(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    more = rng.choice((" (máy lẻ 12)", " ext 12", " - 12", "/12", " (12)", "-112"))
    return _with(table, lambda phone: f"{phone}{more}", "phone")


@odd("either")
def spaces_of_other_kinds(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    sign = rng.choice(("\u00a0", "\u2009", "\u202f"))
    names = ("phone", "national_id")
    return _with(table, lambda text: _groups(text, sign, 4, 7), *names)


@odd("either")
def signs_of_no_width(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """What is copied from web pages: in numbers, addresses and names."""
    sign = rng.choice(("\u200b", "\ufeff", "\u200d", "\u00ad", "\u2060", "\u202d"))
    names = ("phone", "national_id", "email", "name")
    return _with(table, lambda text: text[:3] + sign + text[3:] + sign, *names)


@odd("flagged", (("reset", "individual"), ("reset", "organisation")))
def addresses_with_foreign_letters(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    return _with(table, lambda text: text.translate(CYRILLIC), "email")


@odd("flagged", PEOPLE)
def names_with_foreign_letters(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    return _with(table, lambda text: text.translate(CYRILLIC) + " Аес", "name")


@odd("either")
def figures_of_full_width(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    return _with(table, lambda text: text.translate(FULL_WIDTH), "phone", "national_id")


@odd("flagged")
def a_letter_in_a_number(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    letter = rng.choice("OolI")
    return _with(table, lambda text: text[:5] + letter + text[6:], "phone")


@odd("either", (("reset", "individual"), ("reset", "organisation")))
def addresses_as_they_are_pasted(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    def pasted(text: str) -> str:
        return rng.choice(
            (f"{text}.", f"<{text}>", f"mailto:{text}", text.upper(), text.replace("@", " @ "),
             text.replace("@", "[at]"), text.replace(".gov", ". gov"), f"Email: {text}", f"{text},")
        )  # fmt: skip

    return _with(table, pasted, "email")


@odd("flagged", (("reset", "individual"), ("reset", "organisation")))
def two_addresses_in_a_cell(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    sign = rng.choice((", ", "\n", " ", "; ", "/", " hoặc "))
    return _with(table, lambda text: f"{text}{sign}khac123@cantho.gov.vn", "email")


@odd("flagged", (("reset", "individual"), ("reset", "organisation")))
def only_the_first_part_of_an_address(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    return _with(table, lambda text: text.partition("@")[0], "email")


@odd("either", PEOPLE)
def titles_in_capitals(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    table = with_rows(table, lambda row: row | {"name": row["name"].upper()})
    return _with(table, lambda text: rng.choice(("ÔNG ", "BÀ ", "Ông: ", "Bà - ")) + text, "name")


@odd("either", PEOPLE)
def sex_behind_the_name(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    return _with(table, lambda text: text + rng.choice((" (nam)", " (Nữ)", " - Nam")), "name")


@odd("flagged", PEOPLE)
def a_name_and_its_birth_in_one_cell(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    return _with(table, lambda text: f"{text}\n{rng.randint(10, 28)}/11/1990", "name")


@odd("either", PEOPLE)
def units_on_two_lines(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    table = with_rows(table, lambda row: row | {"unit": f"{row['unit']}, Sở Xây dựng"})
    return _with(table, lambda text: text.replace(", Sở", ",\nSở"), "unit")


@odd("flagged", PEOPLE)
def the_unit_as_above(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """A mark for "the same as above" under the first row."""
    mark, rows = rng.choice(('"', "nt", "-nt-", "''", "như trên", "//")), iter(range(99))
    return _with(table, lambda text: text if next(rows) == 0 else mark, "unit")


@odd("either", UNITS)
def officers_in_every_form(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    def written(row: Fields) -> Fields:
        name, phone, email = (row[f"manager_{part}"] for part in ("name", "phone", "email"))
        shapes = (
            f"Bà {name} - Văn thư; {phone}; {email}", f"{name} ({phone}) {email}",
            f"{name}\nVăn thư\n{_groups(phone, '.', 4, 7)}\n{email}", f"{email} - {name} - {phone}",
            f"1. {name}; 2. {phone}; 3. {email}", f"{name} – {phone} – {email.upper()}",
        )  # fmt: skip
        return row | {"manager": rng.choice(shapes)}

    return _printed(table, written)


@odd("flagged", UNITS)
def two_officers_in_a_cell(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    other = rng.choice(("Lê Thị Hai", "Lê Thị Hai, 0907654321", "Lê Thị Hai, hai12@cantho.gov.vn"))
    return _printed(table, lambda row: row | {"manager": f"{row['manager']}\n{other}"})


@odd("either", PEOPLE)
def birth_in_every_form(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    def born(row: Fields) -> Fields:
        digits = row.get("national_id", "001190000000")
        year = 1900 + 100 * (int(digits[3]) // 2) + int(digits[4:6])
        day, month = rng.randint(1, 28), rng.randint(1, 12)
        shapes = (
            f"{day}/{month}/{year}", f"{day:02d}-{month:02d}-{year}", f"{year}-{month:02d}-{day}",
            f"{day}.{month}.{year}", f"{month}/{day}/{year}", f"{day}/{month}/{year % 100:02d}",
            f"ngày {day:02d} tháng {month:02d} năm {year}", f"{year}", f"{month:02d}/{year}",
        )  # fmt: skip
        return row | {"birth": rng.choice(shapes)}

    items = list(table.headers.items())
    items.insert(2, ("birth", "Ngày tháng năm sinh"))
    return table, grid_of(with_rows(table, born), dict(items))


@odd("flagged", (("new", "individual"),))
def birth_against_the_number(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    def born(row: Fields) -> Fields:
        year = 1900 + 100 * (int(row["national_id"][3]) // 2) + int(row["national_id"][4:6]) + 1
        shapes = (f"1/2/{year}", f"01-02-{year}", f"{year}-02-01", f"1.2.{year}",
                  f"ngày 01 tháng 02 năm {year}", f"{year}", f"1/2/{year % 100:02d}")  # fmt: skip
        return row | {"birth": rng.choice(shapes)}

    items = list(table.headers.items())
    items.insert(2, ("birth", "Ngày sinh"))
    return table, grid_of(with_rows(table, born), dict(items))


SEXES = (("Nam giới", "Trai", "Male", "M", "Ông"), ("Nữ giới", "Gái", "Female", "F", "Bà"))


@odd("clean", (("new", "individual"),))
def sex_in_every_word(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    return _with_sex(table, lambda row: rng.choice(SEXES[int(row["national_id"][3]) % 2]))


@odd("flagged", (("new", "individual"),))
def sex_against_the_number(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    return _with_sex(table, lambda row: rng.choice(SEXES[1 - int(row["national_id"][3]) % 2]))


@odd("flagged", (("new", "individual"),))
def birth_as_the_number_of_a_day(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    def born(row: Fields) -> Fields:
        year = 1900 + 100 * (int(row["national_id"][3]) // 2) + int(row["national_id"][4:6])
        day = date(year, rng.randint(1, 12), rng.randint(1, 28)) - date(1899, 12, 30)
        return row | {"birth": str(day.days)}

    items = list(table.headers.items())
    items.insert(2, ("birth", "Ngày sinh"))
    return table, grid_of(with_rows(table, born), dict(items))


def _with_sex(table: Table, sex: Callable[[Fields], str]) -> tuple[Table, PaperGrid]:
    items = list(table.headers.items())
    items.insert(2, ("gender", "Giới tính"))
    told = with_rows(table, lambda row: row | {"gender": sex(row)})
    return table, grid_of(told, dict(items))


@odd("either", PEOPLE)
def words_joined_by_a_hyphen(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """Words that a narrow column breaks before, behind and beside the hyphen."""
    units = ("Khoa Điện-Điện tử", "Trung tâm Ngoại ngữ-Tin học", "Khoa Cơ khí-Động lực",
             "Phòng Khảo thí-Đảm bảo chất lượng")  # fmt: skip
    table = with_rows(table, lambda row: row | {"unit": rng.choice(units)})
    grid = grid_of(table)
    at = list(table.headers).index("unit")
    weights = (*grid.weights[:at], 16.0, *grid.weights[at + 1 :])
    return table, replace(grid, weights=weights)
