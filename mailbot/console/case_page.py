"""Hồ sơ: the signed paper on the left; what speaks against it, and the rows, on the right."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from sqlalchemy import Connection
from starlette.responses import Response

from mailbot.cases.case import Case
from mailbot.cases.finding import Place
from mailbot.cases.row import Row
from mailbot.cases.state import State
from mailbot.clock import local
from mailbot.console.clock_face import short
from mailbot.console.flags import Flag
from mailbot.console.paper import Paper, crop, papers_of
from mailbot.console.queue import in_order
from mailbot.console.shelf import Card, card_of
from mailbot.console.visit import Visit
from mailbot.console.ways import READERS, Way
from mailbot.errors import BadInputError, MailbotError, SandboxError
from mailbot.provisioning.provision import plan_case
from mailbot.storage import history, messages, registry_store
from mailbot.storage.staff import Role

_CELLS = ("national_id", "phone", "email")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row: its text, and the flag that speaks of it, if any."""

    text: str
    flag: Flag | None


@dataclass(frozen=True, slots=True)
class RowView:
    """A row as the page shows it; `n` counts from 1."""

    n: int
    row: Row
    place: Place | None
    cells: tuple[Cell, ...]
    planned: str


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the case's story."""

    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The cases before and after this one in the queue, and where in it this one stands."""

    before: str
    after: str
    position: int
    total: int


def show_case(visit: Visit) -> Response:
    """Show one case whole; the reading of its national IDs is written into its story."""
    with visit.house.database.transaction() as connection:
        case = visit.case(connection)
        visit.note_reading(connection, case)
        registry = registry_store.load_registry(connection)
        card = card_of(case, registry, visit.house.words)
        rows = _rows(visit, connection, case, card)
        told = _story(visit, connection, case)
        neighbours = _neighbours(visit, connection, case)
    papers = _papers_or_none(visit, case)
    return visit.page(
        "case.html",
        card=card,
        case=case,
        clock=visit.office.remaining(case, visit.now),
        received=short(case.arrived_at),
        rows=rows,
        papers=[paper.name for paper in papers],
        told=told,
        neighbours=neighbours,
        blockers=len(case.blockers()),
        may_decide=Role.APPROVE in visit.member.roles and case.state is State.IN_REVIEW,
        state=visit.house.words.say(f"case.state_{case.state}"),
        tab="can",
    )


def send_paper(visit: Visit) -> Response:
    """Send a paper byte for byte; it is never opened by the browser itself."""
    with visit.house.database.transaction() as connection:
        case = visit.case(connection)
        visit.note_reading(connection, case)
    paper = _paper(visit, case, visit.path["n"])
    name = f"attachment; filename*=UTF-8''{quote(paper.name)}"
    headers = {"content-disposition": name, "cache-control": "private, no-store"}
    return Response(paper.data, media_type="application/pdf", headers=headers)


def send_crop(visit: Visit) -> Response:
    """Send the picture of the place a flag points at."""
    with visit.house.database.transaction() as connection:
        case = visit.case(connection)
        visit.note_reading(connection, case)
        registry = registry_store.load_registry(connection)
        flags = card_of(case, registry, visit.house.words).flags
    flag = next((one for one in flags if str(one.n) == visit.path["n"]), None)
    if flag is None or not flag.box or flag.place is None:
        raise BadInputError("Cảnh báo này không có chỗ trên giấy.")
    paper = next((one for one in papers(visit, case) if one.name == flag.place.file), None)
    assert flag.place.page is not None
    assert flag.place.box is not None
    if paper is None:
        raise BadInputError("Không còn tệp này trong hồ sơ.")
    drawn = visit.house.sandbox.run(crop, paper.data, flag.place.page, flag.place.box)
    headers = {"cache-control": "private, max-age=600"}
    return Response(drawn, media_type="image/png", headers=headers)


def papers(visit: Visit, case: Case) -> tuple[Paper, ...]:
    """Return the PDFs of all mails of the case; of two with one name, the newer."""
    house = visit.house
    with house.database.transaction() as connection:
        mails = messages.of_case(connection, case.id)
    found: dict[str, Paper] = {}
    for mail in mails:
        for paper in house.sandbox.run(papers_of, house.archive.get(mail.raw_sha)):
            found[paper.name] = paper
    return tuple(found.values())


def _papers_or_none(visit: Visit, case: Case) -> tuple[Paper, ...]:
    """Return the papers; where the archive or the reader fails, the page says so without them."""
    try:
        return papers(visit, case)
    except (SandboxError, MailbotError):
        return ()


def _paper(visit: Visit, case: Case, n: str) -> Paper:
    found = papers(visit, case)
    if not n.isdigit() or not 0 <= int(n) < len(found):
        raise BadInputError("Không có tệp này trong hồ sơ.")
    return found[int(n)]


def _rows(visit: Visit, connection: Connection, case: Case, card: Card) -> list[RowView]:
    planned = _planned(visit, connection, case)
    return [
        RowView(
            n,
            row,
            row.place,
            tuple(Cell(getattr(row, name), _flag_of(card, n, name)) for name in _CELLS),
            planned.get(n, ""),
        )
        for n, row in enumerate(case.rows, 1)
    ]


def _flag_of(card: Card, row: int, column: str) -> Flag | None:
    return next((f for f in card.flags if (f.row, f.column) == (row, column)), None)


def _planned(visit: Visit, connection: Connection, case: Case) -> dict[int, str]:
    """Return the addresses that would be made now, by row."""
    house = visit.house
    if case.state is not State.IN_REVIEW or not case.agency_code:
        return {}
    try:
        plan = plan_case(connection, case, house.address_rule, house.own_addresses)
    except MailbotError:
        return {}
    return {effect.row + 1: effect.address for effect in plan.effects}


def _story(visit: Visit, connection: Connection, case: Case) -> list[Told]:
    words = visit.house.words
    told = []
    for event in reversed(history.of_case(connection, case.id)):
        detail = dict(event.detail)
        if "kind" in detail:
            detail["kind"] = words.say(f"case.kind_{detail['kind']}")
        text = words.say(f"history.{event.what}", who=event.who, **detail).strip()
        told.append(Told(f"{local(event.at):%d/%m %H:%M}", text))
    return told


def _neighbours(visit: Visit, connection: Connection, case: Case) -> Neighbours:
    cards = visit.office.shelf.open_cards(connection)
    same = (card for card in cards if card.case.state is State.IN_REVIEW)
    numbers = [card.case.number for card in in_order(same)]
    if case.number not in numbers:
        return Neighbours("", "", 0, len(numbers))
    at = numbers.index(case.number)
    before = numbers[at - 1] if at else ""
    after = numbers[at + 1] if at + 1 < len(numbers) else ""
    return Neighbours(before, after, at + 1, len(numbers))


WAYS = (
    Way("GET", "/ho-so/{number}", show_case, READERS),
    Way("GET", "/ho-so/{number}/tep/{n}", send_paper, READERS),
    Way("GET", "/ho-so/{number}/cat/{n}.png", send_crop, READERS),
)
