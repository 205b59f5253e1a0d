"""One life of mailbot: it takes mail in and works until all is quiet, unless it dies before.

Run as a program it is a fork server: each line it reads is a life to live in a fork of itself,
so that the libraries are loaded once.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from mailbot.clock import utc_now
from mailbot.errors import TryLaterError
from mailbot.house import House
from mailbot.settings import settings_from
from mailbot.storage import work
from tests.careless_disk import be_careless
from tests.crash.points import Points, watch

LONGEST_SECONDS = 120
HORIZON = timedelta(minutes=30)  # acknowledgements wait longer: they are for cases that take long
DELIVERY_SECONDS = 0.3  # mail on its way arrives while the clock is put forward


@dataclass(frozen=True)
class Order:
    """What to live: settings as in the file, where to write the points, at which one to die: by
    its number, or the first of this name.
    """

    settings: dict[str, Any]
    trace: str
    last: int | str = 0


@dataclass
class JumpingClock:
    """Goes on by itself, and jumps where nothing is left to do before."""

    shift: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        return utc_now() + self.shift

    def jump(self, instant: datetime) -> None:
        """Make it at least this instant."""
        self.shift += max(timedelta(), instant - self()) + timedelta(milliseconds=1)


class Here:
    """Stands for the sandbox and reads in this process; starting children is not what dies here."""

    def __init__(self, points: Points) -> None:
        self.points = points

    def run(self, function: Callable[..., Any], *args: Any) -> Any:
        with self.points.around(f"sandbox {function.__name__}"):
            return function(*args)

    def run_on(self, function: Callable[..., Any], content: Iterable[bytes], *args: Any) -> Any:
        return self.run(function, b"".join(content), *args)

    def warm(self) -> None:
        """Nothing to warm."""

    def close(self) -> None:
        """Nothing to close."""


def live(order: Order) -> None:
    """Live until nothing is due any more."""
    points = Points(Path(order.trace), order.last)
    clock = JumpingClock()
    house = House(settings_from(order.settings, "crash"), clock)
    vars(house)["sandbox"] = Here(points)
    watch(points)
    house.prepare()
    with house.inbox.open() as folder:
        house.receive(folder)
    while True:
        house.rounds.run_due()
        due = _next(house)
        if due is None or due - clock() > HORIZON:
            break
        time.sleep(DELIVERY_SECONDS)
        clock.jump(due)
    house.close()


def _next(house: House) -> datetime | None:
    try:
        with house.database.transaction() as connection:
            return work.next_due(connection)
    except TryLaterError:
        return house.clock()


def _serve() -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.alarm(LONGEST_SECONDS)
            code = 1
            try:
                live(Order(**json.loads(line)))
                code = 0
            except BaseException:  # noqa: BLE001 (told to who reads the log)
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(code)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(json.dumps(os.waitstatus_to_exitcode(status)) + "\n")
        sys.stdout.flush()


def spoken(order: Order) -> str:
    """Return the order as a line for the fork server."""
    return json.dumps(asdict(order)) + "\n"


if __name__ == "__main__":
    be_careless()
    _serve()
