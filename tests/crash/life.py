"""One life of mailbot: it takes mail in and works until all is quiet, unless it dies before.

Run as a program it is a fork server: each line it reads is a life to live in a fork of itself. What
the first ones had to load, the later ones find loaded.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable, Iterable
from contextlib import redirect_stdout, suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import dns.resolver

from mailbot.__main__ import main
from mailbot.cases.calendar import WorkCalendar
from mailbot.clock import local_date, utc_now
from mailbot.errors import TryLaterError
from mailbot.house import House
from mailbot.settings import settings_from
from mailbot.storage import switches, work
from tests.careless_disk import be_careless
from tests.crash.jumping_clock import JumpingClock
from tests.crash.officer import Officer
from tests.crash.points import Points, watch
from tests.servers.ports import HOST, wait_for
from tests.servers.postfix import nothing_lies_in

LONGEST_SECONDS = 120
ROOMS = ("words", "calendar", "press", "evidence", "installed_trust", "unattended")
HORIZON = timedelta(minutes=30)  # acknowledgements wait longer: they are for cases that take long
DELIVERY_SECONDS = 20  # mail on its way arrives before the clock is put forward


@dataclass(frozen=True)
class Order:
    """What to live: settings as in the file, in which folder, where to write the points, at which
    one to die: by its number, or the first of this name.

    Attributes:
        queue: where mail lies that is on its way.
        words: the command that lives; without any, the daemon does.
        officer: how one decides, if any is there.
        children: hostile bytes are read as in service.
        names: the port of this machine's DNS, where there is one.
    """

    settings: dict[str, Any]
    folder: str
    trace: str
    last: int | str
    queue: str
    words: tuple[str, ...] = ()
    officer: str = ""
    children: bool = False
    names: int = 0

    @property
    def house(self) -> House:
        """Where the daemon lives."""
        return _built(json.dumps(self.settings), Path(self.folder))


class Here:
    """Stands for the sandbox and reads in this process; starting children is not what dies here.

    What a life before has read of the very same mail, with the same means, lies in `folder`.
    """

    def __init__(self, points: Points, folder: Path) -> None:
        self.points = points
        self.folder = folder

    def run(self, function: Callable[..., Any], *args: Any) -> Any:
        with self.points.around(f"sandbox {function.__name__}"):
            return function(*args)

    def run_on(self, function: Callable[..., Any], content: Iterable[bytes], *args: Any) -> Any:
        with self.points.around(f"sandbox {function.__name__}"):
            asked = b"".join(content), *args
            # The order of sets is the same in all forks of one process.
            name = hashlib.sha256(pickle.dumps((function.__name__, asked))).hexdigest()
            kept = self.folder / name
            if not kept.exists():
                self.folder.mkdir(exist_ok=True)
                kept.with_suffix(".new").write_bytes(pickle.dumps(function(*asked)))
                kept.hardlink_to(kept.with_suffix(".new"))  # whole, or not there
            return pickle.loads(kept.read_bytes())

    def warm(self) -> None:
        """Nothing to warm."""

    def close(self) -> None:
        """Nothing to close."""


def live(order: Order) -> int:
    """Live until nothing is due any more and nobody has anything to do; return the exit code."""
    points = Points(Path(order.trace), order.last)
    if not order.children:
        here = Here(points, Path(order.folder, "read"))
        House.sandbox = property(lambda _: here)  # type: ignore[assignment]
    if order.names:
        dns.resolver.default_resolver = _resolver(order.names)
    watch(points)
    if order.words:
        with redirect_stdout(sys.stderr):
            return main(list(order.words))
    _be_daemon(order)
    return 0


@cache
def _built(settings: str, folder: Path) -> House:
    """Return a house, the same for all lives, with the rooms that only settings and files make."""
    house = House(settings_from(json.loads(settings), "crash"), JumpingClock(folder))
    for room in ROOMS:
        # No session with a token outlives a fork (PKCS#11 §5.4): each life opens its own.
        if room != "unattended" or house.settings.signing.token is None:
            getattr(house, room)
    return house


def _be_daemon(order: Order) -> None:
    folder = Path(order.folder)
    house = order.house
    house.prepare()
    house.refresh_revocation()  # as a recurring job does at its start
    with house.inbox.open() as inbox:
        house.receive(inbox)
    _work(house, Path(order.queue))
    officer = Officer(house, order.officer, folder)
    while order.officer and officer.works_off():
        _work(house, Path(order.queue))
    house.close()


def _work(house: House, queue: Path) -> None:
    """Do all that is due, now and in the time that nobody waits for."""
    clock = house.clock
    assert isinstance(clock, JumpingClock)
    while True:
        house.rounds.run_due()
        due = _next(house)
        if due is None or due - clock() > HORIZON:
            break
        wait_for(lambda: nothing_lies_in(queue), "an empty queue", DELIVERY_SECONDS)
        clock.jump(due)
        house.refresh_revocation()


def _next(house: House) -> datetime | None:
    try:
        with house.database.transaction() as connection:
            return None if switches.paused_by(connection) else work.next_due(connection)
    except TryLaterError:
        return house.clock()


def _resolver(port: int) -> dns.resolver.Resolver:
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = [HOST], port
    return resolver


def _serve() -> None:
    for line in sys.stdin:
        order = Order(**json.loads(line))
        loaded = Path(order.folder, "loaded")
        if not order.words:
            _ = order.house
        child = os.fork()
        if child == 0:
            _live_and_end(order, loaded)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(json.dumps(os.waitstatus_to_exitcode(status)) + "\n")
        sys.stdout.flush()
        if loaded.exists():
            _load(loaded.read_text().split())
            loaded.unlink()


def _live_and_end(order: Order, loaded: Path) -> NoReturn:
    signal.alarm(LONGEST_SECONDS)
    code, before = 1, set(sys.modules)
    try:
        code = live(order)
        if new := [name for name in sys.modules if name not in before]:
            loaded.write_text("\n".join(new))
    except BaseException:  # noqa: BLE001 (told to who reads the log)
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _load(modules: Iterable[str]) -> None:
    """Have them loaded for the lives to come; what cannot be is loaded by each when needed."""
    for name in modules:
        with suppress(ImportError):
            import_module(name)


def spoken(order: Order) -> str:
    """Return the order as a line for the fork server."""
    return json.dumps(asdict(order)) + "\n"


if __name__ == "__main__":
    be_careless()
    os.fsync = lambda _: None  # type: ignore[assignment]  # nor does a killed process lose by this
    WorkCalendar({}, {}).is_working_day(local_date(utc_now()))  # reckons the holidays of the year
    _serve()
