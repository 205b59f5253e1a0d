"""The queue among thousands: a page at a time, by indexes alone, light enough for a slow line."""

from __future__ import annotations

import gzip
import random
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from benchmarks.console.town import Size, fill
from mailbot.cases.fold import words_of
from mailbot.cases.period import Period
from mailbot.cases.report import Filters
from mailbot.cases.row import Row
from mailbot.clock import local_date
from mailbot.storage import case_search
from mailbot.storage.report_counts import counts_of
from mailbot.storage.staff import Role
from tests.builders import a_case
from tests.console.office import Browser, Staffed, a_staffed_house
from tests.databases import database_section
from tests.plans import plan_of, read_whole, recorded

STILL_OPEN, ENDED = 120, 4_000
A_PAGE = 50
KILOBYTE = 1000
PATHS = (
    "/",
    "/?v=toi",
    "/?v=gui",
    "/?v=xong",
    "/?v=tat-ca&trang=2",
    "/?v=can&q=nguyen+thi",
    "/?v=xong&q=154+ubnd",
    "/ho-so/HS-2026-00001",
    "/ho-so/HS-2026-00001?q=nguyen",
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def town(request: pytest.FixtureRequest, tmp_path_factory: Any) -> Iterator[Staffed]:
    """A town small enough for a test and large enough for a planner to prefer an index."""
    sections = database_section(request, request.param)
    folder: Path = tmp_path_factory.mktemp("town")
    with a_staffed_house(folder, **sections) as staffed:
        staffed.member("lan", Role.HANDLE, Role.APPROVE)
        fill(staffed.house, random.Random(1), Size(STILL_OPEN, ENDED, agencies=20))
        yield staffed


def numbers_on(page: str) -> list[str]:
    return re.findall(r'class="open" href="/ho-so/(HS-[\d-]+)', page)


def test_every_open_case_stands_on_exactly_one_page_of_the_queue(town: Staffed) -> None:
    browser = Browser(town, "lan")
    pages = [numbers_on(browser.get(f"/?trang={n}").text) for n in (1, 2, 3)]
    assert [len(one) for one in pages] == [A_PAGE, A_PAGE, STILL_OPEN - 2 * A_PAGE]
    with town.house.database.reading() as connection:
        due_first = [one.number for one in town.house.cases.open_cases(connection)]
    assert [number for page in pages for number in page] == due_first


def test_the_finished_cases_follow_the_open_ones_where_all_are_listed(town: Staffed) -> None:
    browser = Browser(town, "lan")
    third = numbers_on(browser.get("/?v=tat-ca&trang=3").text)
    assert [one.startswith("HS-2026-0") for one in third] == [True] * 20 + [False] * 30
    ended = numbers_on(browser.get("/?v=xong").text)
    assert third[20:] == ended[:30]


def test_a_case_knows_its_neighbours_across_a_page_s_end(town: Staffed) -> None:
    browser = Browser(town, "lan")
    first, second = (numbers_on(browser.get(f"/?trang={n}").text) for n in (1, 2))
    page = browser.get(f"/ho-so/{first[-1]}").text
    assert f"<span>{A_PAGE}/{STILL_OPEN}</span>" in page
    assert f'href="/ho-so/{first[-2]}" aria-label="Hồ sơ trước"' in page
    assert f'href="/ho-so/{second[0]}" aria-label="Hồ sơ sau"' in page


def test_a_page_that_is_not_there_is_the_last_one(town: Staffed) -> None:
    browser = Browser(town, "lan")
    last = numbers_on(browser.get("/?trang=3").text)
    assert numbers_on(browser.get("/?trang=999").text) == last


@pytest.mark.parametrize("path", PATHS)
def test_no_page_reads_through_the_finished_cases(town: Staffed, path: str) -> None:
    browser = Browser(town, "lan")
    with recorded(town.house.database) as seen:
        assert browser.get(path).status_code == 200
    whole, used = set(), ""
    with town.house.database.transaction() as connection:
        for statement, parameters in seen.items():
            plan = plan_of(connection, statement, parameters)
            used += plan
            if town.house.database.engine.dialect.name == "sqlite" and _LISTS_OPEN in statement:
                by_claim = (
                    "ix_claim_staff_id" in plan
                )  # one's own cases: from the few claims to their key
                assert by_claim or "COVERING INDEX ix_cases_open_due" in plan
            if "ORDER BY cases.id DESC" not in statement:  # with a limit: the newest at once
                whole |= {(one, statement[:300]) for one in read_whole(plan) & _GROWING}
    assert whole == set()
    assert "ix_cases_open_due" in used


_LISTS_OPEN = "LEFT OUTER JOIN held_decision"
_GROWING = {"cases", "search_ended"}  # what the town fills; of the rest tests.operations speaks


def test_a_report_is_counted_along_when_cases_ended_and_along_those_still_open(
    town: Staffed,
) -> None:
    yesterday = local_date(town.now) - timedelta(days=1)
    with recorded(town.house.database) as seen:
        counts_of(town.house.database, Period(yesterday, yesterday), town.now, Filters())
    with town.house.database.reading() as connection:
        plans = {one: plan_of(connection, one, given) for one, given in seen.items()}
    of_ended = [plan for one, plan in plans.items() if "WHERE cases.ended_at >=" in one]
    still_open = [plan for one, plan in plans.items() if "WHERE cases.state NOT IN" in one]
    assert len(of_ended) == _THAT_DAY_AND_SINCE * _BY_KIND_AND_BY_AGENCY
    assert len(still_open) == _BY_KIND_AND_BY_AGENCY
    assert all("ix_cases_ended" in plan for plan in of_ended)
    assert all("ix_cases_open_due" in plan for plan in still_open)


_THAT_DAY_AND_SINCE = _BY_KIND_AND_BY_AGENCY = 2


def test_every_open_case_that_a_word_begins_is_found_and_counted(town: Staffed) -> None:
    page = Browser(town, "lan").get("/?q=nguyen", **{"hx-request": "true"}).text
    with town.house.database.reading() as connection:
        still_open = town.house.cases.open_cases(connection)
    found = [one for one in still_open if any(_is_named_nguyen(row) for row in one.rows)]
    assert A_PAGE < len(found) < STILL_OPEN
    assert f"{len(found)} hồ sơ</p>" in page
    assert len(numbers_on(page)) == A_PAGE


def _is_named_nguyen(row: Row) -> bool:
    return "nguyen" in words_of(row.name)


def test_what_is_common_and_what_is_rare_are_both_found_among_all_that_ended(
    town: Staffed,
) -> None:
    with town.house.database.reading() as connection:
        for query in ("nguyen thi", "dang huu khang", "154 ubnd"):
            everything = case_search.find_ended(connection, query, ENDED)
            assert 0 < len(everything) < ENDED
            assert list(everything) == sorted(everything, reverse=True)
            few = case_search.find_ended(connection, query, 5)
            assert few == everything[:5]


def weight(browser: Browser, path: str) -> int:
    """Return the bytes on the line of a page and all it loads, as a browser without a cache."""
    answer = browser.get(path, **{"accept-encoding": "gzip"})
    page = answer.text
    names = set(re.findall(r'(?:href|src|data-pdfjs|data-worker)="(/tep-tinh/[^"#]+)', page))
    assert any("console.css" in name for name in names)
    total = len(gzip.compress(answer.content, 9))
    assert int(answer.headers["content-length"]) < 1.1 * total + 100
    return int(answer.headers["content-length"]) + sum(
        int(browser.get(name, **{"accept-encoding": "gzip"}).headers["content-length"])
        for name in names
    )


def test_a_full_queue_weighs_less_than_its_budget(town: Staffed) -> None:
    assert weight(Browser(town, "lan"), "/") < 120 * KILOBYTE


def test_a_case_weighs_less_than_its_budget(tmp_path: Path) -> None:
    with a_staffed_house(tmp_path) as staffed:
        staffed.member("lan", Role.HANDLE, Role.APPROVE)
        case = staffed.open(a_case())
        assert weight(Browser(staffed, "lan"), f"/ho-so/{case.number}") < 650 * KILOBYTE
