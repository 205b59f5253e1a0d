"""The shelf: cards of cases as the queue shows them, each made once a version."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from mailbot.cases.agency import Agency
from mailbot.cases.case import Case
from mailbot.console.flags import Check, Flag, flags_of, sender_check, signature_check
from mailbot.storage import registry_store
from mailbot.storage.case_store import CaseStore, forget_opened
from mailbot.storage.standings import Standing
from mailbot.words import Words, say

_MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Card:
    """One case as the queue shows it. National IDs never stand on it."""

    case: Case
    agency: str
    procedure: str
    flags: tuple[Flag, ...]
    signature: Check
    sender: Check

    @property
    def open_flags(self) -> tuple[Flag, ...]:
        """The flags nobody has settled, the heaviest first."""
        return tuple(flag for flag in self.flags if not flag.settled)


@dataclass(eq=False)
class Shelf:
    """Keeps the cards that were asked for last, while neither case nor agency changes."""

    cases: CaseStore
    words: Words
    _cards: OrderedDict[int, tuple[tuple[int, str], Card]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def cards(self, connection: Connection, wanted: Iterable[Standing]) -> tuple[Card, ...]:
        """Return the cards of these cases, in their order."""
        listed = tuple(wanted)
        names = registry_store.agency_names(connection, {one.agency_code for one in listed})
        return tuple(self._card(connection, one, names) for one in listed)

    def clear(self) -> None:
        """Drop every card, and the opened cases they were made from."""
        with self._lock:
            self._cards.clear()
        forget_opened()

    def _card(self, connection: Connection, wanted: Standing, names: Mapping[str, str]) -> Card:
        key = (wanted.version, names.get(wanted.agency_code, ""))
        with self._lock:
            known = self._cards.get(wanted.id)
        if known is not None and known[0] == key:
            return known[1]
        card = card_of(self.cases.load(connection, wanted.id), key[1], self.words)
        with self._lock:
            self._cards[wanted.id] = (key, card)
            if len(self._cards) > _MOST_KEPT:
                self._cards.popitem(last=False)
        return card


def card_of(case: Case, agency: Agency | str | None, words: Words) -> Card:
    """Return the card of a case; `agency` is the registered one or its name."""
    name = agency.name if isinstance(agency, Agency) else agency
    return Card(
        case=case,
        agency=name or case.letter.agency_name or say("office.agency_unknown"),
        procedure=words.say(f"case.procedure_{case.procedure or 'none'}"),
        flags=flags_of(case, words),
        signature=signature_check(case, words),
        sender=sender_check(case, words),
    )
