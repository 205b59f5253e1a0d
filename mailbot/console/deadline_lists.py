"""The lists behind the figures of Thời hạn, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from mailbot.cases.report import Entry, Timing
from mailbot.console.clock_face import Remaining, short
from mailbot.console.deadline_board import LEVELS, Timed
from mailbot.console.deadlines import groups_of, lately, told
from mailbot.console.paging import Page, page_read
from mailbot.console.shelf import Card
from mailbot.console.visit import Visit
from mailbot.console.ways import READERS, Way
from mailbot.errors import BadInputError
from mailbot.storage import open_listing, registry_store
from mailbot.words import say

A_PAGE = 50
# The last part of an address, and the group's name: the level it holds, or how it is sorted.
GROUPS = {
    "qua-han": "late",
    "sap-den-han": "soon",
    "trong-han": "ok",
    "cho-bo-sung": "pause",
    "da-tra-loi": "answered",
    "thoi-gian": "by_time",
}


@dataclass(frozen=True, slots=True)
class Running:
    """An open case with its clock."""

    card: Card
    clock: Remaining


@dataclass(frozen=True, slots=True)
class Answered:
    """A case answered this month as the list shows it."""

    entry: Entry
    agency: str
    received: str
    due: str
    ended: str
    took: str
    late: bool


def show_group(visit: Visit) -> Response:
    """Show one page of the list behind one figure."""
    key = visit.path["group"]
    group = GROUPS.get(key)
    if group is None:
        raise BadInputError(say("page.no_list"))
    runs = group in LEVELS
    return visit.page(
        "deadline_group.html",
        key=key,
        title=say(f"board.group_{group}"),
        groups=[(one, say(f"board.group_{name}")) for one, name in GROUPS.items()],
        runs=runs,
        page=_running(visit, group) if runs else _answered(visit, by_time=group == "by_time"),
    )


def _running(visit: Visit, level: str) -> Page[Running]:
    group = groups_of(visit)[level]
    with visit.house.database.reading() as connection:

        def read(skip: int, most: int) -> Sequence[Running]:
            found = open_listing.page(connection, group, "", skip=skip, most=most)
            cards = visit.office.shelf.cards(connection, found)
            return [Running(card, visit.office.remaining(card.case, visit.now)) for card in cards]

        count = open_listing.count(connection, group, "")
        return page_read(count, read, visit.here, visit.query, A_PAGE)


def _answered(visit: Visit, *, by_time: bool) -> Page[Answered]:
    answered = lately(visit).answered
    order = sorted(answered, key=lambda one: one.took if by_time else one.ended_at, reverse=True)

    def read(skip: int, most: int) -> Sequence[Answered]:
        return _lines(visit, order[skip : skip + most])

    return page_read(len(order), read, visit.here, visit.query, A_PAGE)


def _lines(visit: Visit, shown: Sequence[Timed]) -> list[Answered]:
    with visit.house.database.reading() as connection:
        codes = {one.entry.agency_code for one in shown}
        names = registry_store.agency_names(connection, codes)
    unknown = say("office.agency_unknown")
    return [
        Answered(
            one.entry,
            names.get(one.entry.agency_code, unknown),
            short(one.entry.received_at),
            short(one.entry.due_at),
            short(one.ended_at),
            told(visit, one.took),
            one.entry.timing is Timing.LATE,
        )
        for one in shown
    ]


WAYS = (Way("GET", "/thoi-han/{group}", show_group, READERS),)
