"""What is installed on a machine: the wheel holds everything the program opens."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a directory with the wheel's content, as an installer unpacks it."""
    built = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", built],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = built.glob("mailbot-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(built / "site")
    return built / "site"


def _run(installed: Path, statement: str) -> str:
    done = subprocess.run(
        [
            sys.executable,
            "-P",
            "-c",
            f"import sys; sys.path.insert(0, {str(installed)!r}); {statement}",
        ],
        cwd=installed,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_wheel_has_every_module_and_no_test(installed: Path) -> None:
    for package in ("mailbot", "parsers", "signing"):
        source = {path.relative_to(ROOT) for path in (ROOT / package).rglob("*.py")}
        assert source <= {path.relative_to(installed) for path in installed.rglob("*.py")}

    assert not list(installed.rglob("test_*.py"))


def test_the_wheel_has_every_file_of_config(installed: Path) -> None:
    files = [path for path in (ROOT / "config").rglob("*") if path.is_file()]

    missing = [
        path.name
        for path in files
        if not (installed / "mailbot" / path.relative_to(ROOT)).is_file()
    ]

    assert files
    assert missing == []


def test_installed_the_program_finds_its_texts_and_not_the_sources(installed: Path) -> None:
    statement = (
        "from mailbot import defaults, words; print(defaults.default_file('texts')); "
        "words.load_words().say('settings.missing')"
    )

    assert _run(installed, statement) == str(installed / "mailbot/config/texts")


def test_the_command_is_named_and_shown_as_apache_licensed(installed: Path) -> None:
    (info,) = installed.glob("mailbot-*.dist-info")

    assert "mailbot = mailbot.__main__:main" in (info / "entry_points.txt").read_text("utf-8")
    assert "License-Expression: Apache-2.0" in (info / "METADATA").read_text("utf-8")
