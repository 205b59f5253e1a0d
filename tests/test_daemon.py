"""The daemon as systemd runs it: one process, watched over a socket, ended by a signal."""

from __future__ import annotations

import gc
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from mailbot.__main__ import main
from mailbot.daemon import Daemon
from mailbot.gateways.systemd import Notifier
from mailbot.house import House
from mailbot.settings import load_settings
from mailbot.storage import hosts
from mailbot.storage.database import open_database
from mailbot.storage.membership import INBOX, Membership
from mailbot.storage.seal import new_key
from tests.logged import a_log
from tests.servers.pages import title_at
from tests.servers.ports import free_ports

SETTINGS = """
secrets_directory = "{folder}"
[database]
url = "sqlite:///{folder}/mailbot.db"
[archive]
directory = "{folder}/archive"
[imap]
host = "127.0.0.1"
port = {port}
username = "inbox"
[smtp]
host = "127.0.0.1"
port = {port}
username = "inbox"
[evidence]
mx_host = "mx.test"
[signing]
mode = "two_step"
leader_fingerprints = ["1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a"]
organisation_fingerprints = ["2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b"]
"""


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """Return settings whose mail server is away: nobody listens on its port."""
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    for name, secret in (("seal-key", new_key()), ("imap-password", "x"), ("smtp-password", "x")):
        (tmp_path / name).write_text(secret)
    file = tmp_path / "mailbot.toml"
    file.write_text(SETTINGS.format(folder=tmp_path, port=port), "utf-8")
    return file


class Systemd:
    """Stands where systemd stands: starts the service, hears it, ends it."""

    def __init__(self, settings: Path) -> None:
        self.settings = settings
        self.listening = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.listening.bind(str(settings.with_name("notify")))
        self.heard: list[str] = []

    def start(self, *command: str, door: socket.socket | None = None) -> None:
        """Start `mailbot run` or another command, with a socket that listens for it."""
        program = [sys.executable, "-m", "mailbot", *(command or ("run",))]
        spoken = {"NOTIFY_SOCKET": str(self.settings.with_name("notify"))}
        if door is not None:
            given = f'export LISTEN_PID=$$ LISTEN_FDS=1; exec "$@" 3<&{door.fileno()}'
            program = ["bash", "-c", given, "bash", *program]
        self.process = subprocess.Popen(
            [*program, "--settings", self.settings],
            env=os.environ | spoken,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            pass_fds=(door.fileno(),) if door else (),
        )

    def hears(self, word: str, times: int = 1, within: float = 60) -> bool:
        """Return whether the word is said this often before the time is over."""
        end = time.monotonic() + within
        while sum(word in said for said in self.heard) < times:
            self.listening.settimeout(max(0.01, end - time.monotonic()))
            try:
                self.heard.append(self.listening.recv(4096).decode())
            except TimeoutError:
                return False
        return True

    def end(self) -> tuple[int, str]:
        """Ask the service to stop; return its exit code and what it logged."""
        self.process.send_signal(signal.SIGTERM)
        logged, _ = self.process.communicate(timeout=60)
        return self.process.returncode, logged


@pytest.fixture
def systemd(settings: Path) -> Iterator[Systemd]:
    watching = Systemd(settings)
    try:
        yield watching
    finally:
        watching.listening.close()
        if hasattr(watching, "process"):
            watching.process.kill()
            watching.process.communicate()


def test_with_the_mail_server_away_the_daemon_is_ready_lives_and_ends_in_order(
    systemd: Systemd, settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["db", "upgrade", "--settings", str(settings)]) == 0
    capsys.readouterr()

    systemd.start()
    assert systemd.hears("READY=1")
    assert systemd.hears("WATCHDOG=1", times=2)
    code, logged = systemd.end()

    assert code == 0, logged
    assert systemd.hears("STOPPING=1", within=1)
    assert '"event": "inbox_lost"' in logged
    assert '"event": "stopped"' in logged
    assert "Traceback" not in logged


@pytest.fixture
def port(settings: Path) -> int:
    """Return a free port, which the settings name for the pages; the tables are there."""
    (free,) = free_ports(1)
    with settings.open("a") as file:
        file.write(f"[console]\nport = {free}\n")
    assert main(["db", "upgrade", "--settings", str(settings)]) == 0
    return free


@pytest.mark.parametrize("command", [("console",), ("run", "--roles", "console")])
def test_the_pages_alone_need_no_secret_but_the_seal_and_are_watched_like_the_rest(
    systemd: Systemd, settings: Path, port: int, command: tuple[str, ...]
) -> None:
    for name in ("imap-password", "smtp-password"):
        settings.with_name(name).unlink()

    systemd.start(*command)

    assert systemd.hears("READY=1")
    assert title_at(port) == "Đăng nhập"
    assert systemd.hears("WATCHDOG=1", times=2)
    code, logged = systemd.end()
    assert (code, "Traceback" in logged) == (0, False), logged


def test_one_process_can_do_all_three(systemd: Systemd, port: int) -> None:
    systemd.start("run", "--roles", "intake,work,console")

    assert systemd.hears("READY=1")
    assert title_at(port) == "Đăng nhập"
    assert systemd.hears("WATCHDOG=1")
    code, logged = systemd.end()
    assert code == 0, logged
    assert '"event": "inbox_lost"' in logged


def test_who_comes_while_the_pages_start_anew_waits_at_systemds_door(
    systemd: Systemd, port: int
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door, ThreadPoolExecutor(1) as visitor:
        for _ in range(2):
            title = visitor.submit(title_at, door.getsockname()[1])
            systemd.start("console", door=door)
            assert title.result(30) == "Đăng nhập"
            assert systemd.end()[0] == 0

    with pytest.raises(OSError, match="refused"):
        title_at(port)


@pytest.mark.parametrize("roles", ["console", "intake,work,console"])
def test_a_door_that_is_taken_is_told_and_nothing_begins(
    systemd: Systemd, port: int, roles: str
) -> None:
    with socket.create_server(("127.0.0.1", port)):
        systemd.start("run", "--roles", roles)
        logged, _ = systemd.process.communicate(timeout=60)

    assert systemd.process.returncode == 2
    assert f"console.port: không mở được cổng {port}" in logged
    assert not systemd.hears("READY=1", within=0.2)


def test_without_its_tables_the_daemon_says_what_to_do_and_is_never_ready(
    systemd: Systemd,
) -> None:
    systemd.start()
    logged, _ = systemd.process.communicate(timeout=60)

    assert systemd.process.returncode == 2
    assert "mailbot db upgrade" in logged
    assert not systemd.hears("READY=1", within=0.2)


TOLD_WHEN_READY = """
import os, sys
from mailbot.gateways.systemd import Notifier
def ready(*_):
    print(*list(sys.modules), flush=True)
    os._exit(0)
Notifier.ready = ready
from mailbot.__main__ import main
main(sys.argv[1:])
"""
NEVER = {
    "alembic",
    "docx",
    "lxml",
    "numpy",
    "openpyxl",
    "pdfminer",
    "pdfplumber",
    "tesserocr",
    "typst",
}
FOR_PAGES = {"jinja2", "starlette", "uvicorn", "webauthn"}


@pytest.mark.usefixtures("port")
@pytest.mark.parametrize(
    ("roles", "never", "at_most"),
    [
        pytest.param("intake,work", NEVER | FOR_PAGES, 1_350, id="the mail"),
        pytest.param("console", NEVER, 1_700, id="the pages"),
    ],
)
def test_what_is_needed_later_only_is_not_loaded_until_it_is_ready(
    settings: Path, roles: str, never: set[str], at_most: int
) -> None:
    """What is loaded is what a start costs, whatever else the machine does. Counted in modules:
    those of Python too, and a few of what the threads have begun with.
    """
    run = ["run", "--roles", roles, "--settings", str(settings)]
    told = subprocess.run(
        [sys.executable, "-c", TOLD_WHEN_READY, *run], capture_output=True, text=True, check=True
    )

    loaded = set(told.stdout.split())

    assert "mailbot.daemon" in loaded
    assert never & loaded == set()
    assert len(loaded) <= at_most


def test_a_daemon_whose_thread_ends_unasked_ends_too(
    settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Daemon, "_work", lambda _: None)
        main(["db", "upgrade", "--settings", str(settings)])
        house = House(load_settings(settings))
        daemon = Daemon(house)
        daemon.start()
        ended = daemon._stop.wait(60)
        daemon.stop()
    assert ended


def test_a_host_that_waits_for_the_inbox_is_alive_all_the_same(
    settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else systemd would start it anew for ever, and nobody would be there to take over."""
    main(["db", "upgrade", "--settings", str(settings)])
    house, fed = House(load_settings(settings)), Event()
    with house.database.transaction() as connection:
        assert hosts.take(connection, INBOX, "another", house.clock(), timedelta(minutes=9))
    vars(house)["membership"] = Membership(house.database, "this one", "", house.clock)
    monkeypatch.setattr(Notifier, "alive", lambda _: fed.set())
    daemon = Daemon(house, frozenset({"intake"}))
    daemon.start()
    alive = fed.wait(60)
    daemon.stop()
    assert alive
    url = house.settings.database.url
    with closing(open_database(url)) as database, database.reading() as connection:
        hosts.confirm(connection, INBOX, "another")


def test_a_thread_that_fails_is_told_by_where_and_not_by_what(
    settings: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(_: Daemon) -> None:
        raise ValueError("094199003372")

    monkeypatch.setattr(Daemon, "_work", fail)
    main(["db", "upgrade", "--settings", str(settings)])
    with a_log(tmp_path) as log:
        daemon = Daemon(House(load_settings(settings)))
        daemon.start()
        assert daemon._stop.wait(60)
        daemon.stop()
    (told,) = log.of("bug")
    assert (told["kind"], told["traceback"][-1]) == ("work", "ValueError")
    assert "094199003372" not in log.text


def test_what_is_loaded_when_it_has_begun_is_no_garbage(
    settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    daemon = Daemon(House(load_settings(settings)))
    monkeypatch.setattr(signal, "signal", lambda _number, _do: None)
    monkeypatch.setattr(daemon, "start", daemon._stop.set)
    monkeypatch.setattr(daemon, "stop", lambda: None)
    loaded = [object() for _ in range(3)]
    assert gc.is_tracked(loaded)

    daemon.run()

    assert all(one is not loaded for one in gc.get_objects())
