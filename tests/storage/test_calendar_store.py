"""What the office enters into the calendar is there for every host, and replaces what was."""

from __future__ import annotations

from datetime import date

from mailbot.cases.calendar import DeclaredDay
from mailbot.storage import calendar_store
from mailbot.storage.database import Database

TET = DeclaredDay(date(2027, 2, 11), False, "Thông báo số 1/TB-BNV")


def test_entries_come_back_and_every_change_is_seen_by_its_version(database: Database) -> None:
    with database.transaction() as connection:
        assert calendar_store.version(connection) == 0
        calendar_store.enter_days(connection, [TET])
        calendar_store.confirm_year(connection, 2027, "Thông báo số 1/TB-BNV")
    with database.transaction() as connection:
        assert calendar_store.version(connection) == 2
        found = calendar_store.entries(connection)
    assert found.days == (TET,)
    assert found.confirmed() == {2027: "Thông báo số 1/TB-BNV"}


def test_a_day_entered_again_is_replaced_and_one_taken_back_is_gone(database: Database) -> None:
    worked = DeclaredDay(TET.on, True, "Thông báo số 2/TB-BNV")
    with database.transaction() as connection:
        calendar_store.enter_days(connection, [TET])
        calendar_store.enter_days(connection, [worked])
        assert calendar_store.entries(connection).days == (worked,)
        assert calendar_store.remove_day(connection, TET.on)
        assert not calendar_store.remove_day(connection, TET.on)
        assert calendar_store.entries(connection).days == ()
