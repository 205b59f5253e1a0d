"""A restore that is killed leaves nothing, or all of it and paused; begun again it succeeds."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from os import environ
from pathlib import Path

import pytest
from sqlalchemy import func, inspect, make_url, select, text

from mailbot.__main__ import main
from mailbot.errors import BadInputError, SettingsError
from mailbot.operations.backup import back_up, restore
from mailbot.storage import facts, restore_mark, schema, switches
from mailbot.storage.archive import Archive
from mailbot.storage.database import open_database
from mailbot.storage.tables import fact
from tests.databases import SEAL, migrated, migrated_on
from tests.operations.copy_settings import write_settings
from tests.servers.ports import wait_for
from tests.servers.postgres import Postgres

NIGHT = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
FACTS = 4000  # some hundred pages, and far more than a pipe holds
MAILS = tuple(f"thư {number}".encode() for number in range(4))
# How far along its way it dies: among the files of the archive, in the database, at its end.
SHARES = (0.1, 0.4, 0.6, 0.75, 0.85, 0.95, 1)
KILLED = -signal.SIGKILL


@dataclass(frozen=True)
class Place:
    """Where a copy is brought back to, by a command of its own."""

    copy: Path
    url: str
    archive: Archive
    settings: Path

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file."""
        return make_url(self.url).get_backend_name() == "sqlite"

    def is_left_alone(self) -> bool:
        """Return whether nobody is connected to the database any more."""
        if self.is_sqlite:
            return True
        others = (
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        with closing(open_database(self.url)) as database, database.reading() as connection:
            return bool(connection.execute(text(others)).scalar_one() == 0)

    def is_there(self) -> bool:
        """Return whether the database has any table of ours."""
        return bool(self.tables() - {restore_mark.TABLE})

    def is_begun(self) -> bool:
        """Return whether all that is there says that a restore was begun."""
        return self.tables() == {restore_mark.TABLE}

    def tables(self) -> set[str]:
        """Return the tables of the database; an absent file has none."""
        if self.is_sqlite and not Path(str(make_url(self.url).database)).exists():
            return set()
        with closing(open_database(self.url)) as database, database.reading() as connection:
            return set(inspect(connection).get_table_names())

    def assert_not_taken_for_new(self) -> None:
        """Fail unless whoever would start the service, or make the tables, is told what to do."""
        with closing(open_database(self.url)) as database:
            for step in (schema.check, schema.upgrade):
                with pytest.raises(SettingsError, match=r"khôi phục chưa xong.*mailbot restore"):
                    step(database)
        with pytest.raises(BadInputError, match="chưa có bảng nào"):
            back_up(self.url, self.archive.directory, self.settings.parent / "kept", NIGHT)
        assert self.is_begun()

    def assert_whole_and_paused(self) -> None:
        """Fail where anything of the copy is missing, or where the work would go on by itself."""
        with closing(open_database(self.url)) as database, database.reading() as connection:
            schema.check(database)
            assert switches.paused_by(connection).startswith("mailbot restore: ")
            assert switches.restored_at(connection) is not None
            assert not switches.has_taken_in(connection)
            some = select(func.count()).where(fact.c.name.startswith("row "))
            assert connection.execute(some).scalar_one() == FACTS
        names = [path.stem for path in self.archive.directory.glob("*/*.eml")]
        assert sorted(self.archive.get(name) for name in names) == sorted(MAILS)

    def assert_begun_again_it_succeeds(self) -> None:
        """Fail unless `mailbot run` refuses what a killed restore left, and the next is whole;
        one that died after all was done has nothing to be done again.
        """
        wait_for(self.is_left_alone, "the end of what the killed one began")
        if self.is_there():
            self.assert_whole_and_paused()
            with pytest.raises(BadInputError):
                restore(self.copy, self.url, self.archive.directory, NIGHT)
        else:
            assert main(["run", "--settings", str(self.settings)]) != 0
            assert not self.is_there()
            if self.is_begun():
                self.assert_not_taken_for_new()
            restore(self.copy, self.url, self.archive.directory, NIGHT)
        self.assert_whole_and_paused()


@dataclass
class Places:
    """One copy, and as many places to bring it back to as are asked for."""

    copy: Path
    folder: Path
    postgres: Postgres | None
    count: int = 0

    def another(self) -> Place:
        """Return a place where nothing is."""
        self.count += 1
        folder = self.folder / str(self.count)
        folder.mkdir()
        archive = Archive(folder / "archive", SEAL)
        archive.directory.mkdir()
        url = self.postgres.database() if self.postgres else f"sqlite:///{folder}/mailbot.db"
        settings = write_settings(folder / "mailbot.toml", url, archive.directory)
        return Place(self.copy, url, archive, settings)


@pytest.fixture(params=["sqlite", "postgresql"])
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Places:
    if request.param == "sqlite":
        with migrated(f"sqlite:///{tmp_path}/live.db"):
            return places_in(tmp_path, f"sqlite:///{tmp_path}/live.db")
    return places_on(request.getfixturevalue("postgres"), tmp_path)


def places_on(postgres: Postgres, folder: Path) -> Places:
    return places_in(folder, migrated_on(postgres), postgres)


def places_in(folder: Path, live: str, postgres: Postgres | None = None) -> Places:
    """Return places for the copy of this database, filled before."""
    with closing(open_database(live)) as database, database.transaction() as connection:
        for number in range(FACTS):
            facts.tell(connection, f"row {number}", "x" * 40)
    archive = Archive(folder / "archive", SEAL)
    archive.directory.mkdir()
    for mail in MAILS:
        archive.put(mail)
    copy = back_up(live, archive.directory, folder / "kept", NIGHT).copy
    shutil.rmtree(archive.directory)
    return Places(copy, folder, postgres)


def dying(places: Places, shares: tuple[float, ...], **environment: str) -> list[Place]:
    """Have the command killed at these shares of its way; return what it died in. The first of the
    places, which is not returned, it brought back whole.
    """
    whole, *others = (places.another() for _ in range(len(shares) + 1))
    words = (places.copy, ",".join(map(str, shares)), whole.settings)
    command = ("-m", "tests.operations.dying_restore", *words, *(one.settings for one in others))
    done = subprocess.run(
        [sys.executable, *map(str, command)],
        capture_output=True,
        text=True,
        check=True,
        env=environ | environment,
    )
    assert json.loads(done.stderr) == [0, *([KILLED] * len(shares))]
    whole.assert_whole_and_paused()
    return others


def test_a_restore_killed_at_any_step_is_begun_again_and_nothing_is_lost(places: Places) -> None:
    died_in = dying(places, SHARES)
    assert not died_in[0].is_there()
    assert died_in[-1].is_there()
    assert sum(place.is_begun() for place in died_in) >= len(SHARES) // 2
    for place in died_in:
        place.assert_begun_again_it_succeeds()


# What the stand-in for pg_restore does in the midst of the copy: $PPID is the command.
KILLS = {
    "the command, whose children live on": "kill -9 $PPID",
    "pg_restore": "kill -9 $$",
    "psql": "kill -9 $(cat psql.pid)",
}


def stand_in(folder: Path, program: str, script: str) -> None:
    """Let a shell script stand for the program."""
    real = shutil.which(program)
    assert real is not None
    (folder / program).write_text(f"#!/bin/sh\n{script.format(real=real)}\n")
    (folder / program).chmod(0o755)


@pytest.mark.parametrize("kill", KILLS.values(), ids=KILLS)
def test_a_restore_on_a_server_may_lose_any_of_its_processes_in_the_midst(
    postgres: Postgres, tmp_path: Path, kill: str
) -> None:
    place = places_on(postgres, tmp_path).another()
    stand_in(tmp_path, "psql", 'echo $$ >psql.pid; exec {real} "$@"')
    stand_in(tmp_path, "pg_restore", f'{{real}} "$@" | (head -c 90000; {kill}; cat)')
    words = ("restore", str(place.copy), "--settings", str(place.settings))
    path = f"{tmp_path}:{environ['PATH']}"
    done = subprocess.run(
        [sys.executable, "-m", "mailbot", *words],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env=environ | {"PATH": path, "PYTHONPATH": str(Path.cwd())},
    )
    assert done.returncode != 0
    assert place.is_begun()
    place.assert_begun_again_it_succeeds()


def test_a_journal_that_stayed_behind_is_never_played_into_the_copy(tmp_path: Path) -> None:
    """Whoever moved the database away left what SQLite had not finished in it."""
    with migrated(f"sqlite:///{tmp_path}/live.db"):
        place = places_in(tmp_path, f"sqlite:///{tmp_path}/live.db").another()
    for ending in ("-journal", "-wal"):
        journal = place.settings.with_name(f"mailbot.db{ending}")
        journal.write_bytes(b"what was undone")
        with pytest.raises(BadInputError, match=f"mailbot.db{ending}"):
            restore(place.copy, place.url, place.archive.directory, NIGHT)
        assert journal.read_bytes() == b"what was undone"
        assert not place.is_there()
        journal.write_bytes(b"")
    place.assert_begun_again_it_succeeds()
