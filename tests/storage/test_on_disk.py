"""A commit is on disk before it is told; only tests are content with less."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from mailbot.storage import database
from mailbot.storage.database import open_database
from tests.careless_disk import prepare_soundly

WAITS, WAITS_NOT = 2, 0


def _synchronous(folder: Path) -> int:
    with (
        closing(open_database(f"sqlite:///{folder}/mailbot.db")) as opened,
        opened.reading() as connection,
    ):
        return int(connection.exec_driver_sql("PRAGMA synchronous").scalar_one())


def test_a_commit_waits_for_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_prepare_sqlite", prepare_soundly)

    assert _synchronous(tmp_path) == WAITS


def test_a_commit_of_other_tests_waits_for_no_disk(tmp_path: Path) -> None:
    assert _synchronous(tmp_path) == WAITS_NOT
