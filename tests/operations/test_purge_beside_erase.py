"""A purge and an erasure meet at one case: both are done, and told once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import update

from mailbot.cases.case import Case
from mailbot.cases.row import ERASED
from mailbot.errors import TryLaterError
from mailbot.operations import retention_cases, retention_erase
from mailbot.operations.audit import audit
from mailbot.operations.retention_cases import CaseRetention
from mailbot.storage import history
from mailbot.storage.archive import Archive
from mailbot.storage.database import Database
from mailbot.storage.tables import cases
from tests.databases import SEAL
from tests.operations.test_retention_erase import (
    NOW,
    OTHER,
    PERSON,
    STORE,
    a_case,
    erase,
)


def purge(database: Database) -> int:
    archive = Archive(Path("/nowhere"), SEAL)
    return CaseRetention(database, archive, STORE, lambda: NOW + timedelta(days=400)).rows(365)


def erase_person(database: Database) -> object:
    return erase(database, PERSON.name)


Deed = Callable[[Database], object]


@pytest.mark.parametrize(
    ("slow", "module", "other"),
    [
        pytest.param(purge, retention_cases, erase_person, id="erased while a purge is under way"),
        pytest.param(erase_person, retention_erase, purge, id="purged while somebody is erased"),
    ],
)
def test_whichever_comes_first_both_are_done_and_told_once(
    database: Database, monkeypatch: pytest.MonkeyPatch, slow: Deed, module: object, other: Deed
) -> None:
    named = [a_case(database, PERSON, OTHER, ended=True) for _ in range(3)]
    with database.transaction() as connection:
        connection.execute(update(cases).values(ended_at=NOW))
    beside = Thread(target=_done, args=(other, database))
    real = retention_erase.blanked

    def meanwhile(*given: object) -> Case:
        """The other begins once this one has read the case, and before it is written."""
        if beside.ident is None:
            beside.start()
            beside.join(0.5)
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "blanked", meanwhile)
    _done(slow, database)
    beside.join()
    monkeypatch.undo()
    _done(erase_person, database)
    purge(database)

    assert beside.ident is not None
    assert audit(database).breaks == ()
    with database.transaction() as connection:
        for case in named:
            after = STORE.load(connection, case.id)
            told = [one.what for one in history.of_case(connection, case.id)]
            assert {row.name for row in after.rows} == {ERASED}
            assert "An" not in str(after.findings)
            assert told.count("rows_purged") == 1
            assert told.count("erased") <= 1


def _done(deed: Deed, database: Database) -> None:
    """Do it, or be told that the case was changed meanwhile: it is done with the next run."""
    with suppress(TryLaterError):
        deed(database)
