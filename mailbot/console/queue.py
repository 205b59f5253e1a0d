"""Hồ sơ cần xử lý: the open cases by the working time that is left, searched as one types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from mailbot.cases.state import CLOCK_STOPS_IN, OPEN_STATES, State
from mailbot.console.clock_face import Remaining
from mailbot.console.fold import matches
from mailbot.console.shelf import Card
from mailbot.console.visit import Visit
from mailbot.console.ways import READERS, Way

TABS: tuple[tuple[str, str, frozenset[State]], ...] = (
    ("can", "Cần xử lý", frozenset({State.IN_REVIEW})),
    ("ky", "Chờ ký", frozenset({State.AWAITING_SIGNATURE})),
    (
        "lam",
        "Đang thực hiện",
        frozenset(
            {
                State.AWAITING_AUTHORITY,
                State.ACCEPTED,
                State.AWAITING_HANDS,
                State.PROVISIONED,
                State.REFUSED,
                State.SUPPLEMENT_ASKED,
                State.SIGNED,
            }
        ),
    ),
    ("bosung", "Chờ bổ sung", frozenset({State.AWAITING_SUPPLEMENT})),
)
ENDED = ("xong", "Đã trả lời", frozenset(State) - OPEN_STATES)
_MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A card with its clock."""

    card: Card
    clock: Remaining


@dataclass(frozen=True, slots=True)
class Tab:
    """A group of cases; `count` is None where nobody counts."""

    key: str
    name: str
    count: int | None


def show_queue(visit: Visit) -> Response:
    """Show the group of cases the address names, or the part of it that a search finds."""
    key, query = visit.query.get("v", "can"), visit.query.get("q", "")
    with visit.house.database.transaction() as connection:
        cards = visit.office.shelf.open_cards(connection)
        ended = visit.office.shelf.ended_cards(connection) if key == ENDED[0] else ()
    of_tab = ended if key == ENDED[0] else _in_tab(cards, key)
    found = in_order(card for card in of_tab if matches(query, card.key))
    return visit.page(
        "_lines.html" if visit.is_fragment else "queue.html",
        lines=[_line(visit, card) for card in found[:_MOST_SHOWN]],
        found=len(found),
        tabs=_tabs(cards),
        tab=key,
        query=query,
        waiting=len(_in_tab(cards, "can")),
        next_due=_next_due(visit, cards),
    )


def in_order(cards: Iterable[Card]) -> Sequence[Card]:
    """Return the cards with the least working time left first, those whose clock stands last.

    What is due first has the least working time left, so nothing need be counted to sort.
    """
    return sorted(cards, key=lambda card: (_stands(card), card.case.due_at, card.case.id))


def _stands(card: Card) -> bool:
    return card.case.state in CLOCK_STOPS_IN


def _line(visit: Visit, card: Card) -> Line:
    return Line(card, visit.office.remaining(card.case, visit.now))


def _in_tab(cards: Sequence[Card], key: str) -> Sequence[Card]:
    states = next((states for name, _, states in TABS if name == key), TABS[0][2])
    return [card for card in cards if card.case.state in states]


def _tabs(cards: Sequence[Card]) -> Sequence[Tab]:
    counted = [Tab(key, name, len(_in_tab(cards, key))) for key, name, _ in TABS]
    return [*counted, Tab(ENDED[0], ENDED[1], None)]


def _next_due(visit: Visit, cards: Sequence[Card]) -> str:
    running = in_order(card for card in cards if not _stands(card))
    return _line(visit, running[0]).clock.due if running else ""


WAYS = (Way("GET", "/", show_queue, READERS),)
