"""Headers and columns that the forms do not have, or not there."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.parsers.corpus.corpus import KINDS
from tests.parsers.corpus.layouts import grid_of, with_rows
from tests.parsers.corpus.layouts_columns import two_level_grid
from tests.parsers.corpus.layouts_rows import inserted
from tests.parsers.corpus.odd import PEOPLE, UNITS, odd
from tests.parsers.corpus.paper import PaperCell, PaperGrid
from tests.parsers.corpus.request import Fields, Table


@odd("clean", UNITS)
def responsible_person_in_three_columns(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    parts = {
        "manager_name": "Họ và tên",
        "manager_phone": "Số điện thoại",
        "manager_email": "Email",
    }
    headers: Fields = {}
    for name, text in table.headers.items():
        headers |= parts if name == "manager" else {name: text}
    split = replace(table)
    grid = two_levels(split, headers, {"Thông tin người phụ trách": parts})
    return table, grid


def two_levels(table: Table, headers: Fields, wide: dict[str, Fields]) -> PaperGrid:
    owner = {name: text for text, names in wide.items() for name in names}
    head: list[PaperCell] = []
    for name, text in headers.items():
        if name not in owner:
            head.append(PaperCell(text, tall=2, bold=True))
        elif name == next(iter(wide[owner[name]])):
            head.append(PaperCell(owner[name], wide=len(wide[owner[name]]), bold=True))
    below = tuple(PaperCell(headers[name], bold=True) for name in headers if name in owner)
    body = (tuple(PaperCell(row.get(name, "")) for name in headers) for row in table.rows)
    weights = grid_of(table, headers).weights
    return PaperGrid(weights, (tuple(head), below, *body), header_rows=2)


@odd("either", PEOPLE)
def two_wide_headers(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    work = {"unit": "Đơn vị", "position": "Chức vụ"}
    other = "email" if table.procedure == "reset" else "national_id"
    contact = {name: table.headers[name] for name in table.headers if name in (other, "phone")}
    return table, two_levels(
        table, table.headers, {"Nơi công tác": work, "Thông tin liên hệ": contact}
    )


@odd("either", PEOPLE)
def a_wide_header_not_merged(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """The upper header typed into its first cell, the cells beside and below left open."""
    upper = {"phone": "Thông tin liên hệ"}
    head = tuple(PaperCell(upper.get(name, "")) for name in table.headers)
    return table, replace(inserted(grid_of(table), 0, head), header_rows=2)


@odd("clean", PEOPLE)
def headers_with_figures(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    more = {"national_id": " (12 số)", "phone": " (10 số)", "email": " (tên@cantho.gov.vn)"}
    more.pop("email")
    return table, grid_of(
        table, {name: text + more.get(name, "") for name, text in table.headers.items()}
    )


@odd("either", PEOPLE)
def headers_with_an_example(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    more = {"phone": " (ví dụ: 0901234567)", "email": " (…@cantho.gov.vn)"}
    return table, grid_of(
        table, {name: text + more.get(name, "") for name, text in table.headers.items()}
    )


@odd("clean")
def number_at_the_end(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    names = [*list(table.headers)[1:], "stt"]
    return table, grid_of(table, {name: table.headers[name] for name in names})


@odd("either")
def columns_nobody_filled(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    items = list(table.headers.items())
    for text in ("Ký nhận", ""):
        items.insert(rng.randint(1, len(items)), (f"empty {text}", text))
    return table, grid_of(table, dict(items))


@odd("either", PEOPLE)
def two_telephones(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """The office's telephone in a column before the person's own."""
    items = list(table.headers.items())
    at = next(i for i, (name, _) in enumerate(items) if name == "phone")
    items[at] = ("phone", "Điện thoại di động")
    items.insert(at, ("office", "Điện thoại cơ quan"))
    table = with_rows(table, lambda row: row | {"office": f"0292{rng.randint(3600000, 3999999)}"})
    return table, grid_of(table, dict(items))


@odd("flagged", PEOPLE)
def two_mailboxes(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """A private address beside the official one; which is meant, a person says."""
    items = [*table.headers.items(), ("private", "Email cá nhân")]
    if table.procedure == "new":
        items.insert(3, ("email", "Email đề nghị cấp"))
        table = with_rows(
            table, lambda row: row | {"email": f"a{rng.randint(1, 99999)}@cantho.gov.vn"}
        )
    table = with_rows(table, lambda row: row | {"private": f"a{rng.randint(1, 99999)}@gmail.com"})
    return table, grid_of(table, dict(items))


@odd("either", PEOPLE)
def position_with_the_unit(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """Position and unit share a column."""
    table = with_rows(
        table, lambda row: row | {"position": f"{row['position']}, {row['unit']}", "unit": ""}
    )
    headers = {k: v for k, v in table.headers.items() if k != "unit"}
    return table, grid_of(table, headers | {"position": "Chức vụ, đơn vị công tác"})


@odd("either", PEOPLE)
def three_levels(_: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    other = "email" if table.procedure == "reset" else "national_id"
    if other != "national_id":
        return two_wide_headers(random.Random(0), table)
    grid = two_level_grid(
        table, {"Thông tin cá nhân": {other: table.headers[other], "phone": "Số điện thoại"}}
    )
    title = (PaperCell("DANH SÁCH NGƯỜI DÙNG", wide=len(grid.weights), bold=True),)
    return table, replace(inserted(grid, 0, title), header_rows=3)


def _with_mailboxes(table: Table, *columns: tuple[str, str]) -> tuple[Table, PaperGrid]:
    """Return a list of passwords with these columns of mailboxes in place of its own."""
    before = [item for item in table.headers.items() if item[0] not in ("email", "note")]
    return table, grid_of(table, dict([*before, *columns]))


def _with_private(rng: random.Random, table: Table) -> Table:
    def with_one(row: Fields) -> Fields:
        return row | {"private": f"a{rng.randint(1, 99999)}@gmail.com", "note": ""}

    return with_rows(table, with_one)


@odd("flagged", (KINDS[2],), told="column_of_another")
def a_mailbox_that_is_another(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """One column of mailboxes, which need not be those whose passwords are asked for."""
    header = rng.choice(
        ("Email cá nhân", "Địa chỉ email cá nhân", "Email nhận mật khẩu", "Email liên hệ",
         "Hộp thư nhận kết quả", "Email dự phòng")
    )  # fmt: skip
    return _with_mailboxes(_with_private(rng, table), ("private", header))


@odd("clean", (KINDS[2],))
def the_person_s_own_official_mailbox(rng: random.Random, table: Table) -> tuple[Table, PaperGrid]:
    """All addresses lie with the government: no private ones."""
    header = rng.choice(("Hộp thư công vụ cá nhân", "Địa chỉ thư điện tử cá nhân", "Email cá nhân"))
    table = with_rows(table, lambda row: row | {"note": ""})
    return _with_mailboxes(table, ("email", header))


@odd("flagged", (KINDS[2],), told="column_twice")
def the_official_mailbox_beside_another(
    rng: random.Random, table: Table
) -> tuple[Table, PaperGrid]:
    """Which of two is the mailbox whose password is asked for, a person says."""
    official = rng.choice(
        ("Hộp thư công vụ", "Tài khoản", "Tên đăng nhập", "Tài khoản cần cấp lại")
    )
    columns = [("private", rng.choice(("Email", "Email cá nhân"))), ("email", official)]
    rng.shuffle(columns)
    return _with_mailboxes(_with_private(rng, table), *columns)
