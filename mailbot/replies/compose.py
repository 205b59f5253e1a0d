"""The step that writes the notice: drafted for the leader and the clerk, or signed by the daemon.

Number, date and signature are made last, when nothing can call the letter back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy import Connection

from mailbot.cases.agency import Agency
from mailbot.cases.case import Case
from mailbot.cases.state import State
from mailbot.clock import Clock, local_date
from mailbot.errors import StepError
from mailbot.replies.document_number import (
    DocumentNumber,
    NumberFault,
    Register,
    letter_symbol,
    next_number,
    parse_number,
)
from mailbot.replies.issue import Issue
from mailbot.replies.letter import Issuer, Letter, Numbering
from mailbot.replies.notice import KIND_AFTER, NOTICES, Record, apology_of, notice_of
from mailbot.replies.press import Press, RenderedLetter
from mailbot.replies.read_back import SignedLetter, missing_facts, printed_text
from mailbot.storage import effects as ledger
from mailbot.storage import letters, number_register, registry_store
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.letters import LetterKind, LetterState, StoredLetter
from mailbot.words import Words

_NO_NUMBER = {
    NumberFault.RANGE_EXHAUSTED: "number_range_exhausted",
    NumberFault.BEFORE_RANGE: "number_before_range",
}

Sign = Callable[[RenderedLetter], bytes]


@dataclass(frozen=True, slots=True)
class Unattended:
    """The daemon signs and numbers by itself, from a register of its own."""

    sign: Sign
    register: Register


@dataclass(frozen=True, slots=True)
class Compose:
    """Writes the notice of a case. Without `unattended` people sign it (`two_step`)."""

    database: Database
    cases: CaseStore
    press: Press
    issuer: Issuer
    words: Words
    issue: Issue
    unattended: Unattended | None
    clock: Clock

    def __call__(self, case: Case) -> None:
        """Draft or sign the notice this state asks for."""
        with self.database.transaction() as connection:
            # A worker that was held up begins no letter of what was decided anew since.
            self.cases.confirm(connection, case)
            letter = letters.write(connection, case.id, KIND_AFTER[case.state], {}, self.clock())
        self._write(case, letter)

    def write_apart(self, letter_id: int) -> None:
        """Draft or sign a letter that goes beside the case, such as an apology."""
        with self.database.transaction() as connection:
            letter = letters.load(connection, letter_id)
            case = self.cases.load(connection, letter.case_id)
        if letter.state is LetterState.DRAFTED:
            self._write(case, letter)

    def redrafted(self, case: Case, letter: StoredLetter) -> bytes:
        """Return the waiting letter, set with the number and date the clerk's office gave."""
        return self._drafted(letter, self._value(case, letter))

    def _write(self, case: Case, letter: StoredLetter) -> None:
        value = self._value(case, letter)
        if self.unattended is None:
            self._draft(case, letter, value)
        else:
            self._sign(self.unattended, case, letter, value)

    def _value(self, case: Case, letter: StoredLetter) -> Letter:
        with self.database.transaction() as connection:
            children = self.cases.children(connection, case.id)
            record = Record(
                case,
                ledger.of_case(connection, case.id),
                _asker(connection, case),
                children[0].number if children else "",
            )
        if letter.kind is LetterKind.APOLOGY:
            return apology_of(record, letter.content)
        return notice_of(letter.kind, record, self.words)

    def _drafted(self, letter: StoredLetter, value: Letter) -> bytes:
        numbering = given_numbering(letter)
        draft = self.press.render(value, self.issuer, numbering).pdf
        self._read_back(value, numbering, draft)
        return draft

    def _draft(self, case: Case, letter: StoredLetter, value: Letter) -> None:
        draft = self._drafted(letter, value)
        now = self.clock()
        with self.database.transaction() as connection:
            letters.keep_draft(connection, letter.id, draft)
            if letter.kind in NOTICES:
                waiting = case.moved(State.AWAITING_SIGNATURE)
                self.cases.save(connection, waiting, now, "drafted", letter=str(letter.id))

    def _sign(
        self, unattended: Unattended, case: Case, letter: StoredLetter, value: Letter
    ) -> None:
        today = local_date(self.clock())
        register = _register_for(letter, unattended.register)
        # What cannot be printed takes no number: it is set with the one that is due, then takes it.
        due = Numbering(self._number_due(register, letter, today), today)
        rendered = self.press.render(value, self.issuer, due)
        number = self._number(register, letter, today)
        numbering = Numbering(number, today)
        if numbering != due:  # another letter took it meanwhile
            rendered = self.press.render(value, self.issuer, numbering)
        signed = unattended.sign(rendered)
        self._read_back(value, numbering, signed)
        self.issue(case, letter, signed, str(number), today)

    def _read_back(self, value: Letter, numbering: Numbering | None, pdf: bytes) -> None:
        """Raise NeedsStaffError unless the paper says what was decided."""
        if isinstance(value, SignedLetter):
            lacking = missing_facts(value, self.issuer, numbering, printed_text(pdf))
            if lacking:
                raise StepError("letter_lacks", facts=", ".join(lacking))

    def _number(self, register: Register, letter: StoredLetter, today: date) -> DocumentNumber:
        symbol, choose = register.symbol, partial(_next, register)
        with self.database.transaction() as connection:
            value = number_register.take_number(
                connection, letter.id, today.year, symbol, choose, self.clock()
            )
        return DocumentNumber(value, symbol)

    def _number_due(self, register: Register, letter: StoredLetter, today: date) -> DocumentNumber:
        symbol, choose = register.symbol, partial(_next, register)
        with self.database.reading() as connection:
            value = number_register.number_due(connection, letter.id, today.year, symbol, choose)
        return DocumentNumber(value, symbol)


def _register_for(letter: StoredLetter, own: Register) -> Register:
    """Return the register the letter is numbered in: notices have one, letters another."""
    if letter.kind not in {LetterKind.SUPPLEMENT, LetterKind.APOLOGY}:
        return own
    return Register(letter_symbol(own.symbol), own.first_number, own.last_number)


def given_numbering(letter: StoredLetter) -> Numbering | None:
    """Return the number and date the clerk's office gave the letter, or None while open."""
    number = parse_number(letter.number) if letter.number else None
    if not isinstance(number, DocumentNumber) or letter.dated_on is None:
        return None
    return Numbering(number, letter.dated_on)


def _next(register: Register, last: int | None) -> int:
    number = next_number(register, last)
    if isinstance(number, NumberFault):
        raise StepError(_NO_NUMBER[number])
    return number.value


def _asker(connection: Connection, case: Case) -> Agency:
    agency = registry_store.agency_with(connection, case.agency_code)
    if agency is None:
        raise StepError("agency_gone", agency=case.agency_code)
    return agency
