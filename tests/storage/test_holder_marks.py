"""Whoever a mailbox was made for is found by the national ID number, which nobody keeps for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, update

from mailbot.cases.case import Case
from mailbot.cases.effect import Action
from mailbot.cases.same_person import Given
from mailbot.cases.state import State
from mailbot.operations.retention_erase import blanked
from mailbot.storage import holder_marks
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.effects import Effect, Effects, EffectState
from mailbot.storage.holder_marks import MadeBefore
from mailbot.storage.seal import Seal, new_key, seal_from
from mailbot.storage.tables import effect
from tests.builders import MONDAY, a_case, a_row

OLD, NEW = new_key(), new_key()
SEAL = seal_from(OLD)
NUMBER = "092190001234"
ADDRESS = "daonth@cantho.gov.vn"


def a_made_mailbox(database: Database, *, ended: bool = True, **different: Any) -> Case:
    """Return a case that made a mailbox for its one row."""
    store = CaseStore(SEAL)
    with database.transaction() as connection:
        case = store.open(connection, a_case(rows=(a_row(national_id=NUMBER),)), MONDAY)
        sound = Effect(f"{case.number}/0", case.id, 0, Action.CREATE, ADDRESS, "")
        one = replace(sound, **({"state": EffectState.DONE} | different))
        Effects(SEAL).intend(connection, ((one, ""),), MONDAY, {0: "092.190.001.234"})
        if ended:
            store.save(connection, case.moved(State.CLOSED), MONDAY, "closed")
    return case


def made(database: Database, seal: Seal = SEAL, but_of: int | None = None) -> dict[str, object]:
    with database.transaction() as connection:
        return dict(MadeBefore(seal, connection, but_of)({NUMBER, "092190009999"}))


def marks(database: Database) -> list[str | None]:
    with database.transaction() as connection:
        return list(connection.scalars(select(effect.c.holder_mark)))


def test_what_an_ended_case_made_is_found_by_the_number_alone(database: Database) -> None:
    case = a_made_mailbox(database)

    assert made(database) == {NUMBER: (Given(case.number, ADDRESS),)}
    assert made(database, but_of=case.id) == {}
    assert not any(NUMBER in str(mark) for mark in marks(database))


@pytest.mark.parametrize(
    "different", [{"ended": False}, {"state": EffectState.FAILED}, {"action": Action.SET_PASSWORD}]
)
def test_what_is_still_open_failed_or_made_no_mailbox_is_not(
    database: Database, different: dict[str, Any]
) -> None:
    a_made_mailbox(database, **different)

    assert made(database) == {}


def test_a_new_key_finds_what_the_old_one_marked_and_takes_over(database: Database) -> None:
    case = a_made_mailbox(database)
    found = {NUMBER: (Given(case.number, ADDRESS),)}
    both = seal_from(f"{NEW}\n{OLD}")
    assert made(database, both) == found

    assert holder_marks.renew(database, CaseStore(both)) == 1
    assert holder_marks.renew(database, CaseStore(both)) == 0

    assert made(database, seal_from(NEW)) == found
    assert made(database, SEAL) == {}


def test_what_an_earlier_version_made_is_marked_and_whoever_was_erased_is_not(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holder_marks, "PORTION", 2)
    early = [a_made_mailbox(database, address=f"dao{n}@cantho.gov.vn") for n in range(3)]
    with database.transaction() as connection:
        connection.execute(update(effect).values(holder_mark=None))
    assert made(database) == {}

    assert holder_marks.renew(database, CaseStore(SEAL)) == len(early)
    given = tuple(Given(one.number, f"dao{n}@cantho.gov.vn") for n, one in enumerate(early))
    assert made(database) == {NUMBER: given}

    with database.transaction() as connection:
        connection.execute(update(effect).values(holder_mark=""))
    assert holder_marks.renew(database, CaseStore(SEAL)) == 0
    assert marks(database) == ["", "", ""]


def test_whom_a_mailbox_was_made_for_is_known_under_a_new_key_after_the_rows_were_purged(
    database: Database,
) -> None:
    case = a_made_mailbox(database)
    found = made(database)
    with database.transaction() as connection:
        store = CaseStore(SEAL)
        purged = blanked(store.load(connection, case.id), frozenset({0}))
        store.save(connection, purged, MONDAY, "rows_purged")
    both = seal_from(f"{NEW}\n{OLD}")

    assert holder_marks.renew(database, CaseStore(both)) == 0

    assert found
    assert made(database, both) == found
