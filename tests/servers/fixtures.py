"""The servers as pytest fixtures: started at first use, once for the whole run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers.mail import MailServers, running_mail_servers
from tests.servers.postgres import Postgres, running_postgres


@pytest.fixture(scope="session")
def mail_servers() -> Iterator[MailServers]:
    """Return running Dovecot and Postfix, shared by all tests of the run."""
    with running_mail_servers() as servers:
        yield servers


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Return a running PostgreSQL; ask it for a `database()` of your own."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def mortal_postgres(postgres: Postgres) -> Iterator[Postgres]:
    """Return the same server for a test that kills it; it runs again for the next."""
    yield postgres
    if not postgres.process.alive:
        postgres.start()
