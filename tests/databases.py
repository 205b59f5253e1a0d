"""Both databases, each migrated and empty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.storage import schema
from mailbot.storage.database import Database, open_database


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/mailbot.db"
    else:
        url = request.getfixturevalue("postgres").database()
    opened = open_database(url)
    schema.upgrade(opened)
    yield opened
    opened.close()
