"""Rounds: claim what is due, let it take one step, settle it. A bug in one stops no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import assert_never

from sqlalchemy import Connection

from mailbot import logbook
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.state import MOVES, State
from mailbot.clock import Clock
from mailbot.errors import (
    NeedsStaffError,
    SettingsError,
    StepError,
    TryLaterError,
    is_shortage,
)
from mailbot.journey import WITH_PEOPLE, Journey
from mailbot.storage import history, hosts, letters, messages, outbox, switches, work
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.held_decisions import HeldDecisions
from mailbot.storage.presence import Presence
from mailbot.storage.work import Kind, Slip
from mailbot.words import Words

LEASE = timedelta(minutes=5)
MOST_MAILS = 32  # examined together, where nobody has tried them yet
FARTHEST = timedelta(days=1)  # nothing is ever put off longer
EVERY_NTH_IN_TURN = 4  # slips are taken in turn of all lanes, the others from the first lane
MOST_BUGS = 3  # a step that failed for a reason nobody foresaw is tried this often
# A step that did not come to an end is tried this often: more than once, for a worker also dies of
# other things than the step in hand.
MOST_CRASHES = 5
_EVER = datetime.min.replace(tzinfo=UTC)
_PAUSES = (5, 15, 60, 120, 300, 900, 1800)  # seconds before the world is asked again


@dataclass(frozen=True, slots=True)
class _Ended:
    """What became of the slips in hand: to be settled, and not begun with."""

    done: tuple[Slip, ...] = ()
    untouched: tuple[Slip, ...] = ()


_NOTHING = _Ended()


@dataclass(frozen=True, slots=True)
class Rounds:
    """Takes slips one by one, fresh mails together. A slip that fails never holds up the next.

    `examine_all` concludes the first of these mails, as many as it comes to, and returns which; or
    raises, and none is concluded: then each is examined by itself. `presence` tells who works here.
    """

    database: Database
    cases: CaseStore
    clock: Clock
    examine: Callable[[int], None]
    examine_all: Callable[[Sequence[int]], Sequence[int]]
    journey: Journey
    decide: Callable[[int], None]
    write_apart: Callable[[int], None]
    deliver: Callable[[int], None]
    words: Words
    presence: Presence
    _turns: Iterator[int] = field(default_factory=lambda: count(1), init=False, repr=False)

    def run_due(
        self, stopping: Callable[[], bool] = lambda: False, *, most: int | None = None
    ) -> int:
        """Take every slip that is due now, until stopped, or `most` of them; return how many were
        taken.
        """
        taken, ended = 0, _NOTHING
        while slips := self._next(ended, 0 if stopping() else _left(most, taken)):
            ended = self._worked_off(slips, stopping)
            taken += len(slips) - len(ended.untouched)
        return taken

    def mend_times(self) -> None:
        """Pull in what was put off by a clock that went wrong."""
        with self.database.transaction() as connection:
            pulled = work.pull_in(connection, self.clock(), FARTHEST)
        if pulled:
            logbook.clock_was_wrong(pulled)

    def take_back(self) -> None:
        """Make due at once the mails that processes held which are gone, and free their inbox."""
        for name in self.presence.departed():
            with self.database.transaction() as connection:
                hosts.departed(connection, name)
                slips = work.take_back(connection, name, self.clock())
            if slips:
                logbook.work_taken_back(slips)

    def _next(self, ended: _Ended, most: int) -> tuple[Slip, ...]:
        """Settle the slips whose work is done, and claim the next, `most` of them, in the same
        transaction.
        """
        if ended == _NOTHING and not most:
            return ()
        with self.database.transaction() as connection:
            if ended.done:
                work.settle(connection, *ended.done)
            work.hand_back(connection, ended.untouched)
            if not most:
                return ()
            if switches.paused_by(connection):
                return self._warnings(connection)
            in_turn = next(self._turns) % EVERY_NTH_IN_TURN == 0
            return work.claim(
                connection,
                self.clock(),
                LEASE,
                most=most,
                in_turn=in_turn,
                owner=self.presence.name,
            )

    def _warnings(self, connection: Connection) -> tuple[Slip, ...]:
        """Claim a mail to staff: a pause stops what we do and answer, not what we warn of. What a
        restored copy holds of them is told already.
        """
        since = switches.restored_at(connection) or _EVER
        return work.claim_staff_mail(connection, self.clock(), LEASE, since, self.presence.name)

    def _worked_off(self, slips: tuple[Slip, ...], stopping: Callable[[], bool]) -> _Ended:
        """Take the steps; what fails together is taken one by one."""
        if len(slips) > 1:
            try:
                reached = {*self.examine_all([slip.subject_id for slip in slips])}
            except Exception as error:  # noqa: BLE001 (whose fault it is shows when each is alone)
                logbook.taken_one_by_one(len(slips), type(error).__name__)
            else:
                # Not by place: one that was concluded before is done, whatever stands before it.
                done = tuple(slip for slip in slips if slip.subject_id in reached)
                return _Ended(done, tuple(slip for slip in slips if slip not in done))
        return self._one_by_one(slips, stopping)

    def _one_by_one(self, slips: tuple[Slip, ...], stopping: Callable[[], bool]) -> _Ended:
        """Take the first step, and each further one unless stopped meanwhile."""
        done: list[Slip] = []
        for at, slip in enumerate(slips):
            if at and stopping():
                return _Ended(tuple(done), slips[at:])
            done += [slip] if self._is_done(slip) else []
        return _Ended(tuple(done))

    def _is_done(self, slip: Slip) -> bool:
        """Take the step and return whether its slip is to be settled; else it has been put off."""
        if slip.crashes >= MOST_CRASHES:
            self._set_aside(slip, StepError("worker_killed"))
            return False
        try:
            self._step(slip)
        except (TryLaterError, SettingsError) as error:
            self._postpone(slip, str(error))
        except NeedsStaffError as error:
            self._set_aside(slip, error)
        except Exception as error:  # noqa: BLE001 (a bug in one case must not stop the others)
            logbook.bug(slip.kind, slip.subject_id)
            self._after_bug(slip, error)
        else:
            return True
        return False

    def _step(self, slip: Slip) -> None:
        match slip.kind:
            case Kind.EXAMINE:
                self.examine(slip.subject_id)
            case Kind.ADVANCE:
                self._advance(slip.subject_id)
            case Kind.DECIDE:
                self.decide(slip.subject_id)
            case Kind.WRITE:
                self.write_apart(slip.subject_id)
            case Kind.DELIVER:
                self.deliver(slip.subject_id)
            case _:
                assert_never(slip.kind)

    def _advance(self, case_id: int) -> None:
        with self.database.reading() as connection:
            case = self.cases.load(connection, case_id)
        step = self.journey.step_from(case.state)
        if step is not None:
            step(case)

    def _postpone(self, slip: Slip, reason: str) -> None:
        pause = _PAUSES[min(slip.attempts, len(_PAUSES)) - 1]
        logbook.work_postponed(slip.kind, slip.subject_id, slip.attempts, reason)
        with self.database.transaction() as connection:
            due_at = self.clock() + timedelta(seconds=pause)
            work.postpone(connection, slip, due_at, reason)

    def _after_bug(self, slip: Slip, error: Exception) -> None:
        name = type(error).__name__
        if slip.attempts < MOST_BUGS or is_shortage(error):
            self._postpone(slip, name)
        else:
            self._set_aside(slip, StepError("bug", name=name))

    def _set_aside(self, slip: Slip, error: NeedsStaffError) -> None:
        """Leave it to a person, unless another worker has taken it over: what that one made of it
        stays.
        """
        logbook.work_set_aside(slip.kind, slip.subject_id, slip.attempts, str(error))
        reason = self._in_words(error)
        with self.database.transaction() as connection:
            if work.set_aside(connection, slip, reason):
                self._leave_to_staff(connection, slip, reason)

    def _leave_to_staff(self, connection: Connection, slip: Slip, reason: str) -> None:
        """Send the case to review, the mail to quarantine."""
        match slip.kind:
            case Kind.EXAMINE:
                messages.quarantine(connection, slip.subject_id)
            case Kind.DECIDE:
                # Taken anew, by whoever sees what was in its way: the case is not as it was then.
                HeldDecisions.drop(connection, slip.subject_id)
                self._send_to_review(connection, slip.subject_id, reason)
            case Kind.ADVANCE:
                self._send_to_review(connection, slip.subject_id, reason)
            case Kind.WRITE:
                letter = letters.load(connection, slip.subject_id)
                self._send_to_review(connection, letter.case_id, reason, beside=True)
            case Kind.DELIVER:
                outbox.give_up(connection, slip.subject_id, reason, self.clock())
            case _:
                assert_never(slip.kind)

    def _in_words(self, error: NeedsStaffError) -> str:
        """Return in Vietnamese why a person must look; other errors are worded where they arise."""
        if isinstance(error, StepError):
            return self.words.say(f"step.{error.fault}", **error.fields)
        return str(error)

    def _send_to_review(
        self, connection: Connection, case_id: int, reason: str, *, beside: bool = False
    ) -> None:
        """Have a person look at the case. What fails `beside` its way, as the receipt does, takes
        it out of nobody's hands: its story tells it, and the slip waits to be tried again.
        """
        case = self.cases.load(connection, case_id)
        goes_on = case.state in WITH_PEOPLE or (beside and case.state is not State.IN_REVIEW)
        if goes_on or State.IN_REVIEW not in MOVES[case.state]:
            history.write(connection, self.clock(), case_id, "set_aside", reason=reason)
            return
        finding = Finding("case.step_failed", Severity.LOOK, {"reason": reason})
        held = replace(case.moved(State.IN_REVIEW), findings=(*case.findings, finding))
        self.cases.save(connection, held, self.clock(), "set_aside", reason=reason)


def _left(most: int | None, taken: int) -> int:
    """Return how many slips may be claimed at once."""
    return MOST_MAILS if most is None else min(MOST_MAILS, most - taken)
