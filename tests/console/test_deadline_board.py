"""The groups of Thời hạn are those each case's own clock tells; what ended is read as it comes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailbot.cases.case import Case
from mailbot.cases.state import State
from mailbot.console.answer_book import AnswerBook
from mailbot.console.clock_face import remaining
from mailbot.console.deadline_board import LEVELS, open_groups
from mailbot.storage import letters, open_listing
from mailbot.storage.letters import LetterKind
from tests.builders import MONDAY, a_case
from tests.console.office import Staffed, a_staffed_house
from tests.databases import database_section

TICK, MINUTE, HOUR = timedelta(microseconds=1), timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def staffed(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Staffed]:
    with a_staffed_house(tmp_path, **database_section(request, request.param)) as staffed:
        yield staffed


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a local time of November 2026."""
    return datetime(2026, 11, day, hour - 7, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    "now",
    [
        pytest.param(local(23, 9), id="in the morning: soon ends in the afternoon"),
        pytest.param(local(23, 13), id="when a session begins: soon ends with the day"),
        pytest.param(local(27, 15), id="on Friday: soon ends on Monday"),
        pytest.param(local(24, 10), id="on a holiday"),
        pytest.param(local(23, 20), id="in the evening"),
    ],
)
def test_the_groups_are_those_each_cases_clock_tells(staffed: Staffed, now: datetime) -> None:
    soon, calendar = timedelta(hours=4), staffed.house.calendar
    edges = [now, *(local(day, hour) for day in range(22, 31) for hour in (7, 11, 13, 17))]
    dues = {edge + step for edge in edges for step in (-TICK, timedelta(0), TICK, 90 * MINUTE)}
    cases = [a_case(due_at=due, state=State.IN_REVIEW) for due in sorted(dues)]
    cases.append(a_case(due_at=now, state=State.AWAITING_SUPPLEMENT))

    with staffed.house.database.transaction() as connection:
        opened = [staffed.house.cases.open(connection, case, MONDAY) for case in cases]
        found = {
            level: {one.id for one in open_listing.page(connection, group, "", skip=0, most=999)}
            for level, group in open_groups(now, soon, calendar).items()
        }

    told: dict[str, set[int]] = {level: set() for level in LEVELS}
    for case in opened:
        told[remaining(case, calendar, now, soon).level].add(case.id)
    assert found == told
    assert all(map(len, told.values()))


def an_end(staffed: Staffed, at: datetime) -> Case:
    """Open a case and answer it at this instant."""
    with staffed.house.database.transaction() as connection:
        case = staffed.house.cases.open(connection, a_case(state=State.ACCEPTED), at - HOUR)
        letters.write(connection, case.id, LetterKind.RESULT, {}, at)
        done = replace(case, state=State.ANSWERED)
        return staffed.house.cases.save(connection, done, at, "answered")


def test_what_ended_is_read_once_and_anew_only_where_something_ends(staffed: Staffed) -> None:
    book, since = AnswerBook(), MONDAY
    first, second = an_end(staffed, MONDAY + HOUR), an_end(staffed, MONDAY + 2 * HOUR)
    before_it_all = an_end(staffed, MONDAY - HOUR)

    read = book.ended(staffed.house.database, since)
    again = book.ended(staffed.house.database, since)
    committed_late = an_end(staffed, MONDAY + 2 * HOUR - 5 * MINUTE)
    third = an_end(staffed, MONDAY + 3 * HOUR)
    more = book.ended(staffed.house.database, since)
    earlier = book.ended(staffed.house.database, MONDAY - 2 * HOUR)

    assert [entry.id for entry in read] == [first.id, second.id]
    assert again is read
    assert [entry.id for entry in more] == [first.id, committed_late.id, second.id, third.id]
    assert [entry.id for entry in earlier][:2] == [before_it_all.id, first.id]


def test_a_case_opened_again_is_no_answer_any_more(staffed: Staffed) -> None:
    book = AnswerBook()
    first, last = an_end(staffed, MONDAY), an_end(staffed, MONDAY + 2 * HOUR)
    assert len(book.ended(staffed.house.database, MONDAY)) == 2

    with staffed.house.database.transaction() as connection:
        again = replace(first, state=State.IN_REVIEW)
        staffed.house.cases.save(connection, again, MONDAY + 3 * HOUR, "reopened")

    assert [entry.id for entry in book.ended(staffed.house.database, MONDAY)] == [last.id]
