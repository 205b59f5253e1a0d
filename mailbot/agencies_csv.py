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
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from mailbot.cases.agency import Agency, AgencyKind, CertificateName, Registry
from mailbot.cases.name import clean_text, name_key
from mailbot.errors import BadInputError
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
    "Thư điện tử chứng thư": "certificate_emails",
    "Vân tay chứng thư": "certificate_fingerprints",
    "Điện thoại": "phone",
    "Hiệu lực từ": "valid_from",
    "Hiệu lực đến": "valid_to",
}
_KINDS = {
    "": AgencyKind.STATE_AGENCY,
    "cơ quan nhà nước": AgencyKind.STATE_AGENCY,
    "đơn vị trực thuộc": AgencyKind.SUBORDINATE_UNIT,
    "khác": AgencyKind.OTHER,
} | {kind.value: kind for kind in AgencyKind}
_ADDRESS = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+")
_MAX_BYTES = 20_000_000


def read_agencies(data: bytes, origin: str, words: Words | None = None) -> Registry:
    """Return the registry the file describes; BadInputError names line and column.

    Args:
        origin: the file's name, for the error message.
    """
    sheet = _Sheet(origin, words or load_words())
    rows = _rows(_text(data, sheet), sheet)
    agencies = tuple(_agency(_Cells(sheet, line, cells)) for line, cells in rows)
    _check_unique(agencies, [line for line, _ in rows], sheet)
    return Registry(agencies)


def write_agencies(registry: Registry) -> bytes:
    """Return the registry as CSV that `read_agencies` reads back: UTF-8 with a byte order mark,
    commas, CRLF, so that spreadsheet programs show Vietnamese right.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_cells(agency) for agency in registry.agencies)
    return out.getvalue().encode("utf-8-sig")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The file, for saying what is wrong with it."""

    origin: str
    words: Words

    def fault(self, code: str, **fields: object) -> BadInputError:
        texts = {name: str(value) for name, value in fields.items()}
        return BadInputError(self.words.say(f"agencies.{code}", file=self.origin, **texts))


@dataclass(frozen=True, slots=True)
class _Cells:
    """One line's cells by column, with errors that say where they stand."""

    sheet: _Sheet
    line: int
    cells: Mapping[str, str]

    def fault(self, code: str, column: str, **fields: object) -> BadInputError:
        return self.sheet.fault(code, line=self.line, column=column, **fields)

    def text(self, column: str) -> str:
        return clean_text(self.cells.get(column, ""))

    def required(self, column: str) -> str:
        value = self.text(column)
        if not value:
            raise self.fault("empty", column)
        return value

    def many(self, column: str) -> tuple[str, ...]:
        return tuple(clean_text(part) for part in self.text(column).split(";") if part.strip())

    def address(self, column: str, value: str) -> str:
        if value and not _ADDRESS.fullmatch(value.lower()):
            raise self.fault("no_address", column, value=value)
        return value.lower()

    def day(self, column: str) -> date | None:
        value = self.text(column)
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                return datetime.strptime(value, form).date() if value else None  # noqa: DTZ007
            except ValueError:
                continue
        raise self.fault("no_date", column, value=value)


def _text(data: bytes, sheet: _Sheet) -> str:
    if len(data) > _MAX_BYTES:
        raise sheet.fault("too_large", limit=_MAX_BYTES // 1_000_000)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise sheet.fault("not_utf8") from error
    if "\0" in text:
        raise sheet.fault("not_csv")
    return unicodedata.normalize("NFC", text)


def _rows(text: str, sheet: _Sheet) -> list[tuple[int, dict[str, str]]]:
    """Return (line number, cells by column) of every line that is not empty."""
    head_line = text.partition("\n")[0]
    separator = max(",;\t", key=head_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        columns = _columns(next(reader, []), sheet)
        return [
            (reader.line_num, _by_column(columns, cells, sheet, reader.line_num))
            for cells in reader
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error as error:
        raise sheet.fault("unreadable", line=reader.line_num, fault=error) from error


def _columns(head: list[str], sheet: _Sheet) -> list[str]:
    known = {name_key(name): column for name, column in VIETNAMESE_COLUMNS.items()}
    known |= {name_key(column): column for column in COLUMNS}
    columns: list[str] = []
    for name in map(clean_text, head):
        column = known.get(name_key(name), "")
        if name and not column:
            raise sheet.fault("unknown_column", name=name, known=", ".join(COLUMNS))
        if column and column in columns:
            raise sheet.fault("repeated_column", name=name)
        columns.append(column)
    missing = [column for column in _REQUIRED if column not in columns]
    if missing:
        raise sheet.fault("missing_column", missing=", ".join(missing))
    return columns


def _by_column(columns: list[str], cells: list[str], sheet: _Sheet, line: int) -> dict[str, str]:
    if any(cell.strip() for cell in cells[len(columns) :]):
        raise sheet.fault("too_many_cells", line=line, count=len(cells), expected=len(columns))
    return dict(zip(columns, cells, strict=False))


def _agency(cells: _Cells) -> Agency:
    return Agency(
        code=cells.required("code"),
        name=cells.required("name"),
        mailbox=cells.address("mailbox", cells.text("mailbox")),
        superior_code=cells.text("superior_code"),
        kind=_kind(cells),
        abbreviation=cells.text("abbreviation"),
        former_names=cells.many("former_names"),
        certificate_names=_certificate_names(cells),
        certificate_emails=tuple(
            cells.address("certificate_emails", email) for email in cells.many("certificate_emails")
        ),
        certificate_fingerprints=tuple(
            _fingerprint(cells, value) for value in cells.many("certificate_fingerprints")
        ),
        phone=cells.text("phone"),
        valid_from=cells.day("valid_from"),
        valid_to=cells.day("valid_to"),
    )


def _kind(cells: _Cells) -> AgencyKind:
    value = cells.text("kind").lower()
    if value not in _KINDS:
        raise cells.fault("no_kind", "kind", value=value, known=", ".join(AgencyKind))
    return _KINDS[value]


def _certificate_names(cells: _Cells) -> tuple[CertificateName, ...]:
    names = cells.many("certificate_common_name")
    others = []
    for column in ("certificate_organisation", "certificate_locality"):
        values = cells.many(column)
        if len(values) != len(names):
            raise cells.fault("uneven", column, count=len(values), expected=len(names))
        others.append(values)
    return tuple(CertificateName(*three) for three in zip(names, *others, strict=True))


def _fingerprint(cells: _Cells, value: str) -> str:
    plain = re.sub(r"[:\s]", "", value).lower()
    if not re.fullmatch(r"[0-9a-f]{64}", plain):
        raise cells.fault("no_fingerprint", "certificate_fingerprints", value=value)
    return plain


def _check_unique(agencies: tuple[Agency, ...], lines: list[int], sheet: _Sheet) -> None:
    first: dict[tuple[str, str], int] = {}
    for agency, line in zip(agencies, lines, strict=True):
        for column, value in (("code", agency.code), ("mailbox", agency.mailbox)):
            seen = first.setdefault((column, value), line)
            if value and seen != line:
                raise sheet.fault("repeated", line=line, column=column, value=value, first=seen)


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
        _joined(agency.certificate_emails),
        _joined(agency.certificate_fingerprints),
        agency.phone,
        agency.valid_from.isoformat() if agency.valid_from else "",
        agency.valid_to.isoformat() if agency.valid_to else "",
    )


def _joined(values: Iterable[str]) -> str:
    return "; ".join(values)
