"""Hồ sơ cần xử lý: the open cases by the working time that is left, searched as one types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.responses import Response

from mailbot.console.clock_face import Remaining, short
from mailbot.console.listing import (
    ENDED,
    EVERYTHING,
    GROUPS,
    MOST_ENDED,
    Wanted,
    counted,
    listed,
    wanted_from,
)
from mailbot.console.shelf import Card
from mailbot.console.visit import Visit
from mailbot.console.ways import READERS, REVIEWERS, Way
from mailbot.storage import staff, standings
from mailbot.storage.staff import Member
from mailbot.storage.standings import Standing
from mailbot.words import say


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
    return _show(visit, wanted_from(visit.query), visit.query.get("trang", ""))


def search(visit: Visit) -> Response:
    """Lead to the list that a search finds, or show it while somebody types.

    What is typed is sent as a form: a national ID in an address would stay in the logs of proxies
    and in the browser's history. The list has an address, of the harmless words alone.
    """
    wanted = wanted_from({"v": visit.text("v"), "q": visit.text("q")})
    return _show(visit, wanted) if visit.is_fragment else visit.go(f"/{wanted.answered_at}")


def _show(visit: Visit, wanted: Wanted, at: str = "") -> Response:
    me = visit.member.id
    with visit.house.database.reading() as connection:
        page = listed(connection, wanted, me, at)
        facts: dict[str, object] = {
            "lines": _lines(visit, connection, page.items),
            "next_due": "" if page.found else _next_due(connection),
            "may_handle": bool(visit.member.roles & REVIEWERS),
        }
        if not visit.is_fragment:
            facts |= _heads(visit, connection, wanted)
    name = "_lines.html" if visit.is_fragment else "queue.html"
    return visit.page(
        name, page=page, wanted=wanted, query=wanted.query, most_ended=MOST_ENDED, **facts
    )


def _heads(visit: Visit, connection: Connection, wanted: Wanted) -> dict[str, object]:
    """Return what stands above the lines; a search as one types leaves it as it is."""
    count = counted(connection, visit.member.id)
    return {
        "searches_here": True,
        "tabs": _tabs(count, wanted),
        "waiting": count["can"],
    }


def _lines(visit: Visit, connection: Connection, cases: Sequence[Standing]) -> list[Line]:
    cards = visit.office.shelf.cards(connection, cases)
    holders = staff.by_id(connection, {one.staff_id for one in cases if one.staff_id is not None})
    return [
        Line(card, visit.office.remaining(card.case, visit.now), _holder(holders, one), one.held)
        for one, card in zip(cases, cards, strict=True)
    ]


def _holder(holders: Mapping[int, Member], one: Standing) -> Member | None:
    return holders.get(one.staff_id) if one.staff_id is not None else None


def _tabs(count: Mapping[str, int], wanted: Wanted) -> Sequence[Tab]:
    groups = [Tab(key, say(f"listing.{key}"), count[key]) for key in GROUPS]
    others = [ENDED, EVERYTHING] if wanted.group == EVERYTHING else [ENDED]
    return [*groups, *(Tab(key, say(f"listing.{key}"), None) for key in others)]


def _next_due(connection: Connection) -> str:
    due_at = standings.next_due(connection)
    return short(due_at) if due_at else ""


WAYS = (Way("GET", "/", show_queue, READERS), Way("POST", "/tim", search, READERS))
