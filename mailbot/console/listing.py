"""A listing: one group of cases, narrowed by a search, in the order of the working time left.

The queue shows it, and a case opened from it knows its neighbours in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy import Connection, or_

from mailbot.cases.fold import harmless_words, words_of
from mailbot.cases.state import State
from mailbot.console.narrowing import DROPPED
from mailbot.console.paging import Page, page_read
from mailbot.storage import case_search, open_listing, standings
from mailbot.storage.open_listing import Group, in_states
from mailbot.storage.standings import Standing

MOST_ENDED = 100
A_PAGE = 50
_ON_ITS_WAY = frozenset(
    {
        State.AWAITING_AUTHORITY,
        State.ACCEPTED,
        State.AWAITING_HANDS,
        State.PROVISIONED,
        State.REFUSED,
        State.SUPPLEMENT_ASKED,
        State.SIGNED,
    }
)

GROUPS: Mapping[str, Callable[[int], Group]] = {
    "can": lambda _: open_listing.WAITING,
    "toi": open_listing.claimed_by,
    "chua": lambda _: open_listing.UNCLAIMED,
    "bosung": lambda _: in_states({State.AWAITING_SUPPLEMENT}),
    "ky": lambda _: in_states({State.AWAITING_SIGNATURE}),
    "gui": lambda _: or_(open_listing.HELD, in_states(_ON_ITS_WAY)),
}
ENDED, EVERYTHING = "xong", "tat-ca"
OTHERS = (ENDED, EVERYTHING)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asked to see: a group and a search, `dropped` without words like an ID."""

    group: str
    query: str
    dropped: bool = False

    @property
    def address(self) -> str:
        """What is added to an address so that it leads back to this listing; nothing by default."""
        return _address({"v": self.group if self.group != "can" else "", "q": self.query})

    @property
    def answered_at(self) -> str:
        """The same of the list that answers the search: it says that words were dropped."""
        dropped = "1" if self.dropped else ""
        return _address({"v": self.group, "q": self.query, DROPPED: dropped})


def _address(told: Mapping[str, str]) -> str:
    query = urlencode({name: value for name, value in told.items() if value})
    return f"?{query}" if query else ""


def wanted_from(query: Mapping[str, str]) -> Wanted:
    """Return what an address asks for; a national ID is never searched for nor handed on."""
    group = query.get("v", "can")
    typed = query.get("q", "")
    kept = harmless_words(typed)
    known = group in GROUPS or group in OTHERS
    dropped = kept != " ".join(typed.split()) or query.get(DROPPED) == "1"
    return Wanted(group if known else "can", kept, dropped)


def listed(connection: Connection, wanted: Wanted, me: int, at: str = "") -> Page[Standing]:
    """Return one page of the cases of the group that the search finds, in their order: those with
    the least working time left first, those whose clock stands last, the finished after them.
    """
    group = _group(wanted, me)
    still_open = open_listing.count(connection, group, wanted.query) if group is not None else 0
    ended = _ended(connection, wanted)

    def read(skip: int, most: int) -> Sequence[Standing]:
        if group is None or skip >= still_open:
            return ended[skip - still_open :][:most]
        found = open_listing.page(connection, group, wanted.query, skip=skip, most=most)
        return [*found, *ended[: most - len(found)]]

    query = {"v": wanted.group, "q": wanted.query, "trang": at}
    return page_read(still_open + len(ended), read, "/", query, A_PAGE)


def numbers(connection: Connection, wanted: Wanted, me: int) -> Sequence[str]:
    """Return the numbers of all these cases, in the same order."""
    group = _group(wanted, me)
    still_open = open_listing.numbers(connection, group, wanted.query) if group is not None else []
    return [*still_open, *(one.number for one in _ended(connection, wanted))]


def counted(connection: Connection, me: int) -> Mapping[str, int]:
    """Return how many open cases stand in each group."""
    return open_listing.counts(connection, {key: of(me) for key, of in GROUPS.items()})


def _group(wanted: Wanted, me: int) -> Group | None:
    """Return the group among the open cases, or None where only finished ones are asked for."""
    if wanted.group == ENDED:
        return None
    return GROUPS[wanted.group](me) if wanted.group in GROUPS else open_listing.ALL_OPEN


def _ended(connection: Connection, wanted: Wanted) -> Sequence[Standing]:
    """Return the newest of the finished cases so found, where they are asked for."""
    if wanted.group not in OTHERS:
        return ()
    if not words_of(wanted.query):
        return standings.ended_standings(connection, MOST_ENDED)
    found = case_search.find_ended(connection, wanted.query, MOST_ENDED)
    return standings.standings_of(connection, found)
