"""A step that cannot go on leaves its reason to staff in Vietnamese, to the log in English."""

from __future__ import annotations

import errno
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Never

import pytest
from sqlalchemy import event

from mailbot.cases.case import Case, Channel
from mailbot.cases.state import State
from mailbot.errors import NeedsStaffError, StepError
from mailbot.journey import Journey, Step
from mailbot.rounds import EVERY_NTH_IN_TURN, MOST_BUGS, Rounds
from mailbot.storage import history, letters, messages, outbox, work
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.letters import LetterKind
from mailbot.storage.messages import Arrived, Disposition, Spot
from mailbot.storage.outbox import MailState, Posted
from mailbot.storage.work import Kind, Lane
from mailbot.words import load_words
from tests.databases import SEAL, migrated
from tests.slips import NOBODY

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
STORE = CaseStore(SEAL)
WORDS = load_words()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with migrated(f"sqlite:///{tmp_path}/mailbot.db") as opened:
        yield opened


def failing(error: Exception) -> Step:
    def step(_case: Case) -> None:
        raise error

    return step


def never(number: object) -> Never:
    raise AssertionError(number)


def rounds_taking(database: Database, step: Step) -> Rounds:
    return Rounds(
        database=database,
        cases=STORE,
        clock=lambda: NOW,
        examine=never,
        examine_all=lambda numbers: never(numbers[0]),
        journey=Journey(step, step, step, step),
        decide=never,
        write_apart=never,
        deliver=never,
        words=WORDS,
        presence=NOBODY,
    )


def accepted(database: Database, count: int) -> list[Case]:
    wanted = Case(
        0, "", State.ACCEPTED, 0, Channel.EMAIL, "stp", "", "new", arrived_at=NOW, due_at=NOW
    )
    with database.transaction() as connection:
        return [STORE.open(connection, wanted, NOW) for _ in range(count)]


def carried_on(database: Database, error: Exception) -> Case:
    """Return an accepted case after its step failed so."""
    (case,) = accepted(database, 1)
    rounds_taking(database, failing(error)).run_due()
    with database.transaction() as connection:
        return STORE.load(connection, case.id)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        pytest.param(
            StepError("agency_gone", agency="stp"),
            "cơ quan “stp” không còn trong danh bạ cơ quan",
            id="worded by its code",
        ),
        pytest.param(
            NeedsStaffError("Máy chủ gửi thư từ chối."),
            "Máy chủ gửi thư từ chối.",
            id="worded where it arose",
        ),
    ],
)
def test_staff_reads_in_vietnamese_why_a_step_waits(
    database: Database, error: Exception, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        case = carried_on(database, error)

    (finding,) = case.findings
    assert case.state is State.IN_REVIEW
    assert reason in WORDS.finding(finding)
    with database.transaction() as connection:
        told = history.of_case(connection, case.id)[-1]
    assert reason in told.detail["reason"]


@pytest.mark.parametrize("code", sorted(key for key in WORDS.texts if key.startswith("step.")))
def test_what_a_step_says_stands_in_a_sentence(code: str) -> None:
    said = WORDS.say("case.step_failed", reason=WORDS.texts[code])

    assert not WORDS.texts[code].endswith(".")
    assert WORDS.texts[code][0].islower()
    assert said.startswith("Hệ thống không tự đi tiếp được (")


@pytest.mark.parametrize(
    ("error", "state"),
    [
        pytest.param(OSError(errno.EMFILE, "Too many open files"), State.ACCEPTED, id="shortage"),
        pytest.param(OSError(errno.ENOENT, "No such file"), State.IN_REVIEW, id="bug"),
    ],
)
def test_what_the_machine_is_short_of_is_waited_for_as_long_as_it_takes(
    database: Database, error: Exception, state: State
) -> None:
    (case,) = accepted(database, 1)
    for hour in range(MOST_BUGS + 1):
        later = NOW + timedelta(hours=hour)
        replace(rounds_taking(database, failing(error)), clock=lambda at=later: at).run_due()  # type: ignore[misc]
    with database.transaction() as connection:
        assert STORE.load(connection, case.id).state is state


@pytest.mark.parametrize(
    "way", [(State.AWAITING_HANDS,), (State.PROVISIONED, State.AWAITING_SIGNATURE)]
)
def test_a_receipt_that_fails_takes_no_case_from_those_who_sign_or_make_mailboxes(
    database: Database, way: tuple[State, ...]
) -> None:
    """What they bring back would be of no case that waits for it."""
    (case,) = accepted(database, 1)
    with database.transaction() as connection:
        for after in way:
            case = STORE.save(connection, case.moved(after), NOW, "moved")
    rounds = rounds_taking(database, never)
    receipt = failing(NeedsStaffError("Mẫu văn bản có lỗi."))
    replace(rounds, journey=replace(rounds.journey, give_receipt=receipt)).run_due()
    with database.reading() as connection:
        assert STORE.load(connection, case.id) == case
        assert history.of_case(connection, case.id)[-1].what == "set_aside"
        assert work.count_set_aside(connection) == 1


def test_an_apology_that_fails_takes_no_case_from_its_way(database: Database) -> None:
    (case,) = accepted(database, 1)
    with database.transaction() as connection:
        letter = letters.write(connection, case.id, LetterKind.APOLOGY, {}, NOW)
        work.cancel(connection, Kind.ADVANCE, case.id)
        work.put(connection, Kind.WRITE, letter.id, NOW)

    def fail(_letter_id: int) -> None:
        raise NeedsStaffError("Mẫu văn bản có lỗi.")

    replace(rounds_taking(database, never), write_apart=fail).run_due()
    with database.reading() as connection:
        assert STORE.load(connection, case.id) == case
        assert history.of_case(connection, case.id)[-1].what == "set_aside"


def test_what_a_worker_says_that_was_overtaken_sends_no_case_to_review(
    database: Database,
) -> None:
    (case,) = accepted(database, 1)

    def answered_elsewhere(case: Case) -> None:
        with database.transaction() as connection:
            for after in (State.PROVISIONED, State.SIGNED, State.ANSWERED):
                case = STORE.save(connection, case.moved(after), NOW, "moved")
            work.cancel(connection, Kind.ADVANCE, case.id)
        raise NeedsStaffError("the letter was issued meanwhile")

    rounds_taking(database, answered_elsewhere).run_due()

    with database.reading() as connection:
        assert STORE.load(connection, case.id).state is State.ANSWERED


def test_what_a_worker_says_that_was_overtaken_puts_no_mail_aside_that_opened_a_case(
    database: Database,
) -> None:
    (case,) = accepted(database, 1)
    with database.transaction() as connection:
        work.cancel(connection, Kind.ADVANCE, case.id)
        arrived = Arrived("a" * 64, "b" * 64, 10, "<1@x.vn>", NOW)
        mail = messages.record(connection, arrived, Spot("inbox", 1, 1), NOW)

    def concluded_elsewhere(number: int) -> None:
        with database.transaction() as connection:
            messages.conclude(connection, number, Disposition.CASE, case_id=case.id)
            work.cancel(connection, Kind.EXAMINE, number)
        raise NeedsStaffError("it cannot be read here")

    replace(rounds_taking(database, never), examine=concluded_elsewhere).run_due()

    with database.reading() as connection:
        assert messages.load(connection, mail).disposition is Disposition.CASE


def test_a_step_is_settled_with_the_claim_of_the_next(database: Database) -> None:
    accepted(database, 3)
    commits: list[object] = []

    def note(connection: object) -> None:
        commits.append(connection)

    rounds = rounds_taking(database, lambda _: None)
    event.listen(database.engine, "commit", note)
    assert rounds.run_due() == 3
    event.remove(database.engine, "commit", note)
    assert len(commits) == 1 + 2 * 3  # a claim, then for each: read the case, settle and claim
    with database.transaction() as connection:
        assert work.waiting(connection) == ()


def test_no_more_is_taken_than_asked_for(database: Database) -> None:
    accepted(database, 3)
    taken: list[int] = []
    rounds = rounds_taking(database, lambda case: taken.append(case.id))
    assert (rounds.run_due(most=1), rounds.run_due(most=1), rounds.run_due()) == (1, 1, 1)
    assert len(taken) == 3


def test_what_is_done_is_settled_also_when_told_to_stop(database: Database) -> None:
    accepted(database, 3)
    taken: list[int] = []
    rounds = rounds_taking(database, lambda case: taken.append(case.id))
    assert rounds.run_due(stopping=lambda: bool(taken)) == 1
    with database.transaction() as connection:
        left = work.waiting(connection)
    assert len(left) == 2
    assert taken[0] not in {subject for _, subject in left}


def test_mails_that_fail_together_are_left_one_by_one_when_told_to_stop(
    database: Database,
) -> None:
    taken: list[int] = []

    def together(_numbers: object) -> Never:
        raise RuntimeError("one of them")

    rounds = replace(
        rounds_taking(database, lambda _: None), examine=taken.append, examine_all=together
    )
    with database.transaction() as connection:
        for number in (1, 2, 3):
            work.put(connection, work.Kind.EXAMINE, number, NOW)

    assert rounds.run_due(stopping=lambda: bool(taken)) == 1
    assert taken == [1]
    with database.transaction() as connection:
        left = work.claim(connection, NOW, timedelta(minutes=5), most=32)
    assert [(slip.subject_id, slip.attempts, slip.crashes) for slip in left] == [
        (2, 1, 0),
        (3, 1, 0),
    ]


def test_mail_of_the_last_lane_is_examined_though_work_of_the_first_never_ends(
    database: Database,
) -> None:
    (case,) = accepted(database, 1)
    with database.transaction() as connection:
        work.put(connection, Kind.EXAMINE, 7, NOW - timedelta(seconds=1), Lane.AFTER)
    taken: list[str] = []

    def again(_case: Case) -> None:
        taken.append("case")
        with database.transaction() as connection:
            work.put(connection, Kind.ADVANCE, case.id, NOW)

    rounds = replace(rounds_taking(database, again), examine=lambda _: taken.append("mail"))

    assert rounds.run_due(most=EVERY_NTH_IN_TURN) == EVERY_NTH_IN_TURN
    assert taken.count("mail") == 1


@pytest.mark.parametrize(
    ("begun", "state"),
    [
        pytest.param(False, MailState.FAILED, id="it has not left"),
        pytest.param(True, MailState.UNKNOWN, id="it may have left"),
    ],
)
def test_a_mail_that_no_attempt_brings_further_is_a_persons_with_what_is_known_of_it(
    database: Database, *, begun: bool, state: MailState
) -> None:
    with database.transaction() as connection:
        mail = Posted("result/1", "result", ("a@b.vn",), "<1@b.vn>", b"x")
        outbox.post(connection, mail, NOW, NOW)

    def deliver(number: int) -> None:
        with database.transaction() as connection:
            left = outbox.load(connection, number)
            if begun and left.state is MailState.READY:
                outbox.begin(connection, left)
        raise ValueError

    for hour in range(MOST_BUGS):
        later = NOW + timedelta(hours=hour)
        rounds = replace(rounds_taking(database, never), clock=lambda at=later: at)  # type: ignore[misc]
        replace(rounds, deliver=deliver).run_due()

    with database.reading() as connection:
        assert [one.state for one in outbox.stuck(connection)] == [state]
        assert work.count_set_aside(connection) == 1
