"""Asking a served console as a browser does, and what each answer took."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles

from benchmarks.console.kept import Place
from benchmarks.cpu import of_process

ROUNDS = 20
WARMED_BY = 3


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of one answer: of the processor in console and database server, by the clock.

    Medians; `worst` and `slowest` are the 95th percentiles of processor and clock. SQLite works
    inside the console.
    """

    console: float
    database: float
    worst: float
    clock: float
    slowest: float

    @property
    def processor(self) -> float:
        """What the answer took in all, however busy the machine is with other things."""
        return self.console + self.database


Round = tuple[float, float, float]  # seconds of console, database, clock


def _cost(rounds: list[Round]) -> Cost:
    console, database, clock = ([1000 * one for one in part] for part in zip(*rounds, strict=True))
    both = [one + other for one, other in zip(console, database, strict=True)]
    return Cost(median(console), median(database), _p95(both), median(clock), _p95(clock))


def _p95(samples: list[float]) -> float:
    return quantiles(samples, n=20, method="inclusive")[-1]


@dataclass(frozen=True, slots=True)
class Served:
    """A console in a process of its own; every answer comes over one connection."""

    process: int
    database: int | None
    connection: HTTPConnection
    session: str

    def cost(self, path: str, *, fragment: bool = False) -> Cost:
        """Return the cost of an answer once the first ones have warmed it up."""
        headers = {"Cookie": f"__Host-mailbot={self.session}", "Accept-Encoding": "gzip"}
        headers |= {"HX-Request": "true"} if fragment else {}
        for _ in range(WARMED_BY):
            self._ask(path, headers)
        return _cost([self._timed(path, headers) for _ in range(ROUNDS)])

    def _timed(self, path: str, headers: Mapping[str, str]) -> Round:
        before = self._spent()
        began = time.perf_counter()
        self._ask(path, headers)
        took = time.perf_counter() - began
        console, database = (now - then for now, then in zip(self._spent(), before, strict=True))
        return console, database, took

    def _spent(self) -> tuple[float, float]:
        return of_process(self.process), of_process(self.database) if self.database else 0.0

    def _ask(self, path: str, headers: Mapping[str, str]) -> None:
        self.connection.request("GET", path, headers=headers)
        answer = self.connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")


@contextmanager
def served(place: Place, profile: Path | None) -> Iterator[Served]:
    """Yield the console of this town, served in a process of its own."""
    command = (sys.executable, "-m", "benchmarks.console.serving", str(place.house), place.url)
    told = os.environ | ({"PROFILE": str(profile)} if profile else {})
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=told, **pipes) as running:  # type: ignore[call-overload]
        port, session = running.stdout.readline().split()
        connection = HTTPConnection("127.0.0.1", int(port), timeout=60)
        _until_it_listens(connection)
        yield Served(running.pid, place.server, connection, session)
        connection.close()


def _until_it_listens(connection: HTTPConnection) -> None:
    ends = time.monotonic() + 30
    while True:
        try:
            connection.connect()
        except ConnectionRefusedError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.05)
        else:
            return
