"""The demo's past: the same for the same instant, and every page tells of it alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete

from mailbot.cases.period import Period, year_of
from mailbot.cases.report import Entry
from mailbot.demo.past import Past
from mailbot.demo.past_cast import agencies
from mailbot.storage import work
from mailbot.storage.report_entries import entries_in
from mailbot.storage.staff import Role
from mailbot.storage.tables import agency
from tests.console.office import Browser, Staffed, a_staffed_house
from tests.counting import tally

NOW = datetime(2026, 11, 27, 3, tzinfo=UTC)
YEAR = year_of(date(2026, 1, 1))


@contextmanager
def with_a_past(folder: Path) -> Iterator[Staffed]:
    """Yield a house without any other agency, its past written."""
    with a_staffed_house(folder) as staffed:
        staffed.now = NOW
        with staffed.house.database.transaction() as connection:
            connection.execute(delete(agency))
        Past(staffed.house, NOW).write()
        yield staffed


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staffed]:
    with with_a_past(tmp_path_factory.mktemp("past")) as staffed:
        staffed.member("lan", *Role)
        yield staffed


def entries(staffed: Staffed, period: Period = YEAR) -> tuple[Entry, ...]:
    return entries_in(staffed.house.database, period)


def test_what_a_person_had_to_look_at_is_told_whole(staffed: Staffed) -> None:
    house = staffed.house
    with house.database.reading() as connection:
        cases = house.cases.portion(connection, 0, 1000, ended=True)
    told = {house.words.finding(finding) for case in cases for finding in case.findings}
    assert len(told) >= 5
    assert [one for one in told if "…" in one] == []


def test_weeks_of_every_outcome_are_there_and_nothing_is_left_to_do(staffed: Staffed) -> None:
    found = entries(staffed)
    counts = tally(found, YEAR, NOW)
    assert counts.received > 70
    assert min(counts.early, counts.late, counts.refused, counts.open_waiting) >= 1
    assert counts.by_itself > counts.solved / 2
    assert all(entry.received_at < NOW for entry in found)
    with staffed.house.database.reading() as connection:
        assert work.waiting(connection) == ()


def test_the_same_instant_has_the_same_past(staffed: Staffed, tmp_path: Path) -> None:
    with with_a_past(tmp_path) as other:
        assert entries(other) == entries(staffed)


def test_figures_agree_from_page_to_page(staffed: Staffed) -> None:
    browser = Browser(staffed, "lan")
    pages = {
        path: " ".join(re.sub(r"<[^>]*>", " ", browser.get(path).text).split())
        for path in ("/thoi-han", "/thoi-han/da-tra-loi", "/bao-cao", "/bao-cao/so-theo-doi")
    }
    answered = re.search(r"(\d+) trên (\d+) hồ sơ đã trả lời", pages["/thoi-han"])
    assert answered is not None
    assert f"{answered[2]} hồ sơ." in pages["/thoi-han/da-tra-loi"]
    assert f"{answered[1]} trên {answered[2]} hồ sơ đã giải quyết" in pages["/bao-cao"]
    total = re.search(r"tổng cộng (\d+) hồ sơ trong kỳ", pages["/bao-cao"])
    assert total is not None
    assert f"{total[1]} hồ sơ. Theo Mẫu số 07" in pages["/bao-cao/so-theo-doi"]


def test_no_agency_that_asks_carries_a_name_out_of_use() -> None:
    names = [one.name for one in agencies() if one.valid_to is None]
    assert len(names) > 20
    assert [name for name in names if " quận " in name or " huyện " in name] == []
