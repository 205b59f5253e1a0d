"""One case of the demo's past, deed by deed, each written at its time by the real stores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Connection

from mailbot.cases.case import Case, Decision, DecisionKind
from mailbot.cases.effect import Action
from mailbot.cases.finding import Finding
from mailbot.cases.mailbox import Mailbox
from mailbot.cases.row import Holder, Procedure
from mailbot.cases.state import State
from mailbot.clock import local_date
from mailbot.demo.past_cast import APPROVED_BECAUSE, REFUSED_BECAUSE, SUPPLEMENT_BECAUSE
from mailbot.house import House
from mailbot.storage import effects, history, letters, number_register, registry_store, work
from mailbot.storage.effects import Effect, EffectState
from mailbot.storage.letters import LetterKind

_MINUTE = timedelta(minutes=1)
_SYMBOL = "TB-TTCNTT"

Deed = Callable[[Connection, datetime], None]


class Past(Protocol):
    """What the cases of the past have in common."""

    house: House

    def at(self, when: datetime, deed: Deed) -> None:
        """Have the deed done at that time."""

    def address(self, name: str) -> str:
        """Return an address nobody has yet."""


@dataclass(eq=False)
class PastCase:
    """The way of one case, deed by deed."""

    past: Past
    case: Case
    officer: str

    def open(self, at: datetime) -> None:
        """The letter arrives."""

        def deed(connection: Connection, now: datetime) -> None:
            self.case = self.past.house.cases.open(connection, self.case, now)
            work.cancel(connection, work.Kind.ADVANCE, self.case.id)

        self.past.at(at, deed)

    def look(self, finding: Finding) -> None:
        """A person has to look, for this reason."""
        self.case = replace(self.case, state=State.IN_REVIEW, findings=(finding,))

    def grant(self, at: datetime) -> None:
        """What was asked for is made, and the answer sent."""
        self._save(at, State.PROVISIONED, "provisioned", history.MAILBOT)
        self._answer(at + 2 * _MINUTE, LetterKind.RESULT, State.ANSWERED)

    def approve(self, at: datetime) -> None:
        """An officer approves."""
        self._decide(at, DecisionKind.APPROVE, State.ACCEPTED, "approved", APPROVED_BECAUSE)
        self.grant(at + 3 * _MINUTE)

    def refuse(self, at: datetime) -> None:
        """An officer refuses."""
        why = REFUSED_BECAUSE
        self._decide(at, DecisionKind.REFUSE, State.REFUSED, "refused", why)
        self._answer(at + 2 * _MINUTE, LetterKind.REFUSAL, State.ANSWERED)

    def ask_more(self, at: datetime) -> None:
        """An officer asks for a supplement, and the agency has not answered yet."""
        why = SUPPLEMENT_BECAUSE
        self._decide(at, DecisionKind.SUPPLEMENT, State.SUPPLEMENT_ASKED, "supplement_asked", why)
        self._answer(at + 2 * _MINUTE, LetterKind.SUPPLEMENT, State.AWAITING_SUPPLEMENT)

    def _decide(self, at: datetime, kind: DecisionKind, after: State, what: str, why: str) -> None:
        decision = Decision(kind, self.officer, at, (why,))
        self._save(at, after, what, self.officer, decision=decision, reason=why)

    def _save(
        self,
        at: datetime,
        after: State,
        what: str,
        who: str,
        decision: Decision | None = None,
        **detail: str,
    ) -> None:
        def deed(connection: Connection, now: datetime) -> None:
            moved = replace(self.case.moved(after), decision=decision or self.case.decision)
            self.case = self.past.house.cases.save(connection, moved, now, what, who, **detail)
            work.cancel(connection, work.Kind.ADVANCE, self.case.id)
            if after is State.PROVISIONED:
                self._provide(connection, now)

        self.past.at(at, deed)

    def _provide(self, connection: Connection, now: datetime) -> None:
        agency = self.case.agency_code
        for n, row in enumerate(self.case.rows):
            new = row.procedure is Procedure.NEW
            address = row.email or self.past.address(row.name)
            action = Action.CREATE if new else Action.SET_PASSWORD
            key = f"past-{self.case.id}-{n}"
            wanted = Effect(key, self.case.id, n, action, address, row.name)
            numbers = {n: row.national_id}
            self.past.house.effects.intend(connection, ((wanted, ""),), now, numbers)
            effects.settle(connection, key, EffectState.DONE, now, history.MAILBOT)
            effects.plan_hand_over(connection, (key,), "passphrase")
            effects.handed_over(connection, (key,), now, history.MAILBOT)
            box = Mailbox(
                address, Holder.PERSON, row.name, agency, row.unit, row.position, row.phone
            )
            registry_store.add_mailboxes(connection, (box,))

    def _answer(self, at: datetime, kind: LetterKind, after: State) -> None:
        def deed(connection: Connection, now: datetime) -> None:
            letter = letters.write(connection, self.case.id, kind, {}, now)
            register = self.past.house.settings.signing.first_number
            number = number_register.take_number(
                connection,
                letter.id,
                local_date(now).year,
                _SYMBOL,
                lambda last: register if last is None else last + 1,
                now,
            )
            told = f"{number:02d}/{_SYMBOL}"
            letters.keep_signed(connection, letter.id, b"", told, local_date(now))
            cases, mail = self.past.house.cases, {"kind": kind, "to": self.case.reply_to}
            signed = cases.save(
                connection, self.case.moved(State.SIGNED), now, "signed", number=told
            )
            history.write(connection, now + _MINUTE, signed.id, "mail_sent", **mail)
            self.case = cases.save(connection, signed.moved(after), now + _MINUTE, "answered")
            work.cancel(connection, work.Kind.ADVANCE, self.case.id)

        self.past.at(at, deed)
