"""The Makefile and its scripts, as far as they can be tried without a fresh machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = [path for path in sorted((ROOT / ".ci").iterdir()) if path.suffix == ""]
SHELL = [*SCRIPTS, ROOT / "systemd/install", ROOT / "systemd/mailbot-staff"]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a checkout of what the scripts read, without a .venv."""
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    shutil.copytree(ROOT / "config/pins", tmp_path / "config/pins")
    return tmp_path


@pytest.fixture
def plain_user(tmp_path: Path) -> dict[str, str]:
    """Return an environment in which `id -u` says that we are not root."""
    (tmp_path / "bin").mkdir()
    fake = tmp_path / "bin" / "id"
    fake.write_text("#!/bin/sh\necho 1000\n")
    fake.chmod(0o755)
    return {**os.environ, "PATH": f"{fake.parent}:{os.environ['PATH']}"}


def _run(
    *command: str | Path, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_help_names_every_target() -> None:
    targets = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.M)

    told = _run("make", "help").stdout

    assert re.findall(r"^  make (\S+)", told, re.M) == targets[0].split()


@pytest.mark.parametrize("script", SHELL, ids=lambda path: path.name)
def test_a_script_is_sound_bash_that_stops_at_the_first_error(script: Path) -> None:
    assert os.access(script, os.X_OK)
    assert script.read_text("utf-8").startswith("#!/bin/bash\n")
    assert "\nset -euo pipefail\n" in script.read_text("utf-8")
    assert _run("bash", "-n", script).stderr == ""


@pytest.mark.parametrize("word", ["", "trễ hạn. " * 1000, "theo văn bản số 12/UB.", "systemd"])
def test_a_word_of_staff_that_is_no_file_is_passed_on_as_it_is(word: str) -> None:
    wrapper = (ROOT / "systemd/mailbot-staff").read_text("utf-8")
    readable = re.search(r"^readable\(\) {.*?^}", wrapper, re.MULTILINE | re.DOTALL)
    assert readable
    done = _run("bash", "-euc", f'{readable[0]}\nreadable "$1"', "-", word)
    assert (done.stdout, done.stderr) == (word, "")


def test_what_is_installed_is_not_installed_again(plain_user: dict[str, str]) -> None:
    done = _run(ROOT / ".ci/debian", "bash", "coreutils", environment=plain_user)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_who_is_not_root_is_told_the_one_command(plain_user: dict[str, str]) -> None:
    done = _run(ROOT / ".ci/debian", "bash", "no-such-package-1", environment=plain_user)

    assert done.returncode == 1
    assert "sudo sh -c 'apt-get update && apt-get install" in done.stderr
    assert done.stderr.rstrip().endswith("no-such-package-1'")


def test_a_python_that_is_too_old_is_told(checkout: Path) -> None:
    done = _run(checkout / ".ci/venv", "demo", environment={**os.environ, "PYTHON": "/bin/false"})

    assert done.returncode == 1
    assert "Cần Python 3.11 trở lên (PYTHON=/bin/false không dùng được)" in done.stderr
    assert not (checkout / ".venv").exists()


def test_a_venv_that_is_ready_is_left_alone_and_the_wider_serves_the_narrower(
    checkout: Path,
) -> None:
    site = checkout / ".venv/lib/python3.11/site-packages"
    site.mkdir(parents=True)
    (site / "mailbot.pth").write_text(f"{checkout}\n")
    (checkout / ".venv/bin").mkdir()
    (checkout / ".venv/bin/python").symlink_to("/bin/true")
    pins = [checkout / f"config/pins/{name}.txt" for name in ("build", "test")]
    stamp = subprocess.run(
        ["/bin/bash", "-c", 'cat "$@" | sha256sum', "-", *pins], capture_output=True, check=True
    )
    (checkout / ".venv/installed-test").write_bytes(stamp.stdout)

    for name in ("test", "demo", "run"):
        done = _run(checkout / ".ci/venv", name)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_every_debian_package_says_what_it_is_for() -> None:
    lines = (ROOT / ".ci/debian-packages.txt").read_text("utf-8").splitlines()

    assert all(re.match(r"#|[a-z0-9.+-]+ +# \S", line) for line in lines)
