from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from mailbot.storage import outbox, work
from mailbot.storage.database import Database
from mailbot.storage.outbox import Posted
from mailbot.storage.work import Kind, Lane, Standing
from tests.builders import MONDAY
from tests.slips import take_one

LEASE = timedelta(minutes=5)


def test_a_slip_is_claimed_once_until_its_lease_ends(database: Database) -> None:
    with database.transaction() as connection:
        work.put(connection, Kind.ADVANCE, 7, MONDAY)
        first = take_one(connection, MONDAY, LEASE)
        assert first is not None
        assert (first.kind, first.subject_id, first.attempts) == (Kind.ADVANCE, 7, 1)
        assert take_one(connection, MONDAY, LEASE) is None
        again = take_one(connection, MONDAY + LEASE, LEASE)
        assert again is not None
        assert (again.attempts, again.crashes) == (2, 1)


def test_nothing_is_due_before_its_time(database: Database) -> None:
    with database.transaction() as connection:
        work.put(connection, Kind.DELIVER, 1, MONDAY + LEASE)
        assert take_one(connection, MONDAY, LEASE) is None


def test_the_first_lane_goes_first_and_in_turn_the_oldest_of_all(database: Database) -> None:
    with database.transaction() as connection:
        for number in range(3):
            work.put(connection, Kind.EXAMINE, number, MONDAY, Lane.AFTER)
        work.put(connection, Kind.EXAMINE, 7, MONDAY + timedelta(minutes=1))
        work.put(connection, Kind.ADVANCE, 8, MONDAY + timedelta(minutes=2))
        later = MONDAY + timedelta(minutes=3)
        claimed = [
            take_one(connection, later, LEASE, in_turn=in_turn)
            for in_turn in (False, True, False, False, False, True)
        ]
    assert [slip.subject_id if slip else None for slip in claimed] == [7, 0, 8, 1, 2, None]


@pytest.mark.parametrize(
    ("kind", "written_at", "is_taken"),
    [
        pytest.param(work.TO_STAFF, MONDAY, True, id="a mail to staff"),
        pytest.param(work.TO_STAFF, MONDAY - LEASE, False, id="one of before the restore"),
        pytest.param("result", MONDAY, False, id="an answer"),
    ],
)
def test_while_all_stands_still_mails_to_staff_alone_are_taken(
    database: Database, kind: str, written_at: datetime, *, is_taken: bool
) -> None:
    with database.transaction() as connection:
        work.put(connection, Kind.EXAMINE, 1, MONDAY)
        mail = Posted("a/key", kind, ("a@b.vn",), "<an@id>", b"mail")
        outbox.post(connection, mail, written_at, MONDAY)
        slips = work.claim_staff_mail(connection, MONDAY, LEASE, since=MONDAY)
        assert [slip.kind for slip in slips] == [Kind.DELIVER] * is_taken
        assert work.claim_staff_mail(connection, MONDAY, LEASE, since=MONDAY) == ()


def test_a_settled_slip_is_gone(database: Database) -> None:
    with database.transaction() as connection:
        work.put(connection, Kind.EXAMINE, 1, MONDAY)
        slip = take_one(connection, MONDAY, LEASE)
        assert slip is not None
        work.settle(connection, slip)
        assert work.next_due(connection) is None


def test_a_worker_that_was_overtaken_settles_nothing(database: Database) -> None:
    with database.transaction() as connection:
        work.put(connection, Kind.ADVANCE, 1, MONDAY)
        late = take_one(connection, MONDAY, LEASE)
        overtaking = take_one(connection, MONDAY + LEASE, LEASE)
        assert late is not None
        assert overtaking is not None
        work.settle(connection, late)
        work.postpone(connection, late, MONDAY, "late")
        assert work.next_due(connection) == MONDAY + LEASE + 2 * LEASE


def test_a_slip_put_anew_while_it_is_worked_on_survives_the_settling(database: Database) -> None:
    with database.transaction() as connection:
        work.put(connection, Kind.ADVANCE, 1, MONDAY)
        slip = take_one(connection, MONDAY, LEASE)
        assert slip is not None
        work.put(connection, Kind.ADVANCE, 1, MONDAY)
        work.settle(connection, slip)
        assert work.next_due(connection) == MONDAY


def test_a_postponed_slip_is_no_crash(database: Database) -> None:
    with database.transaction() as connection:
        work.put(connection, Kind.ADVANCE, 1, MONDAY)
        slip = take_one(connection, MONDAY, LEASE)
        assert slip is not None
        work.postpone(connection, slip, MONDAY + LEASE, "server away")
        again = take_one(connection, MONDAY + LEASE, LEASE)
        assert again is not None
        assert (again.attempts, again.crashes) == (2, 0)


def test_what_many_workers_died_over_waits_longer_each_time_while_other_work_is_taken(
    database: Database,
) -> None:
    now, pauses = MONDAY, []
    with database.transaction() as connection:
        work.put(connection, Kind.ADVANCE, 1, MONDAY)
        for number in range(2, 6):
            assert take_one(connection, now, LEASE) is not None
            due_at = work.next_due(connection)
            assert due_at is not None
            pauses.append((due_at - now) / LEASE)
            work.put(connection, Kind.ADVANCE, number, now)
            other = take_one(connection, now, LEASE)
            assert other is not None
            assert other.subject_id == number
            work.settle(connection, other)
            now = due_at
    assert pauses == [1, 2, 4, 8]


def test_a_slip_in_hand_is_due_again_once_its_lease_has_run_out(database: Database) -> None:
    with database.transaction() as connection:
        work.put(connection, Kind.ADVANCE, 1, MONDAY)
        assert take_one(connection, MONDAY, LEASE) is not None
        work.put(connection, Kind.ADVANCE, 2, MONDAY + 2 * LEASE)
        stands = [work.counted(connection, MONDAY + n * LEASE) for n in (0, 1)]
    taken, due, later = Standing.TAKEN, Standing.DUE, Standing.LATER
    assert stands == [
        {(Kind.ADVANCE, taken): 1, (Kind.ADVANCE, later): 1},
        {(Kind.ADVANCE, due): 1, (Kind.ADVANCE, later): 1},
    ]


def test_a_slip_set_aside_waits_for_a_person(database: Database) -> None:
    with database.transaction() as connection:
        work.put(connection, Kind.ADVANCE, 1, MONDAY)
        slip = take_one(connection, MONDAY, LEASE)
        assert slip is not None
        work.set_aside(connection, slip, "poison")
        assert take_one(connection, MONDAY + LEASE, LEASE) is None
        work.put(connection, Kind.ADVANCE, 1, MONDAY)
        assert take_one(connection, MONDAY, LEASE) is not None


def test_two_workers_never_claim_the_same_slip(database: Database) -> None:
    with database.transaction() as connection:
        for subject in (1, 2):
            work.put(connection, Kind.ADVANCE, subject, MONDAY)
    if database.engine.dialect.name == "sqlite":
        return  # one writer at a time: BEGIN IMMEDIATE keeps the second out
    with database.engine.begin() as one, database.engine.begin() as two:
        two.exec_driver_sql("SET LOCAL lock_timeout = '9s'")  # else it might wait for ever
        first, second = take_one(one, MONDAY, LEASE), take_one(two, MONDAY, LEASE)
    assert first is not None
    assert second is not None
    assert {first.subject_id, second.subject_id} == {1, 2}


def test_fresh_mails_are_taken_together_and_whatever_was_tried_alone(database: Database) -> None:
    with database.transaction() as connection:
        for number in range(1, 4):
            work.put(connection, Kind.EXAMINE, number, MONDAY + timedelta(seconds=number))
        work.put(connection, Kind.DELIVER, 4, MONDAY + timedelta(seconds=4))
        work.put(connection, Kind.EXAMINE, 5, MONDAY + timedelta(seconds=5))
        later = MONDAY + timedelta(minutes=1)
        taken = [work.claim(connection, later, LEASE, most=32) for _ in range(4)]
        again = [work.claim(connection, later + LEASE, LEASE, most=32) for _ in range(4)]
    assert [[slip.subject_id for slip in slips] for slips in taken] == [[1, 2, 3], [4], [5], []]
    assert [[slip.subject_id for slip in slips] for slips in again] == [[1], [2], [3], [4]]
    assert {slip.crashes for slips in again for slip in slips} == {1}


def test_no_more_mails_are_taken_together_than_asked_for(database: Database) -> None:
    with database.transaction() as connection:
        for number in range(5):
            work.put(connection, Kind.EXAMINE, number, MONDAY)
        assert len(work.claim(connection, MONDAY, LEASE, most=2)) == 2


def test_what_was_handed_back_is_as_if_never_taken(database: Database) -> None:
    with database.transaction() as connection:
        for number in range(3):
            work.put(connection, Kind.EXAMINE, number, MONDAY + timedelta(seconds=number))
        later = MONDAY + timedelta(minutes=1)
        first, *others = work.claim(connection, later, LEASE, most=32)
        work.hand_back(connection, others)
        again = work.claim(connection, later, LEASE, most=32)
        assert [(slip.subject_id, slip.attempts, slip.crashes) for slip in again] == [
            (1, 1, 0),
            (2, 1, 0),
        ]
        assert [slip.due_at for slip in again] == [slip.due_at for slip in others]
        work.settle(connection, first, *again)
        assert work.waiting(connection) == ()


def test_an_overtaken_worker_hands_nothing_back(database: Database) -> None:
    with database.transaction() as connection:
        work.put(connection, Kind.EXAMINE, 1, MONDAY)
        late = work.claim(connection, MONDAY, LEASE, most=32)
        assert take_one(connection, MONDAY + LEASE, LEASE) is not None
        work.hand_back(connection, late)
        assert take_one(connection, MONDAY + LEASE, LEASE) is None
