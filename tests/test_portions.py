"""Mails examined together: the fault of one costs the others one more look, and never more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count as count_from

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailbot.clock import Clock
from mailbot.errors import TryLaterError
from mailbot.journey import Journey
from mailbot.rounds import MOST_BUGS, MOST_MAILS, Rounds
from mailbot.storage import work
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.messages import Arrived, Delivered, Spot, record_all
from mailbot.words import load_words
from tests.databases import SEAL
from tests.slips import NOBODY

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
STORE = CaseStore(SEAL)
WORDS = load_words()
_runs = count_from(1)


@dataclass
class Reader:
    """Examines mails; some are faulty, of the others it reads `at_once` together."""

    faulty: frozenset[int] = frozenset()
    error: Exception = field(default_factory=lambda: ValueError("odd"))
    at_once: int = MOST_MAILS
    concluded: list[int] = field(default_factory=list)
    looks: list[int] = field(default_factory=list)

    def all_of(self, numbers: Sequence[int]) -> Sequence[int]:
        reached = numbers[: self.at_once]
        for number in reached:
            self.looks.append(number)
            if number in self.faulty:
                raise type(self.error)(*self.error.args)
        self.concluded += reached
        return reached

    def __call__(self, number: int) -> None:
        self.all_of((number,))


def rounds_reading(database: Database, reader: Reader, clock: Clock = lambda: NOW) -> Rounds:
    def never(subject: object) -> None:
        raise AssertionError(subject)

    return Rounds(
        database=database,
        cases=STORE,
        clock=clock,
        examine=reader,
        examine_all=reader.all_of,
        journey=Journey(never, never, never, never),
        decide=never,
        write_apart=never,
        deliver=never,
        words=WORDS,
        presence=NOBODY,
    )


def received(database: Database, count: int) -> tuple[int, ...]:
    run = next(_runs)
    mails = [
        Delivered(
            Arrived(f"{run}-{number}", f"{run}-{number}", 500, "", NOW), Spot("inbox", run, number)
        )
        for number in range(count)
    ]
    with database.transaction() as connection:
        return record_all(connection, mails, NOW)


def left(database: Database) -> set[int]:
    with database.transaction() as connection:
        return {subject for _, subject in work.waiting(connection)}


def test_fresh_mails_are_concluded_together_in_their_order(database: Database) -> None:
    reader = Reader()
    mails = received(database, MOST_MAILS + 3)
    assert rounds_reading(database, reader).run_due() == len(mails)
    assert tuple(reader.concluded) == tuple(reader.looks) == mails
    assert left(database) == set()


def test_what_was_not_come_to_is_taken_next_in_the_same_order(database: Database) -> None:
    reader = Reader(at_once=3)
    mails = received(database, 10)
    assert rounds_reading(database, reader).run_due() == len(mails)
    assert tuple(reader.concluded) == tuple(reader.looks) == mails
    assert left(database) == set()


def test_a_mail_whose_time_has_not_come_again_holds_up_no_other(database: Database) -> None:
    mails = received(database, 5)
    reader = Reader(frozenset({mails[2]}), TryLaterError("the archive is away"))
    rounds_reading(database, reader).run_due()
    assert left(database) == {mails[2]}
    reader.faulty = frozenset()
    rounds_reading(database, reader, lambda: NOW + timedelta(minutes=1)).run_due()
    assert sorted(reader.concluded) == sorted(mails)


def test_a_mail_concluded_before_stands_among_others_and_delays_none(database: Database) -> None:
    mails = received(database, 5)
    reader = Reader(at_once=2)

    def all_of(numbers: Sequence[int]) -> Sequence[int]:
        fresh = [number for number in numbers if number != mails[3]]
        reached = reader.all_of(fresh)
        return [number for number in numbers if number in reached or number not in fresh]

    replace(rounds_reading(database, reader), examine_all=all_of).run_due()
    assert tuple(reader.concluded) == (*mails[:3], mails[4])
    assert left(database) == set()


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    data=st.data(),
    count=st.sampled_from((1, 2, 9, MOST_MAILS + 3)),
    at_once=st.integers(1, MOST_MAILS),
)
def test_a_faulty_mail_costs_the_others_one_more_look_at_most(
    database: Database, data: st.DataObject, count: int, at_once: int
) -> None:
    mails = received(database, count)
    faulty = data.draw(st.frozensets(st.sampled_from(mails)))
    reader = Reader(faulty, at_once=at_once)
    for hour in range(MOST_BUGS):
        rounds_reading(database, reader, lambda at=NOW + timedelta(hours=hour): at).run_due()  # type: ignore[misc]
        # The sound ones are all through after the first round, whatever is wrong with the others.
        assert sorted(reader.concluded) == sorted(set(mails) - faulty)
    assert all(reader.looks.count(mail) <= 2 for mail in set(mails) - faulty)
    assert left(database) == faulty
    with database.transaction() as connection:
        assert work.count_set_aside(connection) == len(faulty)
        for mail in faulty:
            work.cancel(connection, work.Kind.EXAMINE, mail)
