"""The shelf of open cases: each read and folded once a version, so that a search is quick.

What speaks of people is sealed in the database and is folded in memory only.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from mailbot.cases.agency import Agency, Registry
from mailbot.cases.case import Case
from mailbot.console.flags import Check, Flag, flags_of, sender_check, signature_check
from mailbot.console.fold import search_key
from mailbot.storage import case_versions, registry_store
from mailbot.storage.case_store import CaseStore
from mailbot.words import Words


@dataclass(frozen=True, slots=True)
class Card:
    """One case as the queue shows it. `key` is what a search looks through, folded."""

    case: Case
    agency: str
    procedure: str
    flags: tuple[Flag, ...]
    signature: Check
    sender: Check
    key: str = field(repr=False)


@dataclass(eq=False)
class Shelf:
    """Keeps the cards of cases that did not change since they were last asked for."""

    cases: CaseStore
    words: Words
    _cards: dict[int, tuple[int, Agency | None, Card]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def open_cards(self, connection: Connection) -> tuple[Card, ...]:
        """Return the cards of all cases that have not ended."""
        return self._cards_of(connection, case_versions.open_versions(connection), keep=True)

    def ended_cards(self, connection: Connection) -> tuple[Card, ...]:
        """Return the cards of the last cases that ended, newest first."""
        return self._cards_of(connection, case_versions.ended_versions(connection), keep=False)

    def _cards_of(
        self, connection: Connection, versions: Mapping[int, int], *, keep: bool
    ) -> tuple[Card, ...]:
        registry = registry_store.load_registry(connection)
        agencies = {agency.code: agency for agency in registry.agencies}
        found = {n: self._card(connection, n, versions[n], agencies, registry) for n in versions}
        if keep:
            with self._lock:
                self._cards = found
        return tuple(card for _, _, card in found.values())

    def _card(
        self,
        connection: Connection,
        case_id: int,
        version: int,
        agencies: Mapping[str, Agency],
        registry: Registry,
    ) -> tuple[int, Agency | None, Card]:
        known = self._cards.get(case_id)
        if known and known[0] == version and known[1] == agencies.get(known[2].case.agency_code):
            return known
        case = self.cases.load(connection, case_id)
        return version, agencies.get(case.agency_code), card_of(case, registry, self.words)


def card_of(case: Case, registry: Registry, words: Words) -> Card:
    """Return the card of a case; national IDs never stand on it."""
    agency = registry.by_code(case.agency_code)
    name = agency.name if agency else case.letter.agency_name or "Chưa rõ cơ quan"
    flags = flags_of(case, words)
    people = (text for row in case.rows for text in (row.name, row.unit, row.email))
    told = (
        case.number,
        case.letter.number,
        name,
        case.reply_to,
        case.subject,
        *people,
        *(flag.text for flag in flags),
    )
    return Card(
        case=case,
        agency=name,
        procedure=words.say(f"case.procedure_{case.procedure or 'none'}"),
        flags=flags,
        signature=signature_check(case, words),
        sender=sender_check(case, words),
        key=search_key(*told),
    )
