"""What one host at a time may hold."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from mailbot.errors import SettingsError
from mailbot.storage import hosts
from mailbot.storage.database import Database
from mailbot.storage.hosts import GONE_AFTER
from mailbot.storage.membership import Membership
from tests.beside import held_up
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


def test_of_two_that_take_at_the_same_moment_one_has_it(database: Database) -> None:
    a, b = (
        partial(hosts.take, name="inbox", holder=name, now=MONDAY, length=LENGTH) for name in "ab"
    )
    assert held_up(database, a, b) is False


def test_nobody_takes_over_while_a_host_writes_by_what_it_holds(database: Database) -> None:
    assert taken(database, "a")
    late = MONDAY + 2 * LENGTH
    confirm = partial(hosts.confirm, name="inbox", holder="a")
    take = partial(hosts.take, name="inbox", holder="b", now=late, length=LENGTH)
    assert held_up(database, confirm, take) is True


def a_member(
    database: Database, name: str, settings: str, ahead: timedelta = timedelta()
) -> Membership:
    return Membership(database, name, settings, lambda: MONDAY + ahead)


def test_while_a_host_is_there_none_joins_it_by_other_settings(database: Database) -> None:
    first = a_member(database, "a", "as before")
    first.join()
    a_member(database, "b", "as before").join()
    other = a_member(database, "c", "changed")
    with pytest.raises(SettingsError, match="a, b"):
        other.join()


def test_a_host_that_died_or_left_keeps_nobody_from_other_settings(database: Database) -> None:
    a_member(database, "dead", "as before").join()
    leaving = a_member(database, "leaving", "as before", GONE_AFTER - timedelta(seconds=1))
    leaving.join()
    assert leaving.take_inbox()
    leaving.leave()
    other = a_member(database, "c", "changed", GONE_AFTER)
    other.join()
    assert other.take_inbox()


def test_a_host_is_there_until_it_has_not_been_seen_for_long(database: Database) -> None:
    with database.transaction() as connection:
        assert not hosts.there(connection, MONDAY)
        hosts.seen(connection, "a", "", MONDAY)
        assert hosts.there(connection, MONDAY + hosts.GONE_AFTER - LENGTH)
        assert not hosts.there(connection, MONDAY + hosts.GONE_AFTER)
