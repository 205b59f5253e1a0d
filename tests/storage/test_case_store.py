from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from sqlalchemy import text, update

from mailbot.cases.finding import Finding, Severity
from mailbot.cases.name import name_key
from mailbot.cases.state import State
from mailbot.errors import BadInputError, SettingsError, TryLaterError
from mailbot.storage import history, work
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.seal import Seal, new_key, seal_from
from mailbot.storage.tables import cases
from tests.builders import DUE, MONDAY, a_case, a_row


@pytest.fixture
def seal() -> Seal:
    return seal_from(new_key())


@pytest.fixture
def store(seal: Seal) -> CaseStore:
    return CaseStore(seal)


def test_a_case_comes_back_as_it_was_opened(database: Database, store: CaseStore) -> None:
    finding = Finding("row.phone_doubtful", Severity.LOOK, {"phone": "0901"}, row=0)
    with database.transaction() as connection:
        opened = store.open(connection, a_case(findings=(finding,)), MONDAY)
    with database.transaction() as connection:
        assert store.load(connection, opened.id) == opened
        assert store.find(connection, "hs-2026-00001") == opened


def test_cases_are_numbered_without_gaps_and_anew_each_year(
    database: Database, store: CaseStore
) -> None:
    with database.transaction() as connection:
        numbers = [
            store.open(connection, a_case(), when).number
            for when in (MONDAY, MONDAY, MONDAY.replace(year=2027))
        ]
    assert numbers == ["HS-2026-00001", "HS-2026-00002", "HS-2027-00001"]


def test_a_change_over_somebody_elses_change_is_refused(
    database: Database, store: CaseStore
) -> None:
    with database.transaction() as connection:
        seen = store.open(connection, a_case(), MONDAY)
        store.save(connection, seen.moved(State.ACCEPTED), MONDAY, "approved", "An")
    with pytest.raises(TryLaterError), database.transaction() as connection:
        store.save(connection, seen.moved(State.REFUSED), MONDAY, "refused", "Bình")
    with database.transaction() as connection:
        assert store.load(connection, seen.id).state is State.ACCEPTED
        assert [line.what for line in history.of_case(connection, seen.id)] == [
            "opened",
            "approved",
        ]


def test_a_case_that_moves_on_leaves_its_slip_in_the_same_transaction(
    database: Database, store: CaseStore
) -> None:
    with database.transaction() as connection:
        opened = store.open(connection, a_case(), MONDAY)
        assert work.next_due(connection) is None
        store.save(connection, opened.moved(State.ACCEPTED), DUE, "approved", "An")
        assert work.next_due(connection) == DUE


def test_national_ids_are_not_readable_in_the_database(
    database: Database, store: CaseStore
) -> None:
    with database.transaction() as connection:
        store.open(connection, a_case(rows=(a_row(national_id="092190001234"),)), MONDAY)
        sealed = connection.execute(text("SELECT sealed FROM cases")).scalar_one()
    assert b"092190001234" not in bytes(sealed)
    assert "Hồng Đào".encode() not in bytes(sealed)


def test_the_wrong_key_is_named_as_the_fault(database: Database, store: CaseStore) -> None:
    with database.transaction() as connection:
        opened = store.open(connection, a_case(), MONDAY)
    other = CaseStore(seal_from(new_key()))
    with database.transaction() as connection, pytest.raises(SettingsError, match="seal-key"):
        other.load(connection, opened.id)


def test_a_new_key_in_front_opens_what_the_old_one_sealed(database: Database) -> None:
    old, new = new_key(), new_key()
    with database.transaction() as connection:
        opened = CaseStore(seal_from(old)).open(connection, a_case(), MONDAY)
        assert CaseStore(seal_from(f"{new}\n{old}")).load(connection, opened.id) == opened


def test_the_same_letter_of_the_same_agency_is_recognised(
    database: Database, store: CaseStore
) -> None:
    with database.transaction() as connection:
        first = store.open(connection, a_case(), MONDAY)
        second = store.open(connection, a_case(), MONDAY)
        other = store.open(
            connection, a_case(letter=replace(a_case().letter, number="46/UBND-VP")), MONDAY
        )
        assert store.same_letter(connection, second) == (first.number,)
        assert store.same_letter(connection, other) == ()


def test_a_letter_typed_without_its_date_is_the_same_letter(
    database: Database, store: CaseStore
) -> None:
    """It came by post and by e-mail, and somebody at the counter left the date out."""
    letter = a_case().letter
    undated, last_year = (
        replace(letter, dated_on=None),
        replace(letter, dated_on=date(2025, 11, 20)),
    )
    with database.transaction() as connection:
        typed, read, old = (
            store.open(connection, a_case(letter=one), MONDAY)
            for one in (undated, letter, last_year)
        )
        assert store.same_letter(connection, read) == (typed.number,)
        assert store.same_letter(connection, typed) == (read.number, old.number)


def test_a_letter_that_an_earlier_version_kept_is_known_again(
    database: Database, store: CaseStore
) -> None:
    with database.transaction() as connection:
        first, second = (store.open(connection, a_case(), MONDAY) for _ in range(2))
        told = f"{first.agency_code}\n{name_key(first.letter.number)}\n{first.letter.dated_on}"
        key = sha256(told.encode()).hexdigest()
        connection.execute(update(cases).filter_by(id=first.id).values(letter_key=key))
        assert store.same_letter(connection, second) == (first.number,)


def test_a_case_nobody_knows_is_a_plain_error(database: Database, store: CaseStore) -> None:
    with database.transaction() as connection, pytest.raises(BadInputError, match="HS-2026-00099"):
        store.find(connection, "HS-2026-00099")


def test_numbers_go_on_beyond_the_width_they_are_written_in(
    database: Database, store: CaseStore
) -> None:
    with database.transaction() as connection:
        first = store.open(connection, a_case(), MONDAY)
    year = first.number.split("-")[1]
    for number in ("99999", "100000"):
        with database.transaction() as connection:
            same = update(cases).where(cases.c.id == first.id)
            connection.execute(same.values(number=f"HS-{year}-{number}"))
            first = store.open(connection, a_case(), MONDAY)
    assert first.number == f"HS-{year}-100001"


def test_cases_opened_together_have_numbers_in_a_row_and_a_failure_takes_none(
    database: Database, store: CaseStore
) -> None:
    with database.transaction() as connection:
        before = store.open(connection, a_case(), MONDAY)

    def open_and_fail() -> None:
        with database.transaction() as connection:
            store.open(connection, a_case(), MONDAY)
            raise KeyError

    with pytest.raises(KeyError):
        open_and_fail()
    with database.transaction() as connection:
        after = [store.open(connection, a_case(), MONDAY) for _ in range(3)]
    first = int(before.number.rsplit("-", 1)[1])
    assert [int(one.number.rsplit("-", 1)[1]) for one in after] == [first + n for n in (1, 2, 3)]
