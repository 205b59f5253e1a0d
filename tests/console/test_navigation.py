"""What stands around every page: the navigation by role, what waits, how the service does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mailbot.console.navigation import ENTRIES
from mailbot.storage import inbox_marks, switches, work
from mailbot.storage.messages import Spot
from mailbot.storage.staff import Role
from mailbot.storage.work import Kind
from tests.builders import DUE
from tests.console.office import Browser, Staffed, fill


def test_a_screen_stands_in_the_navigation_once_and_with_its_name(staffed: Staffed) -> None:
    paths = [entry.path for entry in ENTRIES]
    assert len(set(paths)) == len(paths)
    names = {staffed.house.words.say(f"navigation.{entry.name}") for entry in ENTRIES}
    assert len(names) == len(ENTRIES)


def test_nobody_sees_a_screen_their_roles_do_not_open(staffed: Staffed) -> None:
    staffed.member("quan", Role.ADMINISTER)
    page = Browser(staffed, "lan").get("/").text
    assert 'href="/" aria-current="page"' in page
    assert 'aria-label="Chính"' in page
    assert Browser(staffed, "quan").get("/").status_code == 403


def test_the_navigation_counts_what_waits(staffed: Staffed) -> None:
    fill(staffed)
    page = Browser(staffed, "lan").get("/").text
    assert '<b class="n">2<span class="vh"> hồ sơ</span></b>' in page


@pytest.mark.parametrize(
    ("minutes", "level", "text"),
    [
        pytest.param(1, "ok", "Nhận thư: 10:19", id="a minute ago"),
        pytest.param(16, "late", "Nhận thư: 10:04", id="too long ago"),
        pytest.param(1440, "late", "Nhận thư: 22/11 10:20", id="yesterday"),
    ],
)
def test_the_foot_tells_when_mail_was_last_fetched(
    staffed: Staffed, minutes: int, level: str, text: str
) -> None:
    with staffed.house.database.transaction() as connection:
        inbox_marks.mark_polled(
            connection, Spot("inbox", 1, 1), staffed.now - timedelta(minutes=minutes)
        )
    assert f'<i class="dot {level}"></i>{text}' in Browser(staffed, "lan").get("/").text


def test_the_foot_tells_of_a_pause_and_of_mail_that_stands_still(staffed: Staffed) -> None:
    with staffed.house.database.transaction() as connection:
        switches.pause(connection, "lan", "nâng cấp")
        work.put(connection, Kind.DELIVER, 1, DUE)
    page = Browser(staffed, "lan").get("/").text
    assert "Đang tạm dừng" in page
    assert "Gửi thư: 1 chờ" in page
