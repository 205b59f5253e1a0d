"""A made-up request: the letter's facts and the rows, as the readers must return them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.parsers.corpus import people

Fields = dict[str, str]
MANAGER = "Công chức được phân công quản lý hộp thư; (Họ tên, điện thoại, địa chỉ hộp thư liên lạc)"

HEADERS: dict[tuple[str, str], dict[str, str]] = {
    ("new", "organisation"): {
        "stt": "STT",
        "name": "Tên cơ quan nhà nước/đơn vị đề nghị cấp mới",
        "parent_agency": "Tên cơ quan cấp trên",
        "manager": MANAGER,
        "phone": "Số điện thoại cơ quan nhà nước/Đơn vị đề nghị cấp mới",
        "note": "Ghi chú",
    },
    ("new", "individual"): {
        "stt": "STT",
        "name": "Họ tên người dùng",
        "parent_agency": "Tên cơ quan cấp trên",
        "unit": "Đơn vị",
        "position": "Chức vụ",
        "national_id": "Số CMND/CCCD",
        "phone": "Số điện thoại",
        "note": "Ghi chú",
    },
    ("reset", "organisation"): {
        "stt": "STT",
        "name": "Tên cơ quan nhà nước/đơn vị đề nghị cấp mới",
        "email": "Địa chỉ hộp thư điện tử",
        "manager": MANAGER,
        "phone": "Số điện thoại cơ quan nhà nước/Đơn vị đề nghị cấp mới",
        "note": "Ghi chú",
    },
    ("reset", "individual"): {
        "stt": "STT",
        "name": "Họ tên người dùng",
        "unit": "Đơn vị",
        "position": "Chức vụ",
        "phone": "Số điện thoại",
        "email": "Địa chỉ hộp thư điện tử",
        "note": "Ghi chú",
    },
}
TITLES = {
    "new": "DANH SÁCH YÊU CẦU CẤP MỚI THƯ ĐIỆN TỬ THÀNH PHỐ CẦN THƠ",
    "reset": "DANH SÁCH YÊU CẦU CẤP LẠI MẬT KHẨU HỘP THƯ ĐIỆN TỬ THÀNH PHỐ CẦN THƠ",
}
HEADINGS = {
    ("new", "organisation"): "1. Yêu cầu cấp mới hộp thư điện tử đối với cơ quan nhà nước, đơn vị:",
    ("new", "individual"): "2. Yêu cầu cấp mới hộp thư điện tử đối với cá nhân:",
    (
        "reset",
        "organisation",
    ): "1. Yêu cầu cấp lại mật khẩu hộp thư điện tử đối với cơ quan nhà nước, đơn vị:",
    (
        "reset",
        "individual",
    ): "2. Yêu cầu cấp lại mật khẩu hộp thư điện tử hộp thư điện tử đối với cá nhân:",
}
ASKED = {
    "new": "cấp mới hộp thư điện tử thành phố Cần Thơ",
    "reset": "cấp lại mật khẩu hộp thư điện tử thành phố Cần Thơ",
    "both": "cấp mới và cấp lại mật khẩu hộp thư điện tử thành phố Cần Thơ",
}
GROUNDS = {
    "new": "cán bộ, công chức mới được tuyển dụng",
    "reset": "các cá nhân, đơn vị quên mật mã",
    "both": "cán bộ, công chức mới được tuyển dụng và các cá nhân quên mật mã",
}


@dataclass(frozen=True)
class Table:
    """One table of the annex: rows hold the printed cells by field ("manager" is one cell)."""

    procedure: str
    shape: str
    rows: tuple[Fields, ...]

    @property
    def headers(self) -> dict[str, str]:
        return HEADERS[self.procedure, self.shape]


@dataclass(frozen=True)
class Request:
    """The letter and its tables."""

    superior: str
    agency: str
    agency_in_text: str
    number: str
    on: date
    tables: tuple[Table, ...]
    extra: Fields = field(default_factory=dict)

    @property
    def procedure(self) -> str:
        kinds = {table.procedure for table in self.tables}
        return "both" if len(kinds) == 2 else next(iter(kinds))

    def expected(self, shape: str) -> list[Fields]:
        """Return the rows of the shape as `mailbot read` must give them."""
        return [
            expected_row(table, row)
            for table in self.tables
            if table.shape == shape
            for row in table.rows
        ]


ORGANISATION_FIELDS = (
    "stt", "name", "parent_agency", "email", "manager_name", "manager_phone", "manager_email",
    "phone", "note", "procedure",
)  # fmt: skip
INDIVIDUAL_FIELDS = (
    "stt", "name", "parent_agency", "unit", "position", "national_id", "phone", "email", "note",
    "procedure",
)  # fmt: skip


def expected_row(table: Table, row: Fields) -> Fields:
    fields = ORGANISATION_FIELDS if table.shape == "organisation" else INDIVIDUAL_FIELDS
    return {name: row.get(name, "") for name in fields} | {"procedure": table.procedure}


def a_table(rng: random.Random, procedure: str, shape: str, count: int, agency: str) -> Table:
    make = _organisation if shape == "organisation" else _individual
    rows = tuple(make(rng, procedure, str(index + 1), agency) for index in range(count))
    return Table(procedure, shape, rows)


def a_request(rng: random.Random, kinds: list[tuple[str, str, int]]) -> Request:
    """Return a request with tables `(procedure, shape, number of rows)`."""
    superior, agency, in_text, symbol = rng.choice(people.AGENCIES)
    tables = tuple(a_table(rng, proc, shape, count, in_text) for proc, shape, count in kinds)
    on = date(2026, 1, 5) + timedelta(days=rng.randint(0, 300))
    return Request(superior, agency, in_text, f"{rng.randint(1, 999):02d}/{symbol}-VP", on, tables)


def _individual(rng: random.Random, procedure: str, stt: str, agency: str) -> Fields:
    name = people.person(rng)
    row = {
        "stt": stt,
        "name": name,
        "unit": rng.choice(people.UNITS),
        "position": rng.choice(people.POSITIONS),
        "phone": people.mobile(rng),
        "note": rng.choice(people.NOTES[procedure]),
    }
    if procedure == "new":
        return row | {"parent_agency": agency, "national_id": people.national_id(rng)}
    return row | {"email": people.mailbox(rng, name)}


def _organisation(rng: random.Random, procedure: str, stt: str, agency: str) -> Fields:
    manager = people.person(rng)
    row = {
        "stt": stt,
        "name": rng.choice(people.UNITS) + f" {rng.randint(1, 99)}{int(stt):02d}",
        "manager_name": manager,
        "manager_phone": people.mobile(rng),
        "manager_email": people.mailbox(rng, manager),
        "phone": people.landline(rng),
        "note": rng.choice(people.NOTES[procedure]),
    }
    row["manager"] = f"{manager}, {row['manager_phone']}, {row['manager_email']}"
    if procedure == "new":
        return row | {"parent_agency": agency}
    return row | {"email": f"donvi{rng.randint(1, 999)}{int(stt):02d}@cantho.gov.vn"}
