"""Cases: opened once, loaded whole, moved only with their version unchanged."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy import Row as ResultRow

from mailbot.cases.case import (
    Case,
    Channel,
    Decision,
    Earlier,
    LetterFacts,
    Paperwork,
)
from mailbot.cases.edit import Edit
from mailbot.cases.finding import Finding
from mailbot.cases.name import name_key
from mailbot.cases.row import Row, UnservedRow
from mailbot.cases.sender_proof import SenderProof
from mailbot.cases.state import State
from mailbot.cases.typed_number import read_number
from mailbot.clock import local_date
from mailbot.errors import BadInputError, TryLaterError
from mailbot.storage import case_numbers, case_search, history, review_reasons, work
from mailbot.storage.case_ending import ending_of
from mailbot.storage.database import lock
from mailbot.storage.seal import Seal
from mailbot.storage.standings import NOT_ENDED
from mailbot.storage.tables import cases
from mailbot.words import Words, load_words, say

# The states that `journey.py` has a step for.
HAS_SLIP = frozenset(
    {
        State.AWAITING_AUTHORITY,
        State.ACCEPTED,
        State.AWAITING_HANDS,
        State.PROVISIONED,
        State.REFUSED,
        State.SUPPLEMENT_ASKED,
        State.AWAITING_SIGNATURE,
    }
)


@dataclass(frozen=True, slots=True)
class _Content:
    """What of a case is sealed: all that speaks of people."""

    reply_to: str
    letter: LetterFacts
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    subject: str
    thread: tuple[str, ...]
    decision: Decision | None
    corrections: int
    paperwork: Paperwork | None = None
    earlier: Earlier | None = None
    edits: tuple[Edit, ...] = ()
    sender: SenderProof | None = None
    unserved: tuple[UnservedRow, ...] = ()
    mail: int = 0


_content = TypeAdapter(_Content)
_OPEN = insert(cases)
_LOAD = select(cases).where(cases.c.id == bindparam("case_id"))
_VERSION = select(cases.c.version).where(cases.c.id == bindparam("case_id"))
_VERSION_HELD = _VERSION.with_for_update()
_SAVE = update(cases).where(
    cases.c.id == bindparam("case_id"), cases.c.version == bindparam("seen")
)


# Every request with rows is held against the rows of all open cases. What is sealed alike is alike.
@lru_cache(maxsize=512)
def _opened(seal: Seal, sealed: bytes) -> _Content:
    return _content.validate_json(seal.open(sealed))


def forget_opened() -> None:
    """Drop every opened case from memory: somebody was erased from one of them."""
    _opened.cache_clear()


def judge_alone(connection: Connection) -> None:
    """Have every other host that judges a request wait for the end of this transaction: of two that
    ask for the same, the later one meets the first. To be asked for before anything is read.
    """
    lock(connection, "judging")


@dataclass(frozen=True, slots=True)
class CaseStore:
    """Reads and writes cases; what speaks of people is sealed."""

    seal: Seal
    words: Words = field(default_factory=load_words)

    def open(self, connection: Connection, case: Case, now: datetime, number: str = "") -> Case:
        """Write a new case and return it with its id and number; its first slip goes with it.

        `number` is the one it had in a life of this database that is lost; else it gets the next,
        and BadInputError where that may be one which such a life has given away.
        """
        opened = replace(case, version=1)
        if number:
            case_numbers.come_after(connection, number)
        number = number or case_numbers.next_number(connection, local_date(now).year)
        values = {
            **self._columns(opened),
            "number": number,
            "opened_at": now,
            "received_at": case.arrived_at,
        }
        case_id = connection.execute(_OPEN, values).inserted_primary_key[0]  # type: ignore[index]
        opened = replace(opened, id=case_id, number=number)
        review_reasons.note(connection, opened, now)
        case_search.write(connection, opened, self.words, is_new=True)
        history.write(connection, now, case_id, "opened", channel=case.channel, state=case.state)
        if case.state in HAS_SLIP:
            work.add(connection, work.Kind.ADVANCE, case_id, now)
        return opened

    def load(self, connection: Connection, case_id: int) -> Case:
        """Return the case; BadInputError when there is none."""
        row = connection.execute(_LOAD, {"case_id": case_id}).one_or_none()
        if row is None:
            raise BadInputError(say("storage.no_case_of_id", id=case_id))
        return self._case(row)

    def held(self, connection: Connection, case_id: int) -> Case:
        """Return the case as it stays for all others until this transaction ends: for what was done
        outside, and cannot be begun anew because somebody was faster.
        """
        connection.execute(_VERSION_HELD, {"case_id": case_id})
        return self.load(connection, case_id)

    def of_ids(self, connection: Connection, case_ids: Iterable[int]) -> Mapping[int, Case]:
        """Return these cases by id, as far as there are such, read all at once."""
        rows = connection.execute(select(cases).where(cases.c.id.in_(tuple(case_ids))))
        return {row.id: self._case(row) for row in rows}

    def find(self, connection: Connection, number: str) -> Case:
        """Return the case with this number (or plain id); BadInputError when there is none."""
        row_id = read_number(number)
        wanted = cases.c.number == number.upper() if row_id is None else cases.c.id == row_id
        row = connection.execute(select(cases).where(wanted)).one_or_none()
        if row is None:
            raise BadInputError(say("storage.no_case", number=number))
        return self._case(row)

    def numbered(self, connection: Connection, number: str) -> Case | None:
        """Return the case with exactly this number, or None."""
        row = connection.execute(select(cases).where(cases.c.number == number)).one_or_none()
        return self._case(row) if row else None

    def listed(self, connection: Connection, states: frozenset[State]) -> tuple[Case, ...]:
        """Return the cases in these states, the next due first."""
        rows = connection.execute(
            select(cases).where(cases.c.state.in_(states)).order_by(cases.c.due_at, cases.c.id)
        )
        return tuple(self._case(row) for row in rows)

    def portion(
        self, connection: Connection, after: int, most: int, *, ended: bool = True
    ) -> tuple[Case, ...]:
        """Return the cases that follow this id, at most so many, in the order they were opened;
        without `ended` only those that have not.
        """
        wanted = select(cases).where(cases.c.id > after).order_by(cases.c.id).limit(most)
        rows = connection.execute(wanted if ended else wanted.where(NOT_ENDED))
        return tuple(self._case(row) for row in rows)

    def open_cases(self, connection: Connection) -> tuple[Case, ...]:
        """Return every case that has not ended, the next due first."""
        rows = connection.execute(
            select(cases).where(NOT_ENDED).order_by(cases.c.due_at, cases.c.id)
        )
        return tuple(self._case(row) for row in rows)

    def open_rows(self, connection: Connection, but_of: int | None) -> OpenRows:
        """Return the rows of all open cases but this one."""
        return OpenRows(self, connection, but_of)

    def filed(self, connection: Connection) -> tuple[Case, ...]:
        """Return the open cases that did not come by e-mail, the next due first."""
        rows = connection.execute(
            select(cases)
            .where(NOT_ENDED, cases.c.channel != Channel.EMAIL)
            .order_by(cases.c.due_at, cases.c.id)
        )
        return tuple(self._case(row) for row in rows)

    def same_letter(self, connection: Connection, case: Case) -> tuple[str, ...]:
        """Return the numbers of other cases of this agency with the same letter number and date; a
        date that nobody read or typed may be any.
        """
        if not letter_key(case):
            return ()
        dated = case.letter.dated_on
        # Earlier versions had the date in it.
        keys = (letter_key(case), _key_of(case, ""), _key_of(case, str(dated or "")))
        alike = cases.c.letter_key.in_(keys) & (cases.c.id != case.id)
        rows = connection.execute(select(cases).where(alike).order_by(cases.c.id))
        found = ((row.number, self._content(row.sealed).letter.dated_on) for row in rows)
        return tuple(number for number, on in found if dated is None or on in {None, dated})

    def children(self, connection: Connection, case_id: int) -> tuple[Case, ...]:
        """Return the linked cases that hold this case's held rows."""
        rows = connection.execute(
            select(cases).where(cases.c.parent_id == case_id).order_by(cases.c.id)
        )
        return tuple(self._case(row) for row in rows)

    def letters_of(
        self, connection: Connection, case_ids: Iterable[int]
    ) -> Mapping[int, LetterFacts]:
        """Return what the letters of these cases say, by the cases' ids."""
        rows = connection.execute(
            select(cases.c.id, cases.c.sealed).where(cases.c.id.in_(tuple(case_ids)))
        )
        return {row.id: self._content(row.sealed).letter for row in rows}

    def save(
        self,
        connection: Connection,
        case: Case,
        now: datetime,
        what: str,
        who: str = history.MAILBOT,
        **detail: str,
    ) -> Case:
        """Write the case over the version it was loaded with, with its history line and slip.

        Raises TryLaterError when somebody else changed it meanwhile: load again and decide anew.
        """
        saved = replace(case, version=case.version + 1)
        ending = ending_of(connection, saved, now)
        values = {"case_id": case.id, "seen": case.version, **self._columns(saved), **ending}
        changed = connection.execute(_SAVE, values)
        if changed.rowcount != 1:
            raise TryLaterError(say("storage.case_changed", case=case.number))
        review_reasons.note(connection, saved, now)
        case_search.write(connection, saved, self.words)
        history.write(connection, now, case.id, what, who, state=case.state, **detail)
        self._ask_for_work(connection, saved, now)
        return saved

    def confirm(self, connection: Connection, case: Case, *, holds: bool = True) -> None:
        """Raise TryLaterError when somebody else has changed the case since it was loaded; where
        the transaction `holds`, and does not only read, nobody does before it ends.
        """
        version = _VERSION_HELD if holds else _VERSION
        if connection.execute(version, {"case_id": case.id}).scalar_one() != case.version:
            raise TryLaterError(say("storage.case_changed", case=case.number))

    def index_missing(self, connection: Connection, most: int = 500) -> int:
        """Let the search find cases of before there was one; return how many these were."""
        lacking = case_search.missing(connection, most)
        for case_id in lacking:
            case_search.write(connection, self.load(connection, case_id), self.words)
        return len(lacking)

    def _ask_for_work(self, connection: Connection, case: Case, now: datetime) -> None:
        if case.state in HAS_SLIP:
            work.put(connection, work.Kind.ADVANCE, case.id, now)

    def _columns(self, case: Case) -> dict[str, Any]:
        content = _Content(
            case.reply_to,
            case.letter,
            case.rows,
            case.findings,
            case.subject,
            case.thread,
            case.decision,
            case.corrections,
            case.paperwork,
            case.earlier,
            case.edits,
            case.sender,
            case.unserved,
            case.mail,
        )
        return {
            "state": case.state,
            "version": case.version,
            "channel": case.channel,
            "agency_code": case.agency_code,
            "procedure": case.procedure,
            "arrived_at": case.arrived_at,
            "due_at": case.due_at,
            "parent_id": case.parent_id,
            "letter_key": letter_key(case),
            "sealed": self.seal.close(_content.dump_json(content)),
        }

    def _content(self, sealed: bytes) -> _Content:
        return _opened(self.seal, sealed)

    def _case(self, row: ResultRow[Any]) -> Case:
        content = self._content(row.sealed)
        return Case(
            id=row.id,
            number=row.number,
            state=State(row.state),
            version=row.version,
            channel=Channel(row.channel),
            agency_code=row.agency_code,
            procedure=row.procedure,
            arrived_at=row.arrived_at,
            due_at=row.due_at,
            parent_id=row.parent_id,
            reply_to=content.reply_to,
            letter=content.letter,
            rows=content.rows,
            findings=content.findings,
            subject=content.subject,
            thread=content.thread,
            decision=content.decision,
            corrections=content.corrections,
            paperwork=content.paperwork,
            earlier=content.earlier,
            edits=content.edits,
            sender=content.sender,
            unserved=content.unserved,
            mail=content.mail,
        )


def letter_key(case: Case) -> str:
    """Return the hash under which letters of one agency with one number meet, or ''."""
    if not (case.agency_code and case.letter.number) or case.parent_id is not None:
        return ""
    return _key_of(case)


def _key_of(case: Case, *more: str) -> str:
    parts = "\n".join((case.agency_code, name_key(case.letter.number), *more))
    return hashlib.sha256(parts.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class OpenRows:
    """The rows of open cases with the number of their case, opened only when somebody asks.

    Good as long as the connection's transaction.
    """

    cases: CaseStore
    connection: Connection
    but_of: int | None

    def __iter__(self) -> Iterator[tuple[str, Row]]:
        for case in self.cases.open_cases(self.connection):
            if case.id != self.but_of:
                for row in case.rows:
                    yield case.number, row
