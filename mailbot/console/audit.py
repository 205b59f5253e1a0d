"""Nhật ký: the hash-chained history, searched and exported; whether the chain holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from starlette.responses import Response

from mailbot.cases.period import Period, PeriodError
from mailbot.cases.typed_number import read_number
from mailbot.clock import day_time, local, local_date
from mailbot.console.narrowing import Narrowed, Narrowing
from mailbot.console.typed_day import read_day
from mailbot.console.visit import Visit
from mailbot.console.ways import AUDITORS, Way
from mailbot.console.xlsx import Cell, Sheet, download, workbook
from mailbot.errors import BadInputError
from mailbot.storage import history, history_search, observations
from mailbot.storage.history_search import Found, Wanted
from mailbot.storage.observations import Observation
from mailbot.words import say

PATH = "/nhat-ky"
CHAIN = "history_chain"
_NARROWING = Narrowing(PATH, typed=("ho-so", "tu", "den"), chosen=("nguoi", "viec"))
_LONG_AGO = date(2015, 1, 1)
_EXPORTED_AT_ONCE = 500
MOST_EXPORTED = 100_000
HEADS = ("number", "at", "case", "who", "deed", "text", "link")


@dataclass(frozen=True, slots=True)
class Told:
    """One line as people read it."""

    n: int
    at: str
    case_number: str
    who: str
    deed: str
    text: str
    link: str


def show_audit(visit: Visit) -> Response:
    """Show one page of the lines that fit."""
    narrowed = _NARROWING.read(visit.query)
    wanted = _wanted(narrowed.asked, visit.now)
    with visit.house.database.reading() as connection:
        found = history_search.search(connection, wanted, history_search.PAGE + 1)
        people = history_search.people(connection)
        deeds = history_search.deeds(connection)
        chain = _chain(observations.latest(connection))
        lines, head = history.head(connection)
    shown = found[: history_search.PAGE]
    return visit.page(
        "audit.html",
        told=[_told(visit, one) for one in shown],
        wanted=wanted,
        asked=narrowed.asked,
        dropped=narrowed.dropped,
        older=_address(narrowed, str(shown[-1].line.id)) if len(found) > len(shown) else "",
        newest=_address(narrowed) if wanted.before is not None else "",
        export=_address(narrowed).replace(PATH, f"{PATH}/tai-ve.xlsx", 1),
        people=people,
        deeds=sorted(((one, _deed(visit, one)) for one in deeds), key=lambda pair: pair[1]),
        chain=chain,
        chain_seen=day_time(chain.seen_at) if chain else "",
        lines=lines,
        head=head,
        is_narrowed=wanted != Wanted(before=wanted.before),
    )


def send_workbook(visit: Visit) -> Response:
    """Send all lines that fit as a workbook; the export is written into the history."""
    wanted = _wanted(_NARROWING.read(visit.query).asked, visit.now)
    lines = [_told(visit, one) for one in _all(visit, wanted)]
    head = [say(f"audit.head_{name}") for name in HEADS]
    cells: list[list[Cell]] = [
        [one.n, one.at, one.case_number, one.who, one.deed, one.text, one.link] for one in lines
    ]
    with visit.house.database.transaction() as connection:
        who, count = visit.member.display_name, str(len(lines))
        history.write(connection, visit.now, None, "history_exported", who, lines=count)
    sheet = Sheet(
        say("audit.sheet"),
        say("audit.sheet_title", at=day_time(visit.now)),
        head,
        cells,
    )
    return download(workbook([sheet]), say("audit.file_name"))


def _all(visit: Visit, wanted: Wanted) -> Iterator[Found]:
    """Yield every line that fits, a short transaction for each portion."""
    left = MOST_EXPORTED
    while left > 0:
        with visit.house.database.reading() as connection:
            found = history_search.search(connection, wanted, min(left, _EXPORTED_AT_ONCE))
        yield from found
        if len(found) < _EXPORTED_AT_ONCE:
            return
        left -= len(found)
        wanted = replace(wanted, before=found[-1].line.id)


def _wanted(query: Mapping[str, str], now: datetime) -> Wanted:
    return Wanted(
        case_number=query.get("ho-so", "").strip(),
        who=query.get("nguoi", ""),
        what=query.get("viec", ""),
        period=_period(query, now),
        before=read_number(query.get("truoc", "")),
    )


def _period(query: Mapping[str, str], now: datetime) -> Period | None:
    first, last = query.get("tu", ""), query.get("den", "")
    if not (first or last):
        return None
    try:
        until = read_day(last) if last else local_date(now)
        since = read_day(first) if first else max(_LONG_AGO, until.replace(day=1))
        return Period(since, until)
    except (PeriodError, ValueError) as error:
        raise BadInputError(say("audit.bad_period")) from error


def _chain(seen: tuple[Observation, ...]) -> Observation | None:
    """Return the newest verification of the chain, whichever host made it."""
    found = [one for one in seen if one.code == CHAIN]
    return max(found, key=lambda one: one.seen_at, default=None)


def _told(visit: Visit, found: Found) -> Told:
    line = found.line
    return Told(
        line.id,
        f"{local(line.at):%H:%M:%S %d/%m/%Y}",
        found.case_number,
        line.who,
        _deed(visit, line.what),
        _text(visit, found),
        found.link,
    )


def _text(visit: Visit, found: Found) -> str:
    words, line = visit.house.words, found.line
    detail = {name: value for name, value in line.detail.items() if name != "who"}
    kind = f"case.kind_{detail.get('kind', '')}"
    if kind in words.texts:
        detail["kind"] = words.say(kind)
    state = f"history.{line.what}_{detail.get('state', '')}"
    code = state if state in words.texts else f"history.{line.what}"
    if code not in words.texts:
        return line.what
    return words.say(code, who=line.who, **detail).strip()


def _deed(visit: Visit, what: str) -> str:
    texts = visit.house.words.texts
    return texts.get(f"deed.{what}", what)


def _address(narrowed: Narrowed, before: str = "") -> str:
    """Return the address of the lines so narrowed, of those before a line where one is named."""
    return _NARROWING.address(Narrowed({**narrowed.asked, "truoc": before}, dropped=False))


WAYS = (
    Way("GET", PATH, show_audit, AUDITORS),
    Way("POST", PATH, _NARROWING.lead, AUDITORS),
    Way("GET", f"{PATH}/tai-ve.xlsx", send_workbook, AUDITORS),
)
