"""The service itself dies, started by its command from its settings file as ops do."""

from __future__ import annotations

from pathlib import Path

import tests.crash.in_service
from tests.crash.fork_server import a_fork_server
from tests.crash.hosts import a_host, end_leases
from tests.crash.plays import PLAYS
from tests.crash.settings_file import write_settings
from tests.crash.stage import KILLED, Stage, a_stage, undisturbed
from tests.servers.mail import MailServers
from tests.servers.ports import wait_for

ROLES = ("--roles", "intake,work")  # the pages would take a port of this machine
HOOKS = Path(tests.crash.in_service.__path__[0])
WITHIN_SECONDS = 120


def dies(stage: Stage, settings: Path, name: str) -> None:
    """Start the service, which dies at the first point of this name."""
    trace = stage.folder / "service.txt"
    path = f"{HOOKS}:{Path.cwd()}"
    hooked = ("env", f"PYTHONPATH={path}", f"CRASH_TRACE={trace}", f"CRASH_AT={name}")
    with a_host(settings, *ROLES, on=hooked) as host:
        wait_for(lambda: host.process.poll() is not None, name, WITHIN_SECONDS)
        assert host.process.returncode == KILLED, host.said
    assert trace.read_text().splitlines()[-1] == name
    end_leases(stage.world.house.database)


def test_a_service_killed_between_what_it_does_and_what_it_writes_answers_once(
    mail_servers: MailServers, tmp_path: Path
) -> None:
    tmp_path.chmod(0o755)
    urls = f"sqlite:///{tmp_path}/mailbot.db", f"sqlite:///{tmp_path}/hosts.db"
    with (
        a_fork_server(tmp_path) as lives,
        a_stage(mail_servers, *urls, tmp_path, PLAYS["clean"], lives) as stage,
    ):
        wanted, _ = undisturbed(stage)
        stage.begin_anew()
        settings = write_settings(stage.world.house.settings, tmp_path / "mailbot.toml")
        for name in ("after mail host carry_out", "after smtp data", "after imap idle"):
            dies(stage, settings, name)
        with a_host(settings, *ROLES) as host:
            wait_for(lambda: stage.outcome().slips == 0, "the end", WITHIN_SECONDS)
            assert host.process.poll() is None
        stage.world.servers.wait_until_delivered()
        assert stage.outcome().other_than(wanted) == []
