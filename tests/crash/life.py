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
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from mailbot.errors import TryLaterError
from mailbot.house import House
from mailbot.settings import settings_from
from mailbot.storage import work
from tests.careless_disk import be_careless
from tests.crash.jumping_clock import JumpingClock
from tests.crash.officer import Officer
from tests.crash.points import Points, watch

LONGEST_SECONDS = 120
HORIZON = timedelta(minutes=30)  # acknowledgements wait longer: they are for cases that take long
DELIVERY_SECONDS = 0.3  # mail on its way arrives while the clock is put forward


@dataclass(frozen=True)
class Order:
    """What to live: settings as in the file, in which folder, where to write the points, at which
    one to die: by its number, or the first of this name. `officer` is how one decides, if any is
    there; with `children` hostile bytes are read as in service.
    """

    settings: dict[str, Any]
    folder: str
    trace: str
    last: int | str = 0
    officer: str = ""
    children: bool = False


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
    """Live until nothing is due any more and nobody has anything to do."""
    points = Points(Path(order.trace), order.last)
    folder = Path(order.folder)
    house = House(settings_from(order.settings, "crash"), JumpingClock(folder))
    if not order.children:
        vars(house)["sandbox"] = Here(points)
    watch(points)
    house.prepare()
    house.refresh_revocation()  # as a recurring job does at its start
    with house.inbox.open() as inbox:
        house.receive(inbox)
    _work(house)
    officer = Officer(house, order.officer, folder)
    while order.officer and officer.works_off():
        _work(house)
    house.close()


def _work(house: House) -> None:
    """Do all that is due, now and in the time that nobody waits for."""
    clock = house.clock
    assert isinstance(clock, JumpingClock)
    while True:
        house.rounds.run_due()
        due = _next(house)
        if due is None or due - clock() > HORIZON:
            break
        time.sleep(DELIVERY_SECONDS)
        clock.jump(due)
        house.refresh_revocation()


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
