"""Once somebody was erased, no process goes on holding cases it opened before."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from mailbot.cases.case import Case
from mailbot.cases.state import State
from mailbot.console import app
from mailbot.console.shelf import Shelf
from mailbot.daemon import Daemon
from mailbot.operations.retention_erase import Erase, Wanted
from mailbot.storage import case_store, erasures
from mailbot.storage.database import Database, open_database
from mailbot.storage.erasures import Erasures
from tests.builders import a_case
from tests.console.office import TWO_ROWS, Browser, Staffed


def test_every_process_on_a_database_drops_what_it_holds_once_for_each_erasure(
    database: Database,
) -> None:
    other = open_database(database.engine.url.render_as_string(hide_password=False))
    dropped: list[str] = []
    here, there = (Erasures(partial(dropped.append, who)) for who in ("here", "there"))
    for _ in range(2):
        with database.transaction() as connection:
            erasures.tell(connection)
        for _ in range(3):
            here.heed(database)
            there.heed(other)
    other.close()
    assert dropped == ["here", "there"] * 2


def erase_somebody(staffed: Staffed, case: Case) -> None:
    """End the case and erase somebody from it; then have it open again, as a process that the
    erasure has not reached.
    """
    house = staffed.house
    with house.database.transaction() as connection:
        ended = replace(case, state=State.ANSWERED)
        house.cases.save(connection, ended, staffed.now, "answered")
    erase = Erase(house.database, house.cases, house.clock)
    assert erase(Wanted(TWO_ROWS[0].name), "Lan", "theo đơn") == (case.number,)
    with house.database.transaction() as connection:
        house.cases.load(connection, case.id)
    assert case_store._opened.cache_info().currsize > 0


def test_the_console_drops_its_cards_and_opened_cases_with_the_next_page(
    staffed: Staffed, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Shelf(staffed.house.cases, staffed.house.words)
    monkeypatch.setattr(app, "Shelf", lambda *_: shelf)
    browser = Browser(staffed, "lan")
    case = staffed.open(a_case(rows=TWO_ROWS))
    browser.get("/")
    erase_somebody(staffed, case)
    assert TWO_ROWS[0].name in str(shelf._cards)
    assert browser.get("/tai-khoan").status_code == 200
    assert not shelf._cards
    assert case_store._opened.cache_info().currsize == 0


def test_the_service_drops_its_opened_cases_by_itself(staffed: Staffed) -> None:
    erase_somebody(staffed, staffed.open(a_case(rows=TWO_ROWS)))
    (job,) = (one for one in Daemon(staffed.house)._jobs() if one.name == "erasures")
    job.run()
    assert case_store._opened.cache_info().currsize == 0
