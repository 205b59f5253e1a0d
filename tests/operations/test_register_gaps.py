from __future__ import annotations

import pytest

from mailbot.operations.doctor_letters import gaps
from mailbot.operations.doctor_seen import wrong
from mailbot.storage import letters, number_register
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.letters import LetterKind
from mailbot.storage.seal import new_key, seal_from
from tests.builders import MONDAY, a_case


def number(database: Database, year: int, symbol: str, *numbers: int) -> None:
    """Write these numbers into the register, each with a letter of its own."""
    store = CaseStore(seal_from(new_key()))
    with database.transaction() as connection:
        for one in numbers:
            case_id = store.open(connection, a_case(), MONDAY).id
            letter = letters.write(connection, case_id, LetterKind.RESULT, {}, MONDAY)
            number_register.keep_number(connection, letter.id, year, symbol, one, MONDAY)


@pytest.mark.parametrize(
    ("numbers", "count", "which"),
    [
        pytest.param((7, 9), "1", "08/TB", id="one"),
        pytest.param((1, 3, 4, 7), "3", "02/TB, 05/TB, 06/TB", id="in two places"),
        pytest.param(
            (1, 500_000),
            "499998",
            "02/TB, 03/TB, 04/TB, 05/TB, 06/TB, 07/TB, 08/TB, 09/TB, 10/TB, 11/TB …",
            id="more than are named",
        ),
    ],
)
def test_every_missing_number_of_a_register_is_named(
    database: Database, numbers: tuple[int, ...], count: str, which: str
) -> None:
    number(database, 2026, "TB", *numbers)
    number(database, 2026, "TTCNTT", 1, 2, 3)
    number(database, 2027, "TB", 2)
    missing = {"year": "2026", "count": count, "which": which}
    assert list(gaps(database)) == [wrong("deep_register_gap", **missing)]


def test_each_register_is_told_of_by_itself(database: Database) -> None:
    number(database, 2026, "TTCNTT", 1, 3)
    number(database, 2026, "TB", 1, 3)
    number(database, 2025, "TB", 4, 6)
    told = [(one.fields["year"], one.fields["which"]) for one in gaps(database)]
    assert told == [("2025", "05/TB"), ("2026", "02/TB"), ("2026", "02/TTCNTT")]
