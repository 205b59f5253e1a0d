"""The letter office of `two_step`: notices go out to be signed and come back, one by one or as one
zip. Commands and pages call it; nothing else takes a signed letter in.

A file that comes back is matched with its notice by its bytes, never by its name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from mailbot import logbook
from mailbot.cases.case import Case
from mailbot.clock import Clock, local_date
from mailbot.errors import BadInputError, NeedsStaffError, SandboxError, TryLaterError
from mailbot.replies.compose import Compose, given_numbering
from mailbot.replies.document_number import DocumentNumber
from mailbot.replies.issue import Issue
from mailbot.replies.letter import Numbering
from mailbot.replies.signature_book import Returned, Sheet, bound, sheet_name
from mailbot.storage import history, letters
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database, lock
from mailbot.storage.letters import LetterState, StoredLetter
from mailbot.words import say


@dataclass(frozen=True, slots=True)
class Waiting:
    """A notice that waits for its signatures, with its case."""

    letter: StoredLetter
    case: Case


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one uploaded file. Without `reasons` it is taken and on its way; each reason
    is worded as `signature.<reason>`.
    """

    file: str
    reasons: tuple[str, ...] = ()
    letter_id: int | None = None
    case_number: str = ""
    number: str = ""

    @property
    def taken(self) -> bool:
        """Return whether the notice is on its way."""
        return not self.reasons


@dataclass(frozen=True, slots=True)
class LetterOffice:
    """Gives notices out and takes them in. `unbind` and `faults_of` read hostile bytes elsewhere;
    the latter names what is wrong with a file as the signed form of a draft.
    """

    database: Database
    cases: CaseStore
    compose: Compose
    issue: Issue
    unbind: Callable[[str, bytes], Returned]
    faults_of: Callable[[bytes, bytes], tuple[str, ...]]
    clock: Clock

    def waiting(self) -> tuple[Waiting, ...]:
        """Return the notices that wait for their signatures, oldest first."""
        with self.database.transaction() as connection:
            return tuple(self._with_case(connection, one) for one in letters.waiting(connection))

    def draft(self, letter_id: int) -> Sheet:
        """Return one notice to be signed; BadInputError where it does not wait."""
        with self.database.transaction() as connection:
            return _sheet(self._with_case(connection, self._load(connection, letter_id)))

    def book(self, wanted: Collection[int] = ()) -> bytes:
        """Return all waiting notices, or those wanted, as one zip; BadInputError if none waits."""
        sheets = [
            _sheet(one) for one in self.waiting() if not wanted or one.letter.id in set(wanted)
        ]
        if not sheets:
            raise BadInputError(say("letters.none_waits"))
        return bound(sheets)

    def number(self, letter_id: int, number: DocumentNumber, on: date, officer: str) -> None:
        """Set a waiting notice anew with the number and date the clerk's office gave. The number
        is kept with the notice that bears it, or not at all: a notice signed without it would go.
        """
        given = Numbering(number, on)
        with self.database.transaction() as connection:
            found = self._with_case(connection, self._load(connection, letter_id))
            self._refuse_wrong(connection, found.letter, given)
        numbered = replace(found.letter, number=str(number), dated_on=on)
        draft = self.compose.redrafted(found.case, numbered)
        with self.database.transaction() as connection:
            lock(connection, f"register.{on.year}.{number.symbol}")
            self._refuse_wrong(connection, found.letter, given)
            if not letters.keep_draft_anew(connection, letter_id, draft, str(number), on):
                raise _waits_not(letter_id)  # it was signed meanwhile
            history.write(
                connection, self.clock(), found.case.id, "numbered", officer, number=str(number)
            )

    def take_in(self, name: str, data: bytes, officer: str) -> tuple[Receipt, ...]:
        """Take a signed PDF, or a zip of them: each is verified as it arrives, and what is wrong
        with one holds up no other. What was taken stays taken; uploading again is harmless.
        """
        try:
            returned = self.unbind(name, data)
        except SandboxError:
            returned = Returned(fault="book_unreadable")
        if returned.fault:
            return (Receipt(name, (returned.fault,)),)
        return tuple(self.take_one(sheet, officer) for sheet in returned.sheets)

    def take_one(
        self,
        sheet: Sheet,
        officer: str,
        *,
        letter_id: int | None = None,
        given: Numbering | None = None,
    ) -> Receipt:
        """Take one signed PDF: the notice it is, or that of `letter_id` and no other. BadInputError
        where it cannot bear the number and date that are given.

        Args:
            given: number and date where the notice was drafted without.
        """
        with self.database.transaction() as connection:
            letter = _drafted_as(connection, sheet.data)
            if letter is None or letter_id not in {None, letter.id}:
                return Receipt(sheet.name, ("not_our_bytes",))
            found = self._with_case(connection, letter)
            if given is not None:
                self._refuse_wrong(connection, letter, given)
        numbering = given or given_numbering(letter)
        reasons = self._faults(letter, sheet)
        if not reasons and numbering is None:
            reasons = ("letter_not_numbered",)
        if not reasons and numbering is not None:
            reasons = self._issued(found, sheet, numbering, officer)
        number = str(numbering.number) if numbering else ""
        return Receipt(sheet.name, reasons, letter.id, found.case.number, number)

    def _faults(self, letter: StoredLetter, sheet: Sheet) -> tuple[str, ...]:
        if letter.state is not LetterState.WAITING or letter.draft is None:
            signed = letter.state is LetterState.SIGNED
            return ("letter_signed_before" if signed else "letter_withdrawn",)
        try:
            return self.faults_of(letter.draft, sheet.data)
        except SandboxError:
            return ("unreadable",)

    def _issued(
        self, found: Waiting, sheet: Sheet, numbering: Numbering, officer: str
    ) -> tuple[str, ...]:
        """Send it; return what prevented that. The others of the book go on."""
        number, on = str(numbering.number), numbering.issued_on
        try:
            self.issue(found.case, found.letter, sheet.data, number, on, officer)
        except (NeedsStaffError, TryLaterError, SandboxError) as error:
            logbook.letter_not_issued(found.letter.id, str(error))
            return ("letter_not_issued",)
        return ()

    def _refuse_wrong(self, connection: Connection, letter: StoredLetter, given: Numbering) -> None:
        """Raise BadInputError where the letter cannot bear this number and date: the date is that
        of its issue, and a number with its symbol is unique within the year.

        Law: Nghị định 30/2020/NĐ-CP, Điều 15.
        """
        written, today = local_date(letter.composed_at), local_date(self.clock())
        if not written <= given.issued_on <= today:
            days = {"day": given.issued_on, "written": written, "today": today}
            told = {name: f"{day:%d/%m/%Y}" for name, day in days.items()}
            raise BadInputError(say("letters.date_not_of_issue", **told))
        year, number = given.issued_on.year, str(given.number)
        other = letters.bearer(connection, number, year, letter.id)
        if other is not None:
            case = self.cases.load(connection, other).number
            raise BadInputError(say("letters.number_taken", number=number, year=year, case=case))

    def _with_case(self, connection: Connection, letter: StoredLetter) -> Waiting:
        return Waiting(letter, self.cases.load(connection, letter.case_id))

    @staticmethod
    def _load(connection: Connection, letter_id: int) -> StoredLetter:
        letter = letters.load(connection, letter_id)
        if letter.state is not LetterState.WAITING or letter.draft is None:
            raise _waits_not(letter.id)
        return letter


def _waits_not(letter_id: int) -> BadInputError:
    return BadInputError(say("letters.waits_not", letter=letter_id))


def _drafted_as(connection: Connection, signed: bytes) -> StoredLetter | None:
    """Return the letter these bytes are a form of; all but the waiting ones only if need be."""
    others = frozenset(LetterState) - {LetterState.WAITING}
    return letters.drafted_as(connection, signed, {LetterState.WAITING}) or letters.drafted_as(
        connection, signed, others
    )


def _sheet(waiting: Waiting) -> Sheet:
    letter = waiting.letter
    assert letter.draft is not None
    return Sheet(sheet_name(letter.id, waiting.case.number, letter.number), letter.draft)
