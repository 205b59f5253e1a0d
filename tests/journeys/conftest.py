"""The world as fixtures: on both databases, or on SQLite where the database is not the question."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.world import World, a_world
from tests.servers.mail import MailServers
from tests.servers.postgres import Postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def world_on_both(
    request: pytest.FixtureRequest, mail_servers: MailServers, tmp_path: Path
) -> Iterator[World]:
    tmp_path.chmod(0o755)  # Dovecot reads the mail host's SQLite file
    if request.param == "sqlite":
        urls = _sqlite(tmp_path)
    else:
        server: Postgres = request.getfixturevalue("postgres")
        urls = server.database(), server.database()
    with a_world(mail_servers, *urls, tmp_path) as world:
        yield world


@pytest.fixture
def world(mail_servers: MailServers, tmp_path: Path) -> Iterator[World]:
    tmp_path.chmod(0o755)
    with a_world(mail_servers, *_sqlite(tmp_path), tmp_path) as world:
        yield world


def _sqlite(folder: Path) -> tuple[str, str]:
    return f"sqlite:///{folder}/mailbot.db", f"sqlite:///{folder}/hosts.db"
