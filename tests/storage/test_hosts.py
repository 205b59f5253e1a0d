"""What one host at a time may hold."""

from __future__ import annotations

from datetime import timedelta

from mailbot.storage import hosts
from mailbot.storage.database import Database
from tests.builders import MONDAY

LENGTH = timedelta(seconds=15)


def taken(database: Database, holder: str, *, ahead: timedelta = timedelta()) -> bool:
    with database.transaction() as connection:
        return hosts.take(connection, "inbox", holder, MONDAY + ahead, LENGTH)


def test_a_lease_is_one_hosts_until_it_ends(database: Database) -> None:
    assert taken(database, "a")
    assert taken(database, "a", ahead=LENGTH / 2)
    assert not taken(database, "b", ahead=LENGTH)
    assert taken(database, "b", ahead=2 * LENGTH)


def test_clocks_that_differ_a_little_take_nothing_from_anybody(database: Database) -> None:
    assert taken(database, "a", ahead=timedelta(minutes=1))
    assert not taken(database, "b")


def test_a_lease_given_by_a_clock_that_was_a_year_ahead_holds_nobody_up(
    database: Database,
) -> None:
    """Whoever lives renews it by the right time; of one that died nobody else would."""
    assert taken(database, "a", ahead=timedelta(days=365))
    assert taken(database, "b")
