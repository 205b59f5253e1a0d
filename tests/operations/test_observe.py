"""What is seen of the outside is kept for the pages; the chain of the history is walked whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from mailbot.console import audit
from mailbot.house import House
from mailbot.operations.doctor_seen import Seen, fine, wrong
from mailbot.operations.observe import CHAIN, observe, observing_jobs, walk
from mailbot.storage import history, observations
from mailbot.storage.observations import Observation
from mailbot.storage.staff import Role
from tests.builders import MONDAY
from tests.console.office import Browser, Staffed, a_staffed_house
from tests.databases import without_triggers


@pytest.fixture
def staffed(tmp_path: Path) -> Iterator[Staffed]:
    with a_staffed_house(tmp_path) as staffed:
        yield staffed


def seen(staffed: Staffed) -> dict[str, Observation]:
    with staffed.house.database.reading() as connection:
        return {one.code: one for one in observations.latest(connection)}


def disk(_: House) -> Iterator[Seen]:
    yield fine("disk_good", place="/a", free="9")
    yield wrong("disk_low", place="/b", free="0.5", needed="1")


def probe(_: House) -> Iterator[Seen]:
    raise AssertionError("only a person asks for the probe")


def test_a_look_is_good_only_where_all_of_it_is_and_no_mail_is_sent(staffed: Staffed) -> None:
    observe(staffed.house, (("disk", disk), ("evidence", probe)))
    found = seen(staffed)
    assert set(found) == {"disk"}
    assert not found["disk"].good
    assert len(found["disk"].lines) == 1  # what is good there would only be in the way
    page = Browser(staffed_with_admin(staffed), "hanh").get("/he-thong").text
    assert found["disk"].lines[0] in page


def staffed_with_admin(staffed: Staffed) -> Staffed:
    staffed.member("hanh", Role.ADMINISTER)
    return staffed


def write(staffed: Staffed, count: int) -> None:
    with staffed.house.database.transaction() as connection:
        for n in range(count):
            history.write(connection, MONDAY, None, "logged_in", f"Người {n}")


def test_a_whole_chain_is_told_whole(staffed: Staffed) -> None:
    write(staffed, 1200)  # more than one portion
    walk(staffed.house)
    assert seen(staffed)[CHAIN].good
    assert "1200 dòng" in seen(staffed)[CHAIN].lines[0]


@pytest.mark.parametrize(
    ("deed", "told"),
    [
        pytest.param("UPDATE history SET who = 'X' WHERE id = 2", "Dòng 2", id="changed"),
        pytest.param("DELETE FROM history WHERE id = 2", "dòng 2", id="missing"),
        pytest.param("DELETE FROM history WHERE id = 4", "cắt bớt", id="cut"),
        pytest.param(
            "INSERT INTO history (id, at, what, who, detail, link) "
            "SELECT -1, at, what, who, detail, link FROM history WHERE id = 2",
            "Dòng -1",
            id="put in before the first",
        ),
    ],
)
def test_a_chain_that_was_touched_is_told_broken(staffed: Staffed, deed: str, told: str) -> None:
    write(staffed, 4)
    with staffed.house.database.transaction() as connection, without_triggers(connection):
        connection.execute(text(deed))
    walk(staffed.house)
    found = seen(staffed)[CHAIN]
    assert not found.good
    assert told in " ".join(found.lines)
    page = Browser(staffed_with_admin(staffed), "hanh").get("/nhat-ky").text
    assert told in page


def test_the_page_knows_the_walk_by_its_name_and_the_daemon_has_both_jobs(
    staffed: Staffed,
) -> None:
    assert audit.CHAIN == CHAIN
    assert [job.name for job in observing_jobs(staffed.house)] == ["observe", "walk_history"]
