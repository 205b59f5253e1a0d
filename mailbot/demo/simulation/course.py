"""The course of a simulation: mail arrives, steps work, officers decide, each at its instant.

The clock goes on by the CPU time a step took, so that a queue grows here as it would in earnest.
"""

from __future__ import annotations

import heapq
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from itertools import count, zip_longest
from typing import TypeVar

from mailbot.cases.case import Case
from mailbot.cases.deadline import working_time_after
from mailbot.cases.state import State
from mailbot.clock import local_date
from mailbot.demo.cast import INBOX
from mailbot.demo.past_cast import OFFICERS
from mailbot.demo.servers import DemoMail
from mailbot.demo.simulation.clock import SimulatedClock
from mailbot.demo.simulation.cpu import spent
from mailbot.demo.simulation.figures import Events, Spent, Turn
from mailbot.demo.simulation.house import SimulatedHouse
from mailbot.demo.simulation.letters import Letters, number_of
from mailbot.demo.simulation.office import Officers, decide
from mailbot.demo.simulation.traffic import Arrival, Away, Kind, Traffic
from mailbot.errors import TryLaterError
from mailbot.gateways.imap import OpenFolder
from mailbot.rounds import Rounds
from mailbot.storage import history, messages, work
from mailbot.storage.history import Event
from mailbot.storage.messages import Stored

CORRECTED_OF_TEN = 8  # supplements that an agency answers
CORRECTED_AFTER_HOURS = (3, 14)  # of working time
LOOK_AGAIN = timedelta(seconds=5)

Deed = Callable[[], None]
Subject = TypeVar("Subject")


@dataclass(eq=False)
class Course:
    """Runs one plan to its end. `say` is told of each simulated day."""

    house: SimulatedHouse
    clock: SimulatedClock
    mail: DemoMail
    letters: Letters
    traffic: Traffic
    officers: Officers
    say: Callable[[datetime, int], None]
    chance: random.Random
    _ahead: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    _order: count[int] = field(default_factory=count)
    _step: str = ""
    _spent: list[Spent] = field(default_factory=list)
    _reviewed: list[datetime] = field(default_factory=list)
    _known: set[tuple[int, State, datetime]] = field(default_factory=set)
    _mails: Counter[str] = field(default_factory=Counter)
    _faults: Counter[str] = field(default_factory=Counter)
    _peaks: Counter[str] = field(default_factory=Counter)
    _day: date | None = None
    _open: ExitStack = field(default_factory=ExitStack)
    _folder: OpenFolder | None = None

    def run(self) -> Events:
        """Let everything happen in its order; return what was seen."""
        for arrival in self.traffic.arrivals:
            self._at(arrival.at, partial(self._arrive, arrival))
        for outage in self.traffic.outages:
            if outage.what is Away.MAIL:
                self._at(outage.ends, self._look)
        rounds = self._watched(self.house.rounds)
        with self._open:
            while (at := self._next()) is not None and at <= self.traffic.ends:
                self.clock.turn(at)
                self._tell_day()
                if self._ahead and self._ahead[0][0] <= self.clock():
                    heapq.heappop(self._ahead)[2]()
                else:
                    self._work_once(rounds)
        return self._events()

    def _at(self, at: datetime, deed: Deed) -> None:
        heapq.heappush(self._ahead, (at, next(self._order), deed))

    def _next(self) -> datetime | None:
        with self.house.database.transaction() as connection:
            due = work.next_due(connection)
        known = [at for at in (due, self._ahead[0][0] if self._ahead else None) if at]
        return min(known, default=None)

    def _tell_day(self) -> None:
        if (day := local_date(self.clock())) != self._day:
            self._day = day
            self.say(self.clock(), sum(self._mails.values()))

    # What comes in.

    def _arrive(self, arrival: Arrival) -> None:
        self._mails[arrival.kind] += 1
        self.mail.append(INBOX, self.letters.mail(arrival), arrival.at)
        self._look()

    def _correct(self, number: int, case: str) -> None:
        self._mails[Kind.CORRECTED] += 1
        now = self.clock()
        self.mail.append(INBOX, self.letters.corrected(number, case, now), now)
        self._look()

    def _look(self) -> None:
        """Take in what is new; while the server is away, what came is found when it is back."""
        before = spent()
        try:
            self.house.receive(self._opened())
        except TryLaterError:
            self._faults["inbox_away"] += 1
            return
        self._charge("receive", before)
        self._note_queue()

    def _opened(self) -> OpenFolder:
        """Return the folder, open as long as the server is there: the daemon keeps it open too."""
        if self._folder is None or self.house.is_away(Away.MAIL):
            self._open.close()
            self._folder = None
            self._folder = self._open.enter_context(self.house.reached_inbox().open())
        return self._folder

    # What is done.

    def _work_once(self, rounds: Rounds) -> None:
        """Take one slip, the next by its turn."""
        before, self._step = spent(), "other"
        taken = rounds.run_due(most=1)
        self._charge(self._step, before)
        if not taken:
            self.clock.turn(self.clock() + LOOK_AGAIN)
        self._note_queue()
        self._note_cases()

    def _watched(self, rounds: Rounds) -> Rounds:
        """Return the rounds that tell which step they take."""
        journey = rounds.journey
        return replace(
            rounds,
            examine=self._named("examine", rounds.examine),
            deliver=self._named("deliver", rounds.deliver),
            journey=replace(
                journey,
                provision=self._named("provision", journey.provision),
                compose=self._named("compose", journey.compose),
                examine_again=self._named("examine", journey.examine_again),
            ),
        )

    def _named(self, name: str, step: Callable[[Subject], None]) -> Callable[[Subject], None]:
        def run(subject: Subject) -> None:
            self._step = name
            step(subject)

        return run

    def _charge(self, step: str, before: float) -> None:
        seconds = spent() - before
        self._spent.append(Spent(self.clock(), step, seconds))
        self.clock.spend(seconds)

    # What is seen.

    def _note_queue(self) -> None:
        with self.house.database.transaction() as connection:
            due = work.count_due(connection, self.clock())
        self._peaks["queue"] = max(self._peaks["queue"], due)

    def _note_cases(self) -> None:
        """See which cases have come to officers, and which wait for an agency."""
        states = frozenset({State.IN_REVIEW, State.AWAITING_SUPPLEMENT})
        with self.house.database.transaction() as connection:
            found = self.house.cases.listed(connection, states)
        in_review = sum(case.state is State.IN_REVIEW for case in found)
        self._peaks["review"] = max(self._peaks["review"], in_review)
        for case in found:
            mark = case.id, case.state, case.arrived_at
            if mark in self._known:
                continue
            self._known.add(mark)
            if case.state is State.IN_REVIEW:
                self._to_officer(case.id)
            elif self.chance.randrange(10) < CORRECTED_OF_TEN:
                hours = timedelta(hours=self.chance.randint(*CORRECTED_AFTER_HOURS))
                at = working_time_after(self.clock(), hours, self.house.calendar)
                number = number_of(case.letter.number)
                self._at(at, partial(self._correct, number, case.number))

    def _to_officer(self, case_id: int) -> None:
        self._reviewed.append(self.clock())
        at = self.officers.decides_at(self.clock())
        self._at(at, partial(self._decide, case_id))

    def _decide(self, case_id: int) -> None:
        officer = self.chance.choice(OFFICERS)
        if decide(self.house, case_id, officer) is None:
            self._faults["undecided"] += 1
        self._known -= {mark for mark in self._known if mark[0] == case_id}

    def _events(self) -> Events:
        with self.house.database.transaction() as connection:
            cases = self.house.cases.listed(connection, frozenset(State))
            stories = [history.of_case(connection, case.id) for case in cases]
            mails = [messages.of_case(connection, case.id) for case in cases]
            self._faults["set_aside"] = work.count_set_aside(connection)
        told = zip(cases, stories, mails, strict=True)
        return Events(
            ends=self.traffic.ends,
            mails=dict(self._mails),
            cases=len(cases),
            spent=self._spent,
            turns=tuple(turn for one in told for turn in self._turns(*one)),
            reviewed=self._reviewed,
            sent=tuple(line.at for story in stories for line in story if line.what == "mail_sent"),
            queue_peak=self._peaks["queue"],
            review_peak=self._peaks["review"],
            faults={what: times for what, times in self._faults.items() if times},
        )

    def _turns(self, case: Case, story: Sequence[Event], mails: Sequence[Stored]) -> Iterator[Turn]:
        """Yield each mail of the case with the reply to it, the last perhaps without one."""
        replies = [line.at for line in story if line.what == "answered"]
        for mail, replied_at in zip_longest(mails, replies[: len(mails)]):
            until = replied_at or self.traffic.ends
            yield Turn(
                arrived_at=mail.arrived_at,
                due_at=self.house.deadline(mail.arrived_at).due_at,
                replied_at=replied_at,
                by_person=any(
                    line.who in OFFICERS and mail.arrived_at <= line.at <= until for line in story
                ),
                ended=replied_at is None and case.state is State.CLOSED,
            )
