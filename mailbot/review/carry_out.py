"""Carrying out what an officer decided: a move in the database; the next round does the rest."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from mailbot.cases.case import Case, Decision, DecisionKind
from mailbot.cases.discretion import without_people
from mailbot.cases.finding import FIRST_SEEN, Finding, Severity
from mailbot.clock import Clock
from mailbot.errors import BadInputError
from mailbot.review.decision import Decided, decide
from mailbot.storage import certificates, effects, history, number_register
from mailbot.storage.case_store import CaseStore
from mailbot.storage.effects import Effect, EffectState
from mailbot.storage.letters import LetterKind
from mailbot.words import Words, load_words

_WHAT = {
    DecisionKind.APPROVE: "approved",
    DecisionKind.SUPPLEMENT: "supplement_asked",
    DecisionKind.REFUSE: "refused",
    DecisionKind.CLOSE: "closed",
    DecisionKind.REOPEN: "reopened",
}
_TELLS_NO_RESULT = frozenset({DecisionKind.SUPPLEMENT, DecisionKind.REFUSE})


@dataclass(frozen=True, slots=True)
class CarryOut:
    """Writes a decision with its history; what was drafted before it is withdrawn."""

    cases: CaseStore
    clock: Clock
    words: Words = field(default_factory=load_words)

    def __call__(self, connection: Connection, case: Case, decision: Decision) -> Case:
        """Return the case as saved; BadInputError where the decision cannot be taken."""
        decided = self.check(connection, case, decision)
        now = self.clock()
        number_register.withdraw_letters(connection, case.id, now, _overtaken_by(decision.kind))
        saved = self.cases.save(
            connection,
            decided.case,
            now,
            _WHAT[decision.kind],
            decision.officer,
            reason=without_people("; ".join(decision.reasons), case.listed),
        )
        if decision.kind is DecisionKind.APPROVE:
            self._approve_certificates(connection, case, decision.officer)
        if decided.held is not None:
            held = self._open_held(connection, saved, decided.held, decision.officer)
            if decision.ask_rest:
                kind = DecisionKind.SUPPLEMENT
                self(connection, held, Decision(kind, decision.officer, decision.decided_at))
        return saved

    def check(self, connection: Connection, case: Case, decision: Decision) -> Decided:
        """Return what the decision makes of the case; BadInputError where it cannot be taken, also
        because of what was done for the case already.
        """
        decided = decide(case, decision, self.words)
        done = effects.of_case(connection, case.id)
        if decided.held is not None and done:
            raise BadInputError(self.words.say("case.rows_begun", case=case.number))
        if decision.kind in _TELLS_NO_RESULT and any(map(_is_untold, done)):
            raise BadInputError(self.words.say("case.rows_untold", case=case.number))
        return decided

    def _approve_certificates(self, connection: Connection, case: Case, officer: str) -> None:
        """What was new to us and was looked at is known from now on."""
        now = self.clock()
        for finding in case.findings:
            fingerprint = finding.fields.get("fingerprint", "")
            if finding.code == FIRST_SEEN and certificates.approve(
                connection, fingerprint, case.agency_code, officer, now
            ):
                signer = finding.fields.get("signer", "")
                fields = {"fingerprint": fingerprint, "signer": signer}
                history.write(connection, now, case.id, "certificate_approved", officer, **fields)

    def _open_held(self, connection: Connection, case: Case, held: Case, officer: str) -> Case:
        """Open the linked case of the rows held back: its clock is that of the same arrival."""
        note = Finding("case.held_back", Severity.LOOK, {"case": case.number})
        opened = self.cases.open(
            connection, replace(held, findings=(*held.findings, note)), self.clock()
        )
        history.write(connection, self.clock(), case.id, "rows_held", officer, case=opened.number)
        return opened


def _overtaken_by(kind: DecisionKind) -> Collection[LetterKind]:
    """Return which letters that are not signed yet no longer say what is so. An apology goes on:
    what was decided has still to be written and signed, and may come later than was due.
    """
    every = frozenset(LetterKind)
    return every if kind is DecisionKind.CLOSE else every - {LetterKind.APOLOGY}


def _is_untold(effect: Effect) -> bool:
    """Return whether it is done, or may be, and only a result would bring its password to anybody:
    the one from before opens nothing any more.
    """
    is_done = effect.state in {EffectState.DONE, EffectState.INTENDED}
    by_hand = effect.hand_over == "in_person"
    return is_done and effect.handed_over_at is None and not by_hand
