"""CPU time of this process and all it started, to the nanosecond: what `make bench` goes by."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from mailbot.demo.simulation.cpu import children_of, of_own_children, seconds_of


def spent() -> float:
    """Return the CPU seconds used so far by this process, its children, ended ones included."""
    return time.process_time() + of_own_children()


def of_process(pid: int) -> float:
    """Return the CPU seconds of another process and of its living children."""
    return sum(seconds_of(one) for one in (pid, *children_of(pid)))


def peak_megabytes(pid: int) -> float:
    """Return the largest resident memory a process has had."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


class Phases:
    """Collects the CPU milliseconds of named phases, round by round."""

    def __init__(self) -> None:
        self.rounds: list[dict[str, float]] = []

    @contextmanager
    def a_round(self) -> Iterator[None]:
        """Begin a round; its whole time is the phase `all`."""
        self.rounds.append({})
        with self.phase("all"):
            yield

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Count what happens inside to this phase."""
        before = spent()
        yield
        now = self.rounds[-1]
        now[name] = now.get(name, 0.0) + 1000 * (spent() - before)

    def timed(self, name: str, work: Callable[..., object]) -> Callable[..., object]:
        """Return the function, counted to the phase."""

        def counted(*args: object, **kwargs: object) -> object:
            with self.phase(name):
                return work(*args, **kwargs)

        return counted

    def medians(self) -> dict[str, float]:
        """Return the median of each phase, in the order of the first round."""
        names = self.rounds[0]
        return {name: median(one.get(name, 0.0) for one in self.rounds) for name in names}


def milliseconds(work: Callable[[], object], rounds: int = 7) -> float:
    """Return the median CPU milliseconds of some work, after one time that does not count."""
    work()
    samples = []
    for _ in range(rounds):
        before = spent()
        work()
        samples.append(1000 * (spent() - before))
    return median(samples)


def of_command(command: Sequence[str], rounds: int = 7) -> float:
    """Return the median CPU milliseconds of a command, its start included."""
    return milliseconds(
        lambda: subprocess.run(command, capture_output=True, check=False),
        rounds,
    )
