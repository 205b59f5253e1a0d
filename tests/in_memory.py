"""A pytest plugin: what tests write lies in memory where there is room, and waits for no disk.

Thousands of databases are copied, each of hundreds of files. A folder that failed tests have left
stays to be looked into until the next run.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")
NAME = "mailbot-tests-"
# A run takes some 1.3 GB, and its processes as much again.
ENOUGH_BYTES = 3 << 30


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Begin such a folder; the workers of a run share it."""
    if hasattr(config, "workerinput") or config.option.basetemp or not has_room(MEMORY):
        return
    clear_up(MEMORY)
    folder = MEMORY / f"{NAME}{os.getpid()}"
    folder.mkdir(mode=0o755)
    os.environ["TMPDIR"] = str(folder)
    tempfile.tempdir = None  # as it was found before


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Leave it to whoever reads why a test failed only."""
    folder = MEMORY / f"{NAME}{os.getpid()}"
    if exitstatus != pytest.ExitCode.TESTS_FAILED and not hasattr(session.config, "workerinput"):
        shutil.rmtree(folder, ignore_errors=True)


def has_room(place: Path) -> bool:
    """Return whether the place is there and takes all that a run writes, with memory left."""
    if not os.access(place, os.W_OK) or shutil.disk_usage(place).free < ENOUGH_BYTES:
        return False
    lines = dict(line.split(":") for line in Path("/proc/meminfo").read_text().splitlines())
    return int(lines["MemAvailable"].split()[0]) * 1024 > 2 * ENOUGH_BYTES


def clear_up(place: Path) -> None:
    """Remove what runs have left that are over, however they ended."""
    for folder in place.glob(f"{NAME}*"):
        if not Path("/proc", folder.name.removeprefix(NAME)).exists():
            shutil.rmtree(folder, ignore_errors=True)
