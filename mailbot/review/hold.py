"""Holding a decision: half a minute in which whoever took it can call it back.

The decision is a row beside its case with a slip that comes due when the time is over; a restart
neither loses nor doubles it. Until then nothing has happened: no number, no date, no signature.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from mailbot.cases.case import Case, Decision
from mailbot.cases.discretion import without_people
from mailbot.clock import Clock
from mailbot.errors import BadInputError
from mailbot.review.carry_out import CarryOut
from mailbot.storage import history
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.held_decisions import Held, HeldDecisions
from mailbot.words import Words


@dataclass(frozen=True, slots=True)
class Hold:
    """Holds decisions, calls them back, and carries out those whose time is over."""

    database: Database
    cases: CaseStore
    held: HeldDecisions
    carry_out: CarryOut
    words: Words
    clock: Clock
    lasts: timedelta

    def put(self, connection: Connection, case: Case, decision: Decision) -> Held:
        """Hold the decision; BadInputError where it could not be taken, or another is held."""
        self.carry_out.check(connection, case, decision)
        if self.held.of_case(connection, case.id) is not None:
            raise BadInputError(self.words.say("case.held_already", case=case.number))
        now = self.clock()
        held = Held(case.id, case.version, decision, now + self.lasts)
        self.held.put(connection, held)
        kind = {"decision": decision.kind}
        history.write(connection, now, case.id, "decision_held", decision.officer, **kind)
        return held

    def call_back(self, connection: Connection, case_id: int, officer: str) -> bool:
        """Undo the decision as if it had not been taken; False once its time is over."""
        held = self.held.of_case(connection, case_id)
        now = self.clock()
        if held is None or held.until <= now:
            return False
        self.held.drop(connection, case_id)
        history.write(connection, now, case_id, "decision_called_back", officer)
        return True

    def __call__(self, case_id: int) -> None:
        """Carry out the decision; one that no longer fits its case is told in the case's story."""
        with self.database.transaction() as connection:
            held = self.held.of_case(connection, case_id)
            if held is None:
                return
            self.held.drop(connection, case_id)
            case = self.cases.load(connection, case_id)
            if case.version != held.version:
                self._tell(connection, case, held, self.words.say("case.changed_in_hold"))
                return
            try:
                self.carry_out(connection, case, held.decision)
            except BadInputError as error:
                self._tell(connection, case, held, str(error))

    def _tell(self, connection: Connection, case: Case, held: Held, why: str) -> None:
        officer, why = held.decision.officer, without_people(why, case.listed)
        history.write(connection, self.clock(), case.id, "decision_dropped", officer, reason=why)
