"""Hồ sơ: the signed paper on the left; what speaks against it, and the rows, on the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.responses import Response

from mailbot.cases.case import Case
from mailbot.cases.state import OPEN_STATES, State
from mailbot.clock import local
from mailbot.console import listing
from mailbot.console.case_files import listed
from mailbot.console.changes_view import changes_view
from mailbot.console.changing import changing
from mailbot.console.clock_face import short
from mailbot.console.evidence import signature_evidence
from mailbot.console.gone import gone
from mailbot.console.listing import Wanted, wanted_from
from mailbot.console.row_count import row_count
from mailbot.console.rows_view import rows_view, unserved_view
from mailbot.console.sender_card import sender_card
from mailbot.console.shelf import Card, card_of
from mailbot.console.visit import Visit
from mailbot.console.ways import READERS, REVIEWERS, Way
from mailbot.errors import MailbotError
from mailbot.provisioning.provision import plan_case
from mailbot.storage import agency_record, claims, history, registry_store, viewers
from mailbot.storage.history import Event
from mailbot.storage.staff import Role


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
    """Show one case whole."""
    with visit.house.database.transaction() as connection:
        case = visit.case(connection)
        viewers.look(connection, case.id, visit.member, visit.now)
    papers = listed(visit, case)
    with visit.house.database.reading() as connection:
        wanted = wanted_from(visit.query)
        return visit.page(
            "case.html",
            **review_facts(visit, connection, case),
            received=short(case.arrived_at),
            papers=papers,
            neighbours=neighbours(visit, connection, case.number, wanted),
            wanted=wanted,
            holder=claims.holder(connection, case.id),
            others=viewers.others(connection, case.id, visit.member, visit.now),
            changed=False,
            notes=visit.house.notes.of_case(connection, case.id),
        )


def show_review(visit: Visit, case: Case, *, ids: bool) -> Response:
    """Answer an action on the case with its right half as it is now; IDs shown are IDs read."""
    if ids:
        visit.note_reading(case)
    with visit.house.database.reading() as connection:
        facts = review_facts(visit, connection, case, ids=ids)
        notes = visit.house.notes.of_case(connection, case.id)
        return visit.page("_review.html", **facts, notes=notes, wanted=wanted_from(visit.query))


def review_facts(
    visit: Visit, connection: Connection, case: Case, *, ids: bool = False
) -> dict[str, object]:
    """Return what the right half of the page tells; with `ids`, national IDs whole."""
    words = visit.house.words
    events = history.of_case(connection, case.id)
    card = card_of(case, registry_store.agency_with(connection, case.agency_code), words)
    held = visit.house.hold.held.peek(connection, case.id)
    reviewed = case.state is State.IN_REVIEW and held is None
    return {
        "case": case,
        "card": card,
        "clock": visit.office.remaining(case, visit.now),
        "evidence": _evidence(visit, connection, case, card),
        "rows": rows_view(case, card.flags, _planned(visit, connection, case), ids=ids),
        "unserved": unserved_view(case, words, ids=ids),
        "row_count": row_count(case, words),
        "ids": ids,
        "changes": changes_view(case, words, ids=ids),
        "blockers": len(case.blockers()),
        "held": held,
        "may_call_back": held is not None
        and held[1] > visit.now
        and Role.APPROVE in visit.member.roles,
        "seen": len(changing(connection, case)),
        "may_handle": reviewed and bool(visit.member.roles & REVIEWERS),
        "may_take": case.state in OPEN_STATES and bool(visit.member.roles & REVIEWERS),
        "may_decide": reviewed and Role.APPROVE in visit.member.roles,
        "state": words.say(f"case.state_{case.state}"),
        "told": story(visit, events),
        "gone": gone(events, words),
    }


def neighbours(visit: Visit, connection: Connection, number: str, wanted: Wanted) -> Neighbours:
    """Return what stands before and after this case in the listing it was opened from."""
    numbers = listing.numbers(connection, wanted, visit.member.id)
    if number not in numbers:
        return Neighbours("", "", 0, len(numbers))
    at = numbers.index(number)
    before = numbers[at - 1] if at else ""
    after = numbers[at + 1] if at + 1 < len(numbers) else ""
    return Neighbours(before, after, at + 1, len(numbers))


def story(visit: Visit, events: Sequence[Event]) -> list[Told]:
    """Return what happened to the case, newest first."""
    return [Told(f"{local(one.at):%d/%m %H:%M}", told(visit, one)) for one in reversed(events)]


def told(visit: Visit, event: Event) -> str:
    """Return one event of a case's story in words."""
    words = visit.house.words
    detail = dict(event.detail)
    for name in ("kind", "decision"):
        code = f"case.{name}_{detail.get(name, '')}"
        if code in words.texts:  # of mail that was purged `kind` is the rule by which it went
            detail[name] = words.say(code)
    return words.say(f"history.{event.what}", who=event.who, **detail).strip()


def _evidence(visit: Visit, connection: Connection, case: Case, card: Card) -> tuple[object, ...]:
    words = visit.house.words
    before = agency_record.before(connection, case.agency_code, case.id)
    return (
        signature_evidence(connection, case, card.signature, words),
        sender_card(case, card.agency, card.sender, before, words),
    )


def _planned(visit: Visit, connection: Connection, case: Case) -> Mapping[int, str]:
    """Return the addresses that would be made now, by row."""
    house = visit.house
    if case.state is not State.IN_REVIEW or not case.agency_code:
        return {}
    try:
        plan = plan_case(connection, case, house.address_rule, house.own_addresses)
    except MailbotError:
        return {}
    return {effect.row + 1: effect.address for effect in plan.effects}


WAYS = (Way("GET", "/ho-so/{number}", show_case, READERS),)
