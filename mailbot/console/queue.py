"""Hồ sơ cần xử lý: the open cases by the working time that is left, searched as one types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.responses import Response

from mailbot.cases.state import CLOCK_STOPS_IN
from mailbot.console.clock_face import Remaining, short
from mailbot.console.listing import (
    ENDED,
    EVERYTHING,
    GROUPS,
    OTHER_NAMES,
    Wanted,
    found_among,
    of_group,
    wanted_from,
)
from mailbot.console.shelf import Card
from mailbot.console.visit import Visit
from mailbot.console.ways import READERS, Way
from mailbot.storage import staff, standings
from mailbot.storage.staff import Member
from mailbot.storage.standings import Standing

_MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A card with its clock, and who has it."""

    card: Card
    clock: Remaining
    holder: Member | None
    held: bool


@dataclass(frozen=True, slots=True)
class Tab:
    """A group of cases; `count` is None where nobody counts."""

    key: str
    name: str
    count: int | None


def show_queue(visit: Visit) -> Response:
    """Show the group of cases the address names, or the part of it that a search finds."""
    wanted, me = wanted_from(visit.query), visit.member.id
    with visit.house.database.reading() as connection:
        cases = standings.open_standings(connection)
        found = found_among(connection, cases, wanted, me)
        lines = _lines(visit, connection, found[:_MOST_SHOWN])
    return visit.page(
        "_lines.html" if visit.is_fragment else "queue.html",
        lines=lines,
        found=len(found),
        tabs=_tabs(cases, wanted, me),
        wanted=wanted,
        query=wanted.query,
        waiting=len(of_group(cases, "can", me)),
        next_due=_next_due(cases),
        may_handle=bool(visit.member.roles & _HANDLERS),
    )


_HANDLERS = frozenset({staff.Role.HANDLE, staff.Role.APPROVE})


def _lines(visit: Visit, connection: Connection, cases: Sequence[Standing]) -> list[Line]:
    cards = visit.office.shelf.cards(connection, cases)
    holders = staff.by_id(connection, {one.staff_id for one in cases if one.staff_id is not None})
    return [
        Line(card, visit.office.remaining(card.case, visit.now), _holder(holders, one), one.held)
        for one, card in zip(cases, cards, strict=True)
    ]


def _holder(holders: Mapping[int, Member], one: Standing) -> Member | None:
    return holders.get(one.staff_id) if one.staff_id is not None else None


def _tabs(cases: Sequence[Standing], wanted: Wanted, me: int) -> Sequence[Tab]:
    counted = [Tab(key, GROUPS[key][0], len(of_group(cases, key, me))) for key in GROUPS]
    others = [ENDED, EVERYTHING] if wanted.group == EVERYTHING else [ENDED]
    return [*counted, *(Tab(key, OTHER_NAMES[key], None) for key in others)]


def _next_due(cases: Sequence[Standing]) -> str:
    running = (one.due_at for one in cases if one.state not in CLOCK_STOPS_IN)
    due_at = next(running, None)
    return short(due_at) if due_at else ""


WAYS = (Way("GET", "/", show_queue, READERS),)
