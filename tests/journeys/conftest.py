"""The world as fixtures: on both databases, or on SQLite where the database is not the question."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import migrated_on
from tests.journeys.world import World, a_world, a_world_in
from tests.servers.mail import MailServers
from tests.servers.postgres import Postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def world_on_both(
    request: pytest.FixtureRequest, mail_servers: MailServers, tmp_path: Path
) -> Iterator[World]:
    if request.param == "sqlite":
        with a_world_in(tmp_path, mail_servers) as world:
            yield world
    else:
        server: Postgres = request.getfixturevalue("postgres")
        urls = migrated_on(server), server.database()
        with a_world(mail_servers, *urls, tmp_path) as world:
            yield world
        for url in urls:
            server.drop(url)


@pytest.fixture
def world(mail_servers: MailServers, tmp_path: Path) -> Iterator[World]:
    with a_world_in(tmp_path, mail_servers) as world:
        yield world
