from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from mailbot.storage import letters
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.letters import LetterKind, LetterState
from mailbot.storage.seal import new_key, seal_from
from mailbot.storage.tables import document_number
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
        letters.withdraw(connection, case_ids[1])
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
        letters.withdraw(connection, case_ids[1])
        before = [letters.load(connection, one.id) for one in (signed, withdrawn)]
        for one in (signed, withdrawn):
            on = MONDAY.date()
            assert not letters.keep_draft_anew(connection, one.id, b"%PDF 13", "13/TB", on)
            letters.keep_draft(connection, one.id, b"%PDF 13")
        assert [letters.load(connection, one.id) for one in (signed, withdrawn)] == before


def test_a_letter_keeps_the_number_it_took(database: Database, case_ids: tuple[int, ...]) -> None:
    with database.transaction() as connection:
        letter = letters.write(connection, case_ids[0], LetterKind.RESULT, {}, MONDAY)
        taken = [
            letters.take_number(connection, letter.id, 2026, "TB-TTCNTT", following, MONDAY)
            for _ in range(2)
        ]
    assert taken == [1, 1]


def test_numbers_run_without_gaps_even_when_taken_at_once(
    database: Database, case_ids: tuple[int, ...]
) -> None:
    def take(case_id: int) -> None:
        with database.transaction() as connection:
            letter = letters.write(connection, case_id, LetterKind.RESULT, {}, MONDAY)
            letters.take_number(connection, letter.id, 2026, "TB-TTCNTT", following, MONDAY)

    threads = [threading.Thread(target=take, args=(case_id,)) for case_id in case_ids]
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
        assert [letter.id for letter in letters.waiting(connection)] == [draft.id]
        letters.withdraw(connection, case_ids[0])
        assert letters.waiting(connection) == ()
        assert letters.load(connection, draft.id).state is LetterState.WITHDRAWN


def test_a_letter_that_took_a_number_is_finished_with_it(
    database: Database, case_ids: tuple[int, ...]
) -> None:
    with database.transaction() as connection:
        letter = letters.write(connection, case_ids[0], LetterKind.RESULT, {}, MONDAY)
        letters.take_number(connection, letter.id, 2026, "TB-TTCNTT", following, MONDAY)
        letters.withdraw(connection, case_ids[0])
        again = letters.write(connection, case_ids[0], LetterKind.RESULT, {}, MONDAY)
    assert again.id == letter.id
