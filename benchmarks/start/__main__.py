"""`python -m benchmarks.start`: from the command to a service that works, and to a help text.

CPU time of the command and its children, and the wall clock; `--version` and an empty interpreter
beside it, since both are paid before anything of ours runs.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from benchmarks.agency import a_bench, settings_file
from benchmarks.cpu import of_command, of_process
from benchmarks.figures import tell
from tests.crash.hosts import a_host
from tests.journeys.world import World

ROUNDS = 7


def main() -> None:
    """Print one table, or one JSON value with --json."""
    told = {
        "an empty interpreter: CPU ms": of_command([sys.executable, "-c", ""]),
        "mailbot --help: CPU ms": of_command([sys.executable, "-m", "mailbot", "--help"]),
        "mailbot --help: seconds (wall clock)": median(_seconds_of_help() for _ in range(ROUNDS)),
    }
    for kind in ("sqlite", "postgresql"):
        with a_bench(kind) as world:
            told |= _of_service(world, kind)
    tell(told)


def _seconds_of_help() -> float:
    began = time.monotonic()
    subprocess.run([sys.executable, "-m", "mailbot", "--help"], capture_output=True, check=True)
    return time.monotonic() - began


def _of_service(world: World, kind: str) -> dict[str, float]:
    settings = settings_file(world)
    cpu, wall = zip(*(_started(settings) for _ in range(ROUNDS)), strict=True)
    return {
        f"start to ready, {kind}: CPU ms": 1000 * median(cpu),
        f"start to ready, {kind}: seconds (wall clock)": median(wall),
    }


def _started(settings: Path) -> tuple[float, float]:
    began = time.monotonic()
    with a_host(settings) as host:
        host.wait_until_ready()
        return of_process(host.process.pid), time.monotonic() - began


if __name__ == "__main__":
    main()
