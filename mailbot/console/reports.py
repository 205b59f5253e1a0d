"""Báo cáo: counts of a period on the screen, on paper and as a workbook; the register of cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from starlette.responses import Response

from mailbot.cases.case import Channel, LetterFacts
from mailbot.cases.period import Period, PeriodError
from mailbot.cases.report import Entry, Filters, Tally
from mailbot.clock import day_time, local_date
from mailbot.console.bars import WIDE, Pair, columns
from mailbot.console.clock_face import on_day
from mailbot.console.narrowing import Narrowing
from mailbot.console.paging import page_read
from mailbot.console.report_view import (
    COLUMNS,
    KINDS,
    NO_AGENCY,
    NO_PROCEDURE,
    OUTCOMES,
    Report,
    neighbours,
    parts,
    period_of,
    report,
    told,
)
from mailbot.console.typed_day import asked_day
from mailbot.console.visit import Visit
from mailbot.console.ways import READERS, Way
from mailbot.console.xlsx import Cell, Sheet, download, workbook
from mailbot.errors import BadInputError
from mailbot.storage import history, registry_store
from mailbot.storage.report_counts import bars_of, counts_of
from mailbot.storage.report_entries import Desk, entries_in
from mailbot.words import say

PROCEDURES = ("new", "reset", "both", "change", "cancel", "none")
PAGE = 100
PATH = "/bao-cao"
FIELDS = ("thu-tuc", "kenh", "co-quan", "ket-qua")
_NARROWING = Narrowing(PATH, typed=("ngay", "den"), chosen=("ky", *FIELDS))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    kind: str
    period: Period
    chosen: Mapping[str, str]  # by field; empty is everything

    def address(self, path: str = PATH, **different: str) -> str:
        """Return the address of this report, with something else in it."""
        values = {
            "ky": self.kind,
            "ngay": self.period.first.isoformat(),
            "den": self.period.last.isoformat() if self.kind == "khoang" else "",
            **self.chosen,
        } | different
        return f"{path}?{urlencode({name: value for name, value in values.items() if value})}"

    @property
    def filters(self) -> Filters:
        """What is looked at."""
        procedure, channel, agency, outcome = (self.chosen[name] or None for name in FIELDS)
        return Filters(
            "" if procedure == NO_PROCEDURE else procedure,
            channel,
            "" if agency == NO_AGENCY else agency,
            outcome,
        )


@dataclass(frozen=True, slots=True)
class Registered:
    """One line of the register (Thông tư 03/2025/TT-VPCP, Phụ lục I, Mẫu số 07)."""

    n: int
    number: str
    letter: str
    letter_date: str
    procedure: str
    agency: str
    contact: str
    received: str
    due: str
    ended: str
    channel: str
    note: str


def show_report(visit: Visit) -> Response:
    """Show the report."""
    asked = _asked(visit)
    found, names = _report(visit, asked)
    before, after = neighbours(asked.period)
    today = local_date(visit.now)
    return visit.page(
        "reports.html",
        asked=asked,
        dropped=_NARROWING.read(visit.query).dropped,
        report=found,
        kinds=[(one, say(f"report.kind_{one}")) for one in KINDS],
        told=told(asked.kind, asked.period),
        columns=_columns_for_paper()[:-1],
        chart=columns(_pairs(visit, asked), WIDE),
        before=before.isoformat(),
        after=after.isoformat() if after <= today else "",
        choices=_choices(names),
        made_at=on_day(visit.now),
        unfinished=asked.period.last >= today,
    )


def show_register(visit: Visit) -> Response:
    """Show the register of the period's cases, page by page."""
    asked = _asked(visit)
    with visit.house.database.reading() as connection:
        desk = Desk(connection, asked.period, asked.filters)

        def read(skip: int, most: int) -> Sequence[Registered]:
            return _register(visit, desk.page(skip, most), skip + 1)

        page = page_read(desk.count(), read, visit.here, visit.query, PAGE)
    return visit.page("register.html", asked=asked, told=told(asked.kind, asked.period), page=page)


def send_workbook(visit: Visit) -> Response:
    """Send the report with the register as a workbook; the export is written into the history."""
    asked = _asked(visit)
    found, _ = _report(visit, asked)
    name = told(asked.kind, asked.period)
    entries = entries_in(visit.house.database, asked.period, asked.filters)
    data = workbook([*_sheets(found, name), _register_sheet(_register(visit, entries), name)])
    with visit.house.database.transaction() as connection:
        history.write(
            connection, visit.now, None, "report_exported", visit.member.display_name, period=name
        )
    return download(data, say("report.file_name", name=name))


def _asked(visit: Visit) -> Asked:
    query, today = _NARROWING.read(visit.query).asked, local_date(visit.now)
    kind = query.get("ky", "thang")
    if kind not in KINDS:
        raise BadInputError(say("report.no_kind"))
    first = _day(query.get("ngay", "")) or today
    try:
        period = period_of(kind, first, _day(query.get("den", "")))
    except PeriodError as error:
        raise BadInputError(say("report.bad_period")) from error
    return Asked(kind, period, {name: query.get(name, "") for name in FIELDS})


def _day(text: str) -> date | None:
    return asked_day(text) if text else None


def _report(visit: Visit, asked: Asked) -> tuple[Report, dict[str, str]]:
    database, filters = visit.house.database, asked.filters
    counts = counts_of(database, asked.period, visit.now, filters)
    with database.reading() as connection:
        registry = registry_store.load_registry(connection)
    names = {agency.code: agency.name for agency in registry.agencies}
    return report(counts, names), names


def _pairs(visit: Visit, asked: Asked) -> list[Pair]:
    """Return what came in and was answered, part by part of the period."""
    named = parts(asked.period)
    bars = bars_of(visit.house.database, [part for _, part in named], asked.filters)
    return [Pair(name, *bar) for (name, _), bar in zip(named, bars, strict=True)]


def _choices(names: dict[str, str]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return the fields of the filter with what may be chosen."""
    agencies = sorted(names.items(), key=lambda one: one[1])
    return [
        (
            "thu-tuc",
            say("report.procedure"),
            [(one, say(f"case.procedure_{one}")) for one in PROCEDURES],
        ),
        ("kenh", say("report.channel"), [(one, say(f"case.channel_{one}")) for one in Channel]),
        (
            "ket-qua",
            say("report.outcome"),
            [(one, say(f"office.outcome_{one}")) for one in OUTCOMES],
        ),
        ("co-quan", say("report.agency"), agencies),
    ]


def _register(visit: Visit, entries: Sequence[Entry], first: int = 1) -> list[Registered]:
    """Return the lines of these entries, numbered from `first`."""
    letters = _letters(visit, entries)
    with visit.house.database.reading() as connection:
        codes = {entry.agency_code for entry in entries}
        agencies = registry_store.agencies_with(connection, codes)
    lines = []
    for n, entry in enumerate(entries, first):
        letter = letters.get(entry.id, LetterFacts())
        agency = agencies.get(entry.agency_code)
        contact = ", ".join(t for t in (agency.mailbox, agency.phone) if t) if agency else ""
        lines.append(
            Registered(
                n=n,
                number=entry.number,
                letter=letter.number,
                letter_date=f"{letter.dated_on:%d/%m/%Y}" if letter.dated_on else "",
                procedure=say(f"case.procedure_{entry.procedure or 'none'}"),
                agency=agency.name if agency else say("office.agency_unknown"),
                contact=contact,
                received=day_time(entry.received_at),
                due=day_time(entry.due_at),
                ended=day_time(entry.ended_at) if entry.ended_at else "",
                channel=say(f"case.channel_{entry.channel}"),
                note=_note(entry),
            )
        )
    return lines


def _letters(visit: Visit, entries: Sequence[Entry]) -> Mapping[int, LetterFacts]:
    """Return the letters of these cases, read in portions: no transaction is held long."""
    told: dict[int, LetterFacts] = {}
    for at in range(0, len(entries), PAGE):
        ids = [entry.id for entry in entries[at : at + PAGE]]
        with visit.house.database.reading() as connection:
            told |= visit.house.cases.letters_of(connection, ids)
    return told


def _note(entry: Entry) -> str:
    parts = [say(f"office.outcome_{entry.outcome}")]
    if entry.waits:
        parts = [say("office.waits")]
    if entry.timing is not None:
        parts.append(say(f"office.timing_{entry.timing}"))
    if entry.supplements:
        parts.append(say("office.supplements_asked", count=str(len(entry.supplements))))
    return "; ".join(parts)


def _sheets(found: Report, name: str) -> list[Sheet]:
    heads = [head for _, head in _columns_for_paper()]
    whole: list[Cell] = [say("report.everything"), *_cells(found.whole)]
    sheets = [
        Sheet(say("report.sheet_whole"), say("report.title", name=name), ["", *heads], [whole])
    ]
    for table in found.tables:
        lines = [[line.name, *_cells(line.tally)] for line in table.lines]
        sheets.append(
            Sheet(table.title, f"{table.title}, {name}", [table.head, *heads], [*lines, whole])
        )
    return sheets


def _columns_for_paper() -> list[tuple[str, str]]:
    """Return the columns with heads that stand alone: `Đã giải quyết: quá hạn`."""
    solved, still_open = ("early", "on_day", "late"), ("open_in_time", "open_late", "open_waiting")
    groups = dict.fromkeys(solved, "solved") | dict.fromkeys(still_open, "open")
    heads = [(key, _head(key, groups.get(key, ""))) for key in COLUMNS]
    return [*heads, ("share", say("report.column_share"))]


def _head(column: str, group: str) -> str:
    head = say(f"report.column_{column}")
    return say(f"report.group_{group}", column=head.lower()) if group else head


def _cells(tally: Tally) -> list[Cell]:
    share = tally.in_time_share
    counts: list[Cell] = [getattr(tally, key) for key in COLUMNS]
    return [*counts, None if share is None else round(100 * share, 1)]


def _register_sheet(lines: list[Registered], name: str) -> Sheet:
    head = (
        say("report.register_n"),
        say("report.register_number"),
        say("report.register_letter"),
        say("report.register_letter_date"),
        say("report.register_procedure"),
        say("report.register_count"),
        say("report.register_agency"),
        say("report.register_contact"),
        say("report.register_received"),
        say("report.register_due"),
        say("report.register_ended"),
        say("report.register_channel"),
        say("report.register_note"),
    )
    told_lines: list[list[Cell]] = [
        [
            one.n,
            one.number,
            one.letter,
            one.letter_date,
            one.procedure,
            1,
            one.agency,
            one.contact,
            one.received,
            one.due,
            one.ended,
            one.channel,
            one.note,
        ]
        for one in lines
    ]
    return Sheet(say("report.register"), say("report.register_title", name=name), head, told_lines)


WAYS = (
    Way("GET", PATH, show_report, READERS),
    Way("POST", PATH, _NARROWING.lead, READERS),
    Way("GET", f"{PATH}/so-theo-doi", show_register, READERS),
    Way("GET", f"{PATH}/tai-ve.xlsx", send_workbook, READERS),
)
