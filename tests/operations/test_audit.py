"""The history is only added to, and every change, removal or insertion of a line is found."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from mailbot.operations.audit import Audit, audit
from mailbot.storage import chain, history
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.seal import new_key, seal_from
from tests.builders import MONDAY, a_case
from tests.databases import without_triggers


@pytest.fixture
def told(database: Database) -> Database:
    """A database with a history of five lines."""
    with database.transaction() as connection:
        case = CaseStore(seal_from(new_key())).open(connection, a_case(), MONDAY)
        history.write(connection, MONDAY, case.id, "approved", "Lê An", reason="đủ")
    for number in range(3):
        with database.transaction() as connection:
            at = MONDAY + timedelta(minutes=number)
            history.write(connection, at, None, "agencies_imported", "ops", count=str(number))
    return database


def audited(database: Database, noted: str = "") -> Audit:
    return audit(database, noted)


def codes(database: Database) -> list[tuple[str, int]]:
    return [(one.code, one.id) for one in audited(database).breaks]


def tamper(database: Database, *statements: str) -> None:
    """Do what only the owner of the database can."""
    with database.transaction() as connection, without_triggers(connection):
        for statement in statements:
            connection.execute(text(statement))


def test_what_was_only_added_to_is_whole(told: Database) -> None:
    found = audited(told)

    assert (found.lines, found.breaks) == (5, ())
    assert len(found.head) == 64


def test_an_empty_history_is_whole(database: Database) -> None:
    assert audited(database) == Audit(0, chain.START, ())


@pytest.mark.parametrize(
    "column",
    [
        "who = 'Trần Bình'",
        "what = 'refused'",
        "at = '2026-01-01 00:00:00.000000'",
        "case_id = 1",
        'detail = \'{"count": "9"}\'',
        "link = '" + "f" * 64 + "'",
    ],
)
def test_a_changed_line_is_found(told: Database, column: str) -> None:
    tamper(told, f"UPDATE history SET {column} WHERE id = 4")

    assert codes(told)[0] == ("changed", 4)


def test_a_removed_line_is_found(told: Database) -> None:
    tamper(told, "DELETE FROM history WHERE id = 3")

    assert codes(told) == [("missing", 3)]


def test_the_first_line_removed_is_found(told: Database) -> None:
    tamper(told, "DELETE FROM history WHERE id = 1")

    assert codes(told) == [("missing", 1)]


def test_the_last_lines_removed_are_found(told: Database) -> None:
    tamper(told, "DELETE FROM history WHERE id > 3")

    assert codes(told) == [("cut", 5)]


def test_all_lines_removed_are_found(told: Database) -> None:
    tamper(told, "DELETE FROM history")

    assert codes(told) == [("cut", 5)]


@pytest.mark.parametrize("number", [0, -7])
def test_a_line_inserted_before_all_others_is_found(told: Database, number: int) -> None:
    tamper(told, _insertion(number, "0" * 64))

    assert codes(told) == [("inserted", number)]


def test_a_line_inserted_behind_all_others_is_found(told: Database) -> None:
    tamper(told, _insertion(6, "0" * 64))

    assert codes(told) == [("changed", 6), ("cut", 5)]


def test_a_line_inserted_with_its_proper_link_is_found(told: Database) -> None:
    line = chain.Line(6, MONDAY, None, "refused", "x", {})
    proper = chain.link(audited(told).head, chain.line_hash(line))
    tamper(told, _insertion(6, proper))

    assert codes(told) == [("cut", 5)]


def test_a_line_put_in_the_place_of_another_is_found(told: Database) -> None:
    tamper(told, "DELETE FROM history WHERE id = 2", _insertion(2, "0" * 64))

    assert codes(told)[0] == ("changed", 2)


def test_two_lines_that_change_places_are_found(told: Database) -> None:
    tamper(
        told,
        "UPDATE history SET id = 99 WHERE id = 3",
        "UPDATE history SET id = 3 WHERE id = 4",
        "UPDATE history SET id = 4 WHERE id = 99",
    )

    assert codes(told)[0] == ("changed", 3)


def test_a_chain_written_anew_is_found_by_a_link_noted_before(told: Database) -> None:
    noted = audited(told).head
    first, *others = [line for line, _ in history.lines(told)]
    with told.transaction() as connection, without_triggers(connection):
        connection.execute(text("DELETE FROM history"))
        connection.execute(text("DELETE FROM fact"))
        for line in (replace(first, who="x"), *others):
            history.write(connection, line.at, None, line.what, line.who, **line.detail)

    assert audited(told).breaks == ()
    assert [one.code for one in audited(told, noted).breaks] == ["noted_link_gone"]


def test_a_link_noted_before_is_found_again_when_more_was_added(told: Database) -> None:
    noted = audited(told).head
    with told.transaction() as connection:
        history.write(connection, MONDAY, None, "agencies_imported", count="4")

    assert audited(told, noted).breaks == ()


@pytest.mark.parametrize("deed", ["UPDATE history SET who = 'x'", "DELETE FROM history"])
def test_the_database_itself_refuses_to_change_the_history(told: Database, deed: str) -> None:
    with pytest.raises(DBAPIError, match="only added to"), told.transaction() as connection:
        connection.execute(text(deed))

    assert audited(told).breaks == ()


def test_what_is_about_to_be_written_is_told_already(database: Database) -> None:
    with database.transaction() as connection:
        case = CaseStore(seal_from(new_key())).open(connection, a_case(), MONDAY)
        history.write(connection, MONDAY, case.id, "overdue", hours="8")
        assert [one.what for one in history.of_case(connection, case.id)] == ["opened", "overdue"]
        assert history.was_written(connection, case.id, "overdue", hours="8")
        assert not history.was_written(connection, case.id, "overdue", hours="9")


def test_what_is_rolled_back_leaves_no_line_and_no_gap(told: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        _write_and_fail(told)
    with told.transaction() as connection:
        history.write(connection, MONDAY, None, "agencies_imported", count="5")

    found = audited(told)
    assert (found.lines, found.breaks) == (6, ())


def test_many_writers_at_once_make_one_chain(told: Database) -> None:
    def write(number: int) -> None:
        for _ in range(5):
            with told.transaction() as connection:
                history.write(connection, MONDAY, None, "agencies_imported", count=str(number))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))

    found = audited(told)
    assert (found.lines, found.breaks) == (25, ())


def _write_and_fail(database: Database) -> None:
    with database.transaction() as connection:
        history.write(connection, MONDAY, None, "agencies_imported", count="4")
        raise ZeroDivisionError


def _insertion(number: int, link: str) -> str:
    return (
        "INSERT INTO history (id, at, case_id, what, who, detail, link) VALUES "
        f"({number}, '2026-11-23 02:00:00.000000', NULL, 'refused', 'x', '{{}}', '{link}')"
    )
