"""The agency registry as a CSV file, the way a spreadsheet program writes it.

Columns of the agencies CSV
---------------------------
UTF-8 with or without byte order mark; separated by comma, semicolon or tab (whichever the head
line uses); the head line names the columns, in any order. Only the first three are required.

code                         short stable code, e.g. `ubnd-ninh-kieu`; unique
name                         full name in Vietnamese
mailbox                      official mailbox; empty for a unit that has none; unique
superior_code                code of the superior agency
kind                         `state_agency` (default), `subordinate_unit` or `other`
abbreviation                 e.g. `ubnd.ninhkieu`, used for addresses
former_names                 list
certificate_common_name      list: CN of the organisation's certificates …
certificate_organisation     list: … with the O …
certificate_locality         list: … and the L of each, as many entries as the CN list
certificate_valid_from, certificate_valid_to
                             list: first and last day on which each of these names binds; an entry
                             may be empty; an empty cell leaves all of them open
certificate_emails           list of e-mail addresses in certificates
certificate_fingerprints     list of SHA-256 fingerprints (hex; colons and spaces are ignored)
phone                        of the agency
valid_from, valid_to         first and last day on which it exists: `2025-07-01` or `01/07/2025`

Lists are separated by `;` within the cell (quote the cell if `;` also separates the columns).
Vietnamese column names are understood too, see VIETNAMESE_COLUMNS.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from mailbot.cases.agency import Agency, AgencyKind, CertificateName, Registry
from mailbot.csv_table import Columns, Line, read_table
from mailbot.words import Words, load_words

COLUMNS = (
    "code",
    "name",
    "mailbox",
    "superior_code",
    "kind",
    "abbreviation",
    "former_names",
    "certificate_common_name",
    "certificate_organisation",
    "certificate_locality",
    "certificate_valid_from",
    "certificate_valid_to",
    "certificate_emails",
    "certificate_fingerprints",
    "phone",
    "valid_from",
    "valid_to",
)
_REQUIRED = ("code", "name", "mailbox")

VIETNAMESE_COLUMNS: Mapping[str, str] = {
    "Mã": "code",
    "Mã cơ quan": "code",
    "Tên": "name",
    "Tên cơ quan": "name",
    "Hộp thư": "mailbox",
    "Hộp thư công vụ": "mailbox",
    "Mã cơ quan cấp trên": "superior_code",
    "Loại": "kind",
    "Viết tắt": "abbreviation",
    "Tên cũ": "former_names",
    "CN chứng thư": "certificate_common_name",
    "O chứng thư": "certificate_organisation",
    "L chứng thư": "certificate_locality",
    "Tên chứng thư hiệu lực từ": "certificate_valid_from",
    "Tên chứng thư hiệu lực đến": "certificate_valid_to",
    "Thư điện tử chứng thư": "certificate_emails",
    "Vân tay chứng thư": "certificate_fingerprints",
    "Điện thoại": "phone",
    "Hiệu lực từ": "valid_from",
    "Hiệu lực đến": "valid_to",
}
_KINDS: Mapping[str, str] = {
    "": AgencyKind.STATE_AGENCY,
    "cơ quan nhà nước": AgencyKind.STATE_AGENCY,
    "đơn vị trực thuộc": AgencyKind.SUBORDINATE_UNIT,
    "khác": AgencyKind.OTHER,
} | {kind.value: kind for kind in AgencyKind}
_ADDRESS = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+")


def read_agencies(data: bytes, origin: str, words: Words | None = None) -> Registry:
    """Return the registry the file describes; BadInputError names line and column.

    Args:
        origin: the file's name, for the error message.
    """
    columns = Columns(COLUMNS, _REQUIRED, VIETNAMESE_COLUMNS)
    lines = read_table(data, origin, columns, words or load_words())
    _check_unique(lines)
    return Registry(tuple(_agency(line) for line in lines))


def write_agencies(registry: Registry) -> bytes:
    """Return the registry as CSV that `read_agencies` reads back: UTF-8 with a byte order mark,
    commas, CRLF, so that spreadsheet programs show Vietnamese right.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_cells(agency) for agency in registry.agencies)
    return out.getvalue().encode("utf-8-sig")


def _agency(line: Line) -> Agency:
    return Agency(
        code=line.required("code"),
        name=line.required("name"),
        mailbox=_address(line, "mailbox", line.text("mailbox")),
        superior_code=line.text("superior_code"),
        kind=AgencyKind(line.choice("kind", _KINDS)),
        abbreviation=line.text("abbreviation"),
        former_names=_many(line, "former_names"),
        certificate_names=_certificate_names(line),
        certificate_emails=tuple(
            _address(line, "certificate_emails", email)
            for email in _many(line, "certificate_emails")
        ),
        certificate_fingerprints=tuple(
            _fingerprint(line, value) for value in _many(line, "certificate_fingerprints")
        ),
        phone=line.text("phone"),
        valid_from=_day(line, "valid_from"),
        valid_to=_day(line, "valid_to"),
    )


def _many(line: Line, column: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in line.text(column).split(";") if part.strip())


def _address(line: Line, column: str, value: str) -> str:
    if value and not _ADDRESS.fullmatch(value.lower()):
        raise line.fault("agencies.no_address", column, given=value)
    return value.lower()


def _day(line: Line, column: str) -> date | None:
    return _date(line, column, line.text(column))


def _date(line: Line, column: str, value: str) -> date | None:
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(value, form).date() if value else None  # noqa: DTZ007
        except ValueError:
            continue
    raise line.fault("agencies.no_date", column)


def _certificate_names(line: Line) -> tuple[CertificateName, ...]:
    names = _many(line, "certificate_common_name")
    others = [
        _as_many(line, column, _many(line, column), len(names))
        for column in ("certificate_organisation", "certificate_locality")
    ]
    days = [
        _days(line, column, len(names))
        for column in ("certificate_valid_from", "certificate_valid_to")
    ]
    return tuple(CertificateName(*five) for five in zip(names, *others, *days, strict=True))


def _days(line: Line, column: str, expected: int) -> tuple[date | None, ...]:
    if not line.text(column):
        return (None,) * expected
    values = tuple(part.strip() for part in line.text(column).split(";"))
    return tuple(_date(line, column, one) for one in _as_many(line, column, values, expected))


def _as_many(line: Line, column: str, values: tuple[str, ...], expected: int) -> tuple[str, ...]:
    if len(values) != expected:
        counts = {"count": str(len(values)), "expected": str(expected)}
        raise line.fault("agencies.uneven", column, **counts)
    return values


def _fingerprint(line: Line, value: str) -> str:
    plain = re.sub(r"[:\s]", "", value).lower()
    if not re.fullmatch(r"[0-9a-f]{64}", plain):
        raise line.fault("agencies.no_fingerprint", "certificate_fingerprints", given=value)
    return plain


def _check_unique(lines: Iterable[Line]) -> None:
    first: dict[tuple[str, str], int] = {}
    for line in lines:
        for column in ("code", "mailbox"):
            value = line.text(column).lower() if column == "mailbox" else line.text(column)
            seen = first.setdefault((column, value), line.number)
            if value and seen != line.number:
                raise line.fault("agencies.repeated", column, first=str(seen))


def _cells(agency: Agency) -> Iterable[str]:
    names = agency.certificate_names
    return (
        agency.code,
        agency.name,
        agency.mailbox,
        agency.superior_code,
        agency.kind.value,
        agency.abbreviation,
        _joined(agency.former_names),
        _joined(name.common_name for name in names),
        _joined(name.organisation for name in names),
        _joined(name.locality for name in names),
        _joined_days(name.valid_from for name in names),
        _joined_days(name.valid_to for name in names),
        _joined(agency.certificate_emails),
        _joined(agency.certificate_fingerprints),
        agency.phone,
        _told(agency.valid_from),
        _told(agency.valid_to),
    )


def _told(day: date | None) -> str:
    return day.isoformat() if day else ""


def _joined_days(days: Iterable[date | None]) -> str:
    told = [_told(day) for day in days]
    return _joined(told) if any(told) else ""


def _joined(values: Iterable[str]) -> str:
    return "; ".join(values)
