"""The units of systemd/: sound, hardened, and in step with the program."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from mailbot.__main__ import main
from mailbot.commands.usage import parse
from mailbot.errors import DatabaseAwayError

ROOT = Path(__file__).resolve().parents[2]
SYSTEMD = ROOT / "systemd"
SERVICES = sorted(SYSTEMD.glob("*.service"), key=lambda unit: unit.name)
UNITS = sorted([*SERVICES, *SYSTEMD.glob("*.timer")], key=lambda unit: unit.name)
# Not installed while the tests run.
ABSENT = re.compile(r"Command /opt/mailbot/bin/mailbot is not executable: No such file")


def _values(unit: Path, key: str) -> list[str]:
    return re.findall(rf"^{key}=(.*)$", unit.read_text("utf-8"), re.M)


def _run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_is_exposed_to_no_more_than_1_2(unit: Path) -> None:
    done = _run("systemd-analyze", "security", "--offline=true", "--threshold=12", unit)

    assert done.returncode == 0, done.stdout[-400:] + done.stderr


def test_the_measure_of_exposure_fails_an_open_service(tmp_path: Path) -> None:
    unit = tmp_path / "open.service"
    unit.write_text("[Service]\nExecStart=/bin/true\n")

    done = _run("systemd-analyze", "security", "--offline=true", "--threshold=12", unit)

    assert done.returncode != 0


def test_every_service_is_closed_by_the_same_lines() -> None:
    lines = [re.findall(r"^\w+=.*$", unit.read_text("utf-8"), re.M) for unit in SERVICES]
    closing = [
        one[one.index("ProtectSystem=strict") : one.index("SystemCallErrorNumber=EPERM") + 1]
        for one in lines
    ]

    assert len(closing) == 3
    assert len(closing[0]) > 25
    assert closing == [closing[0]] * 3


def test_systemd_finds_no_fault_in_the_units() -> None:
    done = _run("systemd-analyze", "verify", *UNITS)

    faults = [line for line in done.stderr.splitlines() if line and not ABSENT.search(line)]

    assert faults == []


def test_systemd_finds_a_fault_where_there_is_one(tmp_path: Path) -> None:
    unit = tmp_path / "mailbot.service"
    text = (SYSTEMD / "mailbot.service").read_text("utf-8")
    unit.write_text(text.replace("ProtectSystem=", "ProtectSistem="))

    assert "ProtectSistem" in _run("systemd-analyze", "verify", unit).stderr


@pytest.mark.parametrize("name", ["mailbot", "mailbot-console"])
def test_systemd_never_gives_up_while_the_database_is_away(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise DatabaseAwayError("database: away")

    unit = SYSTEMD / f"{name}.service"
    _, *arguments = _values(unit, "ExecStart")[0].split()
    monkeypatch.setattr("mailbot.commands.operate.house_of", away)

    code = main(arguments)

    assert code != 0
    assert str(code) not in " ".join(_values(unit, "RestartPreventExitStatus")).split()
    assert _values(unit, "Restart") == ["always"]
    assert _values(unit, "StartLimitIntervalSec") == ["0"]


def test_the_timer_starts_the_backup() -> None:
    assert (SYSTEMD / "mailbot-backup.timer").exists()
    assert _values(SYSTEMD / "mailbot-backup.service", "ExecStart")


def test_the_night_of_the_backup_is_vietnams() -> None:
    (when,) = _values(SYSTEMD / "mailbot-backup.timer", "OnCalendar")

    done = _run("systemd-analyze", "calendar", "--base-time=2026-01-09 00:00:00 UTC", when)

    assert "Fri 2026-01-09 18:30:00 UTC" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_the_user_and_the_writable_directories_are_made_by_our_own_files(unit: Path) -> None:
    users = re.findall(r"^u (\S+)", (SYSTEMD / "sysusers.d/mailbot.conf").read_text(), re.M)
    made = re.findall(r"^d +(\S+)", (SYSTEMD / "tmpfiles.d/mailbot.conf").read_text(), re.M)
    written = [f"/var/lib/{name}" for name in _values(unit, "StateDirectory")]

    assert _values(unit, "User") == users
    assert {*written, *_values(unit, "ReadWritePaths")} <= set(made)


@pytest.mark.skipif(os.geteuid() != 0, reason="gives directories to another user: root's work")
def test_a_fresh_root_gets_the_user_and_the_directories(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    for name in ("sysusers", "tmpfiles"):
        done = _run(
            f"systemd-{name}",
            f"--root={tmp_path}",
            *(["--create"] if name == "tmpfiles" else []),
            SYSTEMD / f"{name}.d/mailbot.conf",
        )
        assert done.returncode == 0, done.stderr

    assert re.search(r"^mailbot:", (tmp_path / "etc/passwd").read_text(), re.M)
    assert (tmp_path / "var/lib/mailbot").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "etc/mailbot/secrets").stat().st_mode & 0o777 == 0o750


def test_the_service_is_given_every_secret_the_program_asks_for_and_no_other() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "mailbot").rglob("*.py"))
    asked = set(re.findall(r"""\bsecret\(['"]([a-z-]+)['"]\)""", source))
    given = _values(SYSTEMD / "mailbot.service", "LoadCredentialEncrypted")

    assert asked
    assert {f"{name}:mailbot.{name}" for name in asked} == set(given)


def test_every_secret_is_named_in_the_example_settings() -> None:
    example = (ROOT / "config/mailbot.example.toml").read_text("utf-8")
    given = _values(SYSTEMD / "mailbot.service", "LoadCredentialEncrypted")

    assert [name for name in given if f"`{name.partition(':')[0]}`" not in example] == []


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_starts_a_command_that_there_is(unit: Path) -> None:
    (line,) = _values(unit, "ExecStart")
    program, *arguments = line.split()

    assert program == "/opt/mailbot/bin/mailbot"
    assert parse(arguments).run
