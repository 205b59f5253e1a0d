"""What people do with their own hands: work at the mail host, and passwords given in person.

The console and the commands call the same verbs; each leaves its line in the case's story.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from mailbot.cases.discretion import without_people
from mailbot.cases.state import State
from mailbot.clock import Clock
from mailbot.errors import BadInputError
from mailbot.provisioning.provision import enter_in_directory
from mailbot.storage import effects as ledger
from mailbot.storage import history
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import lock
from mailbot.storage.effects import Effect, Effects, EffectState
from mailbot.storage.history import Event
from mailbot.words import Words

SHOWN, SHOWN_AGAIN = "password_shown", "password_shown_again"


@dataclass(frozen=True, slots=True)
class Shown:
    """A password for somebody's eyes, and where it was shown before without being confirmed."""

    password: str
    before: Event | None


@dataclass(frozen=True, slots=True)
class Hands:
    """Settles what waits for staff. BadInputError where the task waits no more."""

    cases: CaseStore
    effects: Effects
    words: Words
    clock: Clock

    def done(self, connection: Connection, op_key: str, officer: str) -> int:
        """Tick a task off and return how many the case has left; after the last it goes on."""
        effect = self._open_task(connection, op_key)
        ledger.settle(connection, op_key, EffectState.DONE, self.clock(), officer)
        case = self.cases.load(connection, effect.case_id)
        enter_in_directory(connection, case, (effect,), officer, self.clock())
        self._write(connection, effect, "task_done", officer)
        return self._go_on(connection, effect.case_id)

    def not_done(self, connection: Connection, op_key: str, officer: str, reason: str) -> int:
        """Say why a task cannot be done: the reason stands in the notice. Returns what is left."""
        effect = self._open_task(connection, op_key)
        if not reason.strip():
            raise BadInputError(self.words.say("tasks.reason_wanted"))
        ledger.settle(connection, op_key, EffectState.FAILED, self.clock(), officer, reason.strip())
        listed = self.cases.load(connection, effect.case_id).listed
        told = without_people(reason.strip(), listed)
        self._write(connection, effect, "task_not_done", officer, reason=told)
        return self._go_on(connection, effect.case_id)

    def reveal(self, connection: Connection, op_key: str, officer: str) -> str:
        """Return the initial password to whoever makes the mailbox; who saw it is kept."""
        effect = self._open_task(connection, op_key)
        password = self._password(connection, effect)
        self._write(connection, effect, "password_revealed", officer)
        return password

    def show(self, connection: Connection, op_key: str, officer: str, to: str) -> Shown:
        """Return the password for the person it is given to.

        It is kept until `handed_over` confirms that it was seen: what dies between this showing
        and the eye that reads it loses nothing. A second showing is in the story as what it is.
        """
        effect = self._in_person(connection, op_key)
        if not to.strip():
            raise BadInputError(self.words.say("tasks.receiver_wanted"))
        password, before = self._password(connection, effect), self._showing(connection, effect)
        what = SHOWN_AGAIN if before else SHOWN
        self._write(connection, effect, what, officer, to=to.strip(), task=op_key)
        return Shown(password, before)

    def handed_over(self, connection: Connection, op_key: str, officer: str) -> None:
        """Confirm that the person whom this officer last showed the password has it; then it is
        gone. A colleague may have shown it to somebody else meanwhile.
        """
        effect = self._in_person(connection, op_key)
        self._password(connection, effect)
        shown = self._showing(connection, effect, officer)
        if shown is None:
            raise BadInputError(self.words.say("tasks.not_shown"))
        to = shown.detail["to"]
        ledger.handed_over(connection, (op_key,), self.clock(), f"{officer} → {to}")
        self._write(connection, effect, "password_handed_over", officer, to=to)

    def _in_person(self, connection: Connection, op_key: str) -> Effect:
        effect = ledger.find(connection, op_key)
        if effect.state is not EffectState.DONE or effect.hand_over != "in_person":
            raise BadInputError(self.words.say("tasks.not_in_person", task=op_key))
        return effect

    def _showing(
        self, connection: Connection, effect: Effect, by: str | None = None
    ) -> Event | None:
        """Return the last showing of this password, by anybody or by one officer, that nobody has
        confirmed.
        """
        told = reversed(history.of_case(connection, effect.case_id))
        shown = (one for one in told if one.what in {SHOWN, SHOWN_AGAIN} and by in {None, one.who})
        return next((one for one in shown if one.detail["task"] == effect.op_key), None)

    def _open_task(self, connection: Connection, op_key: str) -> Effect:
        # One at a time: of two that tick off a case's last tasks, the later one sees it has none.
        lock(connection, "hands")
        effect = ledger.find(connection, op_key)
        if effect.state is not EffectState.FOR_STAFF:
            raise BadInputError(self.words.say("tasks.not_open", task=op_key))
        return effect

    def _password(self, connection: Connection, effect: Effect) -> str:
        password = self.effects.password(connection, effect.op_key)
        if password is None:
            raise BadInputError(self.words.say("tasks.password_gone"))
        return password

    def _go_on(self, connection: Connection, case_id: int) -> int:
        left = len(_unsettled(ledger.of_case(connection, case_id)))
        case = self.cases.load(connection, case_id)
        if not left and case.state is State.AWAITING_HANDS:
            self.cases.save(connection, case.moved(State.ACCEPTED), self.clock(), "hands_done")
        return left

    def _write(
        self, connection: Connection, effect: Effect, what: str, officer: str, **detail: str
    ) -> None:
        history.write(
            connection,
            self.clock(),
            effect.case_id,
            what,
            officer,
            address=effect.address,
            **detail,
        )


def _unsettled(effects: Sequence[Effect]) -> list[Effect]:
    return [one for one in effects if one.state not in ledger.SETTLED]
