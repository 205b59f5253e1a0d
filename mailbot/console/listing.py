"""A listing: one group of cases, narrowed by a search, in the order of the working time left.

The queue shows it, and a case opened from it knows its neighbours in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy import Connection

from mailbot.cases.fold import looks_like_an_id, words_of
from mailbot.cases.state import CLOCK_STOPS_IN, State
from mailbot.storage import case_search, standings
from mailbot.storage.standings import Standing

MOST_ENDED = 100
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

Belongs = Callable[[Standing, int], bool]


def _waits(one: Standing, _me: int) -> bool:
    return one.state is State.IN_REVIEW and not one.held


def _is_mine(one: Standing, me: int) -> bool:
    return _waits(one, me) and one.staff_id == me


def _is_nobodys(one: Standing, me: int) -> bool:
    return _waits(one, me) and one.staff_id is None


GROUPS: Mapping[str, tuple[str, Belongs]] = {
    "can": ("Cần xử lý", _waits),
    "toi": ("Của tôi", _is_mine),
    "chua": ("Chưa phân công", _is_nobodys),
    "bosung": ("Chờ bổ sung", lambda one, _: one.state is State.AWAITING_SUPPLEMENT),
    "ky": ("Chờ ký", lambda one, _: one.state is State.AWAITING_SIGNATURE),
    "gui": ("Chờ gửi", lambda one, _: one.held or one.state in _ON_ITS_WAY),
}
ENDED, EVERYTHING = "xong", "tat-ca"
OTHER_NAMES = {ENDED: "Đã trả lời", EVERYTHING: "Tất cả"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asked to see: a group and a search, `dropped` without words like an ID."""

    group: str
    query: str
    dropped: bool = False

    @property
    def address(self) -> str:
        """What is added to an address so that it leads back to this listing; nothing by default."""
        told = {"v": self.group if self.group != "can" else "", "q": self.query}
        query = urlencode({name: value for name, value in told.items() if value})
        return f"?{query}" if query else ""


def wanted_from(query: Mapping[str, str]) -> Wanted:
    """Return what an address asks for; a national ID is never searched for nor handed on."""
    group = query.get("v", "can")
    typed = query.get("q", "")
    kept = " ".join(
        word for word in typed.split() if not any(map(looks_like_an_id, words_of(word)))
    )
    known = group in GROUPS or group in OTHER_NAMES
    return Wanted(group if known else "can", kept, dropped=kept != " ".join(typed.split()))


def listed(connection: Connection, wanted: Wanted, me: int) -> Sequence[Standing]:
    """Return the cases of the group that the search finds, in their order."""
    if wanted.group == ENDED:
        return _ended(connection, wanted.query)
    return found_among(connection, standings.open_standings(connection), wanted, me)


def found_among(
    connection: Connection, still_open: Sequence[Standing], wanted: Wanted, me: int
) -> Sequence[Standing]:
    """Return the same; `still_open` are all open cases, read already."""
    if wanted.group == ENDED:
        return _ended(connection, wanted.query)
    belonging = in_order(of_group(still_open, wanted.group, me))
    found = _searched(connection, belonging, wanted.query)
    if wanted.group != EVERYTHING:
        return found
    return [*found, *_ended(connection, wanted.query)]


def of_group(cases: Sequence[Standing], group: str, me: int) -> Sequence[Standing]:
    """Return the open cases of this group, the next due first as they came."""
    if group not in GROUPS:
        return cases
    _, belongs = GROUPS[group]
    return [one for one in cases if belongs(one, me)]


def in_order(cases: Sequence[Standing]) -> Sequence[Standing]:
    """Return the cases with the least working time left first, those whose clock stands last.

    They come with what is due first in front: that has the least working time left, so nothing
    need be counted.
    """
    running = [one for one in cases if one.state not in CLOCK_STOPS_IN]
    return [*running, *(one for one in cases if one.state in CLOCK_STOPS_IN)]


def _searched(connection: Connection, cases: Sequence[Standing], query: str) -> Sequence[Standing]:
    if not words_of(query):
        return cases
    found = frozenset(case_search.find(connection, query, ended=False))
    return [one for one in cases if one.id in found]


def _ended(connection: Connection, query: str) -> Sequence[Standing]:
    if not words_of(query):
        return standings.ended_standings(connection, MOST_ENDED)
    found = case_search.find(connection, query, ended=True, most=MOST_ENDED)
    return standings.standings_of(connection, found)
