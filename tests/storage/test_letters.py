from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection, select

from mailbot.errors import TryLaterError
from mailbot.storage import history, letters, number_register
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.letters import LetterKind, LetterState, StoredLetter
from mailbot.storage.seal import new_key, seal_from
from mailbot.storage.tables import document_number, letter
from tests.beside import held_up
from tests.builders import MONDAY, a_case


@pytest.fixture
def case_ids(database: Database) -> tuple[int, ...]:
    store = CaseStore(seal_from(new_key()))
    with database.transaction() as connection:
        return tuple(store.open(connection, a_case(), MONDAY).id for _ in range(8))


def following(last: int | None) -> int:
    return 1 if last is None else last + 1


def test_a_letter_is_begun_once_until_it_is_signed(
    database: Database, case_ids: tuple[int, ...]
) -> None:
    with database.transaction() as connection:
        first = letters.write(connection, case_ids[0], LetterKind.RESULT, {}, MONDAY)
        assert letters.write(connection, case_ids[0], LetterKind.RESULT, {}, MONDAY) == first
        letters.keep_signed(connection, first.id, b"%PDF", "01/TB-TTCNTT", MONDAY.date())
        second = letters.write(connection, case_ids[0], LetterKind.RESULT, {}, MONDAY)
    assert (first.ordinal, second.ordinal) == (1, 2)


def test_a_letter_is_found_by_the_draft_a_file_begins_with(
    database: Database, case_ids: tuple[int, ...]
) -> None:
    drafts = (b"%PDF one %%EOF", b"%PDF two %%EOF\n")
    with database.transaction() as connection:
        for case_id, draft in zip(case_ids, drafts, strict=False):
            begun = letters.write(connection, case_id, LetterKind.RESULT, {}, MONDAY)
            letters.keep_draft(connection, begun.id, draft)
        waiting = {LetterState.WAITING}
        found = letters.drafted_as(connection, b"%PDF two %%EOF\nand signatures %%EOF\n", waiting)
        assert found is not None
        assert found.case_id == case_ids[1]
        assert letters.drafted_as(connection, b"%PDF tw", waiting) is None
        assert letters.drafted_as(connection, drafts[1], {LetterState.SIGNED}) is None


def test_an_upload_of_nothing_but_ends_is_nobodys(database: Database) -> None:
    with database.transaction() as connection:
        hostile = b"%PDF-1.7\n" + b"%%EOF\n" * 300_000
        assert letters.drafted_as(connection, hostile, {LetterState.WAITING}) is None


def test_a_letter_is_signed_once_and_not_after_it_was_withdrawn(
    database: Database, case_ids: tuple[int, ...]
) -> None:
    with database.transaction() as connection:
        first, second = (
            letters.write(connection, case_id, LetterKind.RESULT, {}, MONDAY)
            for case_id in case_ids[:2]
        )
        number_register.withdraw_letters(connection, case_ids[1], MONDAY)
        signed = [
            letters.keep_signed(connection, one.id, b"%PDF", "01/TB-TTCNTT", MONDAY.date())
            for one in (first, first, second)
        ]
    assert signed == [True, False, False]


def test_what_was_signed_or_withdrawn_meanwhile_is_not_set_anew(
    database: Database, case_ids: tuple[int, ...]
) -> None:
    with database.transaction() as connection:
        signed, withdrawn = (
            letters.write(connection, case_id, LetterKind.RESULT, {}, MONDAY)
            for case_id in case_ids[:2]
        )
        for one in (signed, withdrawn):
            letters.keep_draft(connection, one.id, b"%PDF 12")
        letters.keep_signed(connection, signed.id, b"%PDF 12 signed", "12/TB", MONDAY.date())
        number_register.withdraw_letters(connection, case_ids[1], MONDAY)
        before = [letters.load(connection, one.id) for one in (signed, withdrawn)]
        for one in (signed, withdrawn):
            on = MONDAY.date()
            assert not letters.keep_draft_anew(connection, one.id, b"%PDF 13", "13/TB", on)
            letters.keep_draft(connection, one.id, b"%PDF 13")
        assert [letters.load(connection, one.id) for one in (signed, withdrawn)] == before


def test_a_letter_keeps_the_number_it_took(database: Database, case_ids: tuple[int, ...]) -> None:
    with database.transaction() as connection:
        one = letters.write(connection, case_ids[0], LetterKind.RESULT, {}, MONDAY)
        assert [take(connection, one) for _ in range(2)] == [1, 1]


def test_numbers_run_without_gaps_even_when_taken_at_once(
    database: Database, case_ids: tuple[int, ...]
) -> None:
    def take_one(case_id: int) -> None:
        with database.transaction() as connection:
            one = letters.write(connection, case_id, LetterKind.RESULT, {}, MONDAY)
            number_register.take_number(connection, one.id, 2026, "TB-TTCNTT", following, MONDAY)

    threads = [threading.Thread(target=take_one, args=(case_id,)) for case_id in case_ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.transaction() as connection:
        numbers: Iterator[int] = connection.execute(select(document_number.c.number)).scalars()
        assert sorted(numbers) == list(range(1, 9))


def test_a_letter_withdrawn_makes_room_for_another(
    database: Database, case_ids: tuple[int, ...]
) -> None:
    with database.transaction() as connection:
        draft = letters.write(connection, case_ids[0], LetterKind.REFUSAL, {}, MONDAY)
        letters.keep_draft(connection, draft.id, b"%PDF")
        assert [one.id for one in letters.waiting(connection)] == [draft.id]
        number_register.withdraw_letters(connection, case_ids[0], MONDAY)
        assert letters.waiting(connection) == ()
        assert letters.load(connection, draft.id).state is LetterState.WITHDRAWN


def test_the_number_of_a_withdrawn_letter_is_for_the_next_of_its_case_in_that_register(
    database: Database, case_ids: tuple[int, ...]
) -> None:
    with database.transaction() as connection:
        refusal = letters.write(connection, case_ids[0], LetterKind.REFUSAL, {}, MONDAY)
        assert take(connection, refusal) == 1
        number_register.withdraw_letters(connection, case_ids[0], MONDAY)
        assert letters.load(connection, refusal.id).state is LetterState.WITHDRAWN
        of_another = letters.write(connection, case_ids[1], LetterKind.RESULT, {}, MONDAY)
        assert take(connection, of_another) == 2
        supplement = letters.write(connection, case_ids[0], LetterKind.SUPPLEMENT, {}, MONDAY)
        assert take(connection, supplement, symbol="TTCNTT") == 1
        result = letters.write(connection, case_ids[0], LetterKind.RESULT, {}, MONDAY)
        due = number_register.number_due(connection, result.id, 2026, "TB-TTCNTT", following)
        assert (due, take(connection, result), take(connection, result)) == (1, 1, 1)
        told = {"number": "01/TB-TTCNTT", "year": "2026"}
        assert history.was_written(connection, case_ids[0], "number_unused", **told)


def test_a_letter_not_signed_in_its_number_s_year_takes_one_of_the_next(
    database: Database, case_ids: tuple[int, ...]
) -> None:
    with database.transaction() as connection:
        late, next_one = (
            letters.write(connection, case_id, LetterKind.RESULT, {}, MONDAY)
            for case_id in case_ids[:2]
        )
        assert take(connection, late) == 1
        assert take(connection, next_one, year=2027) == 1
        assert number_register.number_due(connection, late.id, 2027, "TB-TTCNTT", following) == 2
        assert [take(connection, late, year=2027) for _ in range(2)] == [2, 2]
        assert letters.write(connection, case_ids[0], LetterKind.RESULT, {}, MONDAY) == late
        told = {"number": "01/TB-TTCNTT", "year": "2026"}
        assert history.was_written(connection, case_ids[0], "number_lapsed", **told)
        taken = document_number.c
        book = select(taken.year, taken.number, letter.c.state).join(letter)
        assert sorted(tuple(line) for line in connection.execute(book)) == [
            (2026, 1, LetterState.WITHDRAWN),
            (2027, 1, LetterState.DRAFTED),
            (2027, 2, LetterState.DRAFTED),
        ]


def test_a_number_that_left_in_another_year_than_was_taken_is_written_too(
    database: Database, case_ids: tuple[int, ...]
) -> None:
    with database.transaction() as connection:
        one = letters.write(connection, case_ids[0], LetterKind.RESULT, {}, MONDAY)
        take(connection, one)
        assert number_register.keep_number(connection, one.id, 2027, "TB-TTCNTT", 5, MONDAY)
        assert not number_register.keep_number(connection, one.id, 2027, "TB-TTCNTT", 6, MONDAY)


def test_a_number_that_two_letters_carried_out_is_the_one_s_that_is_written_first(
    database: Database, case_ids: tuple[int, ...]
) -> None:
    with database.transaction() as connection:
        first, second = (
            letters.write(connection, case_id, LetterKind.RESULT, {}, MONDAY).id
            for case_id in case_ids[:2]
        )

    def keep(letter_id: int) -> Callable[[Connection], bool]:
        return lambda connection: number_register.keep_number(
            connection, letter_id, 2026, "TB-TTCNTT", 5, MONDAY
        )

    assert held_up(database, keep(first), keep(second)) is False


def test_a_withdrawn_letter_takes_no_number(database: Database, case_ids: tuple[int, ...]) -> None:
    with database.transaction() as connection:
        one = letters.write(connection, case_ids[0], LetterKind.RESULT, {}, MONDAY)
        number_register.withdraw_letters(connection, case_ids[0], MONDAY)
        with pytest.raises(TryLaterError):
            take(connection, one)


def take(
    connection: Connection, one: StoredLetter, *, year: int = 2026, symbol: str = "TB-TTCNTT"
) -> int:
    return number_register.take_number(connection, one.id, year, symbol, following, MONDAY)
