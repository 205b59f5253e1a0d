"""The counter: receipts and notices that are printed and handed over instead of mailed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from mailbot.cases.case import Case
from mailbot.cases.state import MOVES, State
from mailbot.clock import Clock
from mailbot.errors import BadInputError
from mailbot.replies.notice import NOTICES
from mailbot.replies.short_mail import ShortMails
from mailbot.storage import history, letters, registry_store
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.letters import LetterKind, LetterState, StoredLetter
from mailbot.words import Words


@dataclass(frozen=True, slots=True)
class Counter:
    """Gives receipts and results out on paper; each is in the case's story."""

    database: Database
    cases: CaseStore
    short_mails: ShortMails
    words: Words
    clock: Clock

    def receipt(self, case: Case, officer: str) -> bytes:
        """Return the Giấy tiếp nhận hồ sơ và hẹn trả kết quả as PDF, `officer` receiving."""
        with self.database.transaction() as connection:
            agency = registry_store.agency_with(connection, case.agency_code)
            if agency is None:
                raise BadInputError(self.words.say("manual.no_agency"))
            history.write(connection, self.clock(), case.id, "receipt_printed", officer)
        return self.short_mails.receipt_paper(case, agency, officer)

    def signed_notice(self, case: Case, officer: str) -> bytes:
        """Return the signed notice to be printed."""
        with self.database.transaction() as connection:
            signed = self._signed(connection, case).signed
            if signed is None:
                raise BadInputError(self.words.say("manual.notice_gone"))
            history.write(connection, self.clock(), case.id, "notice_printed", officer)
        return signed

    def hand_over(self, connection: Connection, case: Case, officer: str, to: str) -> Case:
        """Write who received the notice; with that the case is answered, or waits for more."""
        letter = self._signed(connection, case)
        if not to.strip():
            raise BadInputError(self.words.say("manual.receiver_wanted"))
        asked = letter.kind is LetterKind.SUPPLEMENT
        after = State.AWAITING_SUPPLEMENT if asked else State.ANSWERED
        if after not in MOVES[case.state]:
            raise BadInputError(self.words.say("manual.not_for_print"))
        now, kind = self.clock(), self.words.say(f"case.kind_{letter.kind}")
        history.write(connection, now, case.id, "result_given", officer, to=to.strip(), kind=kind)
        return self.cases.save(connection, case.moved(after), now, "answered", officer)

    def to_give(self, connection: Connection) -> tuple[Case, ...]:
        """Return the cases whose signed notice waits to be handed over, the next due first."""
        signed = self.cases.listed(connection, frozenset({State.SIGNED}))
        return tuple(case for case in signed if case.is_answered_on_paper)

    def _signed(self, connection: Connection, case: Case) -> StoredLetter:
        """Return the last signed notice of a case that is answered on paper."""
        found = [
            letter
            for letter in letters.of_case(connection, case.id)
            if letter.kind in NOTICES and letter.state is LetterState.SIGNED
        ]
        if not case.is_answered_on_paper or not found:
            raise BadInputError(self.words.say("manual.not_for_print"))
        return found[-1]
