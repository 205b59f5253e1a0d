"""A world in which a request was answered, for tests that break something of it each."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mailbot.gateways.mail_hosts.sql import SqlMailHost
from tests.journeys.world import World, a_world_in
from tests.servers.mail import INBOX, MailServers

STATE = ("mailbot.db", "hosts.db", "archive")


@dataclass
class AnsweredOnce:
    """Answers once; to do it for every test would take most of the time of each."""

    servers: MailServers
    factory: pytest.TempPathFactory
    answer: Callable[[World], None]
    stack: ExitStack = field(default_factory=ExitStack)
    world: World | None = None
    folder: Path = Path()

    def as_it_was(self) -> World:
        """Return the world with database, mail host and archive as they were once it had answered.

        Where another test has emptied the inbox since, a new one answers.
        """
        if self.world is None or not self.servers.count(INBOX):
            self.stack.close()
            self.world = self._answered()
            return self.world
        _disconnect(self.world)
        for name in STATE:
            _copy(self.folder / "kept" / name, self.folder / name)
        return self.world

    def _answered(self) -> World:
        self.folder = self.factory.mktemp("answered")
        world = self.stack.enter_context(a_world_in(self.folder, self.servers))
        self.answer(world)
        _disconnect(world)
        (self.folder / "kept").mkdir()
        for name in STATE:
            _copy(self.folder / name, self.folder / "kept" / name)
        return world


def _disconnect(world: World) -> None:
    """Let SQLite put all it has into its files."""
    host = world.house.mail_host
    assert isinstance(host, SqlMailHost)
    for database in (world.house.database, host.database):
        database.engine.dispose()


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target)
    else:
        shutil.copy2(source, target)
