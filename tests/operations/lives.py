"""A world that is brought back from a copy of an earlier moment: one life ends, another begins."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from sqlalchemy import text

from mailbot.__main__ import main
from mailbot.house import House
from mailbot.settings import load_settings
from tests.crash.requests import a_request
from tests.crash.settings_file import write_settings
from tests.databases import migrated_on
from tests.journeys.world import World, a_world, a_world_in
from tests.readers import share_readers
from tests.servers.mail import INBOX, MailServers
from tests.servers.postgres import Postgres

COPIES = {"receipt_copy": INBOX.replace("@", "+outbox@")}
OFFICER = ("--officer", "Lê An")


@dataclass
class Lives:
    """One world, its settings as a file, and the directory of its backups. `next_database` is the
    empty one that it is brought back into.
    """

    world: World
    folder: Path
    settings: Path
    next_database: str

    def answer(self, number: int) -> None:
        """Have the n-th clean request sent in and answered."""
        self.world.submit(a_request(self.world, number))
        self.go_on()

    def go_on(self) -> None:
        """Take in what is new and do what is due."""
        self.world.take_in()
        self.world.work()

    def back_up(self) -> None:
        """Copy what there is now."""
        assert self.type("backup", str(self.folder / "kept"))[0] == 0

    def come_back(self) -> None:
        """Lose the database, bring the copy back, and take in the mail, as the service does."""
        self.world.house.close()
        write_settings(
            self.world.house.settings, self.settings, database={"url": self.next_database}
        )
        (copy,) = (self.folder / "kept").glob("mailbot-*")
        assert self.type("restore", str(copy))[0] == 0
        self.world.house = House(load_settings(self.settings))
        share_readers(self.world.house)
        self.world.house.prepare()
        self.go_on()

    def type(self, *words: str) -> tuple[int, Any]:
        """Return the exit code of a command, and the JSON value it prints."""
        with redirect_stdout(StringIO()) as printed:
            code = main([*words, "--settings", str(self.settings), "--json"])
        return code, json.loads(printed.getvalue())

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Return what the database answers."""
        with self.world.house.database.transaction() as connection:
            return [tuple(row) for row in connection.execute(text(statement))]

    def mailboxes(self) -> list[str]:
        """Return the mailboxes of the mail host."""
        with self.world.house.mail_host.database.transaction() as connection:  # type: ignore[attr-defined]
            found = connection.execute(text("SELECT username FROM mailbox ORDER BY username"))
            return list(found.scalars())


@contextmanager
def lives_in(folder: Path, servers: MailServers, **sections: Any) -> Iterator[Lives]:
    """Yield a world that sends receipt copies; `sections` change its settings."""
    with (
        a_world_in(folder, servers, smtp=COPIES, **sections) as world,
        _lives_of(world, folder, f"sqlite:///{folder}/again.db") as lives,
    ):
        yield lives


@contextmanager
def lives_on(postgres: Postgres, folder: Path, servers: MailServers) -> Iterator[Lives]:
    """Yield the same on PostgreSQL."""
    urls = migrated_on(postgres), postgres.database()
    with (
        a_world(servers, *urls, folder, smtp=COPIES) as world,
        _lives_of(world, folder, postgres.database()) as lives,
    ):
        yield lives


@contextmanager
def _lives_of(world: World, folder: Path, next_database: str) -> Iterator[Lives]:
    settings = write_settings(world.house.settings, folder / "mailbot.toml")
    yield Lives(world, folder, settings, next_database)
    world.house.close()
