"""PostgreSQL as its own user on a free port, one cluster for all tests, a database for each."""

from __future__ import annotations

import getpass
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
import pytest

from tests.servers.ports import HOST, free_ports, wait_for
from tests.servers.process import Process

OWNER = "postgres"
ROLE = "mailbot"

# A killed server loses nothing by these, only a machine that loses power would.
CARELESS = ("fsync=off", "full_page_writes=off")


@dataclass
class Postgres:
    """A running PostgreSQL."""

    directory: Path
    port: int
    options: tuple[str, ...] = CARELESS
    process: Process = field(init=False)
    _names: Iterator[int] = field(default_factory=lambda: count(1))
    _patterns: dict[Callable[[str], None], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        settings = (*self.options, f"listen_addresses={HOST}", f"port={self.port}",
                    f"unix_socket_directories={self.directory}", "max_connections=100",
                    "shared_buffers=32MB", "timezone=UTC", "log_timezone=UTC")  # fmt: skip
        flags = [part for setting in settings for part in ("-c", setting)]
        self.process = Process(
            (_program("postgres"), "-D", str(self.directory / "data"), *flags),
            self.directory / "postgres.log",
            user=_owner(),
            stop_signal=signal.SIGINT,
        )

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self.process.start()
        wait_for(self._answers, f"PostgreSQL ({self.directory})")

    def restart(self) -> None:
        """Stop (if it runs), start again on the same port, and wait."""
        self.process.stop()
        self.start()

    def database(self, prepare: Callable[[str], None] | None = None) -> str:
        """Return the URL of a new database: empty, or as `prepare` leaves the one of an URL.

        It is asked once; what it made is copied from then on, which takes a third of the time.
        """
        pattern = "template1" if prepare is None else self._prepared_by(prepare)
        name = f"t{os.getpid()}_{next(self._names)}"
        with psycopg.connect(self._address(), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{pattern}" STRATEGY file_copy')
        return self._url(name)

    def drop(self, url: str) -> None:
        """Remove a database of `database`, whoever is connected to it."""
        with psycopg.connect(self._address(), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{url.rpartition("/")[2]}" WITH (FORCE)')

    def _prepared_by(self, prepare: Callable[[str], None]) -> str:
        """Return the name of the database `prepare` had; nobody may be connected to it."""
        if prepare not in self._patterns:
            url = self.database()
            prepare(url)
            self._patterns[prepare] = url.rpartition("/")[2]
        return self._patterns[prepare]

    def first_database(self) -> str:
        """Return the URL of the database every cluster is made with."""
        return self._url("postgres")

    def _url(self, name: str) -> str:
        return f"postgresql+psycopg://{ROLE}@{HOST}:{self.port}/{name}"

    def _address(self) -> str:
        return f"host={HOST} port={self.port} dbname=postgres user={ROLE} connect_timeout=5"

    def _answers(self) -> bool:
        try:
            psycopg.connect(self._address()).close()
        except psycopg.OperationalError:
            return False
        return True


@contextmanager
def running_postgres(options: tuple[str, ...] = CARELESS) -> Iterator[Postgres]:
    """Make a cluster, start it, and remove it at the end."""
    directory = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        with kept_postgres(directory, options) as postgres:
            yield postgres
    finally:
        shutil.rmtree(directory, ignore_errors=True)


@contextmanager
def kept_postgres(directory: Path, options: tuple[str, ...] = CARELESS) -> Iterator[Postgres]:
    """Start the cluster of this directory, made there if there is none, and leave it there."""
    directory.chmod(0o755)
    if os.geteuid() == 0:
        shutil.chown(directory, OWNER, OWNER)
    postgres = Postgres(directory, free_ports(1)[0], options)
    try:
        if not (directory / "data").exists():
            _make_cluster(directory / "data")
        postgres.start()
        yield postgres
    finally:
        postgres.process.stop()


def _make_cluster(data: Path) -> None:
    command = (_program("initdb"), "-D", str(data), "-U", ROLE, "-A", "trust", "-E", "UTF8",
               "--locale=C.UTF-8", "--no-sync", "--no-instructions")  # fmt: skip
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        user=_owner(),
        group=_owner(),
        extra_groups=[] if _owner() else None,
        cwd=data.parent,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"initdb: {done.stderr}")


def _owner() -> str | None:
    """PostgreSQL refuses to run as root."""
    return OWNER if os.geteuid() == 0 and getpass.getuser() != OWNER else None


def _program(name: str) -> str:
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name))
    if not versions or not (versions[-1] / name).exists():
        pytest.fail(
            f"{name} is missing (Debian package postgresql); run `make test`", pytrace=False
        )
    return str(versions[-1] / name)
