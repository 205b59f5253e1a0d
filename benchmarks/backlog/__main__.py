"""`python -m benchmarks.backlog`: a `mailbot run` that finds many mails waiting.

One mail in ten is a clean request for one mailbox, the others are what else comes into such an
inbox. Time, memory of the daemon as it goes on, and whether every mail came to its end: every
request answered once, no other one. `--mails`: how many.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from itertools import islice

from sqlalchemy import func, select

from benchmarks.agency import a_bench, a_request, settings_file
from benchmarks.cpu import of_process, peak_megabytes
from benchmarks.figures import asked, tell
from mailbot.clock import utc_now
from mailbot.errors import TryLaterError
from mailbot.storage import work
from mailbot.storage.tables import message
from tests.crash.hosts import Host, a_host
from tests.journeys.world import ASKER, OTHER, World, a_mail

MAILS = 10_000
ONE_REQUEST_IN = 10
ONE_CONNECTION = 50
PORTIONS = 5
LOOK_SECONDS = 0.5
NO_PROGRESS_SECONDS = 300.0


def main() -> None:
    """Print one table, or one JSON value with --json."""
    count = asked("--mails", MAILS)
    with a_bench(replies={"acknowledge": False}) as world:
        _submit(world, count)
        told = _told(world, count)
    tell(told)


def _submit(world: World, count: int) -> None:
    requests = len(range(0, count, ONE_REQUEST_IN))
    for login, mails in (
        (ASKER, (a_request(world, 1) for _ in range(requests))),
        (OTHER, (_ordinary(number) for number in range(count - requests))),
    ):
        for portion in batched(mails, ONE_CONNECTION):
            world.servers.submit_all(login, world.servers.password(login), portion)
    world.servers.wait_until_delivered(600)


def _ordinary(number: int) -> bytes:
    return a_mail(From=OTHER, Subject=f"Thư mời họp {number}")


def batched(mails: Iterable[bytes], most: int) -> Iterator[tuple[bytes, ...]]:
    """Yield them in order, so many at a time."""
    left = iter(mails)
    while portion := tuple(islice(left, most)):
        yield portion


def _told(world: World, count: int) -> dict[str, float]:
    settings = settings_file(world)
    with a_host(settings) as host:
        host.wait_until_ready()
        began, pid = time.monotonic(), host.process.pid
        peaks = dict(_peaks(world, host, count))
        took, used = time.monotonic() - began, of_process(pid)
    answered = _answered(world)
    requests = len(range(0, count, ONE_REQUEST_IN))
    return {
        "mails": count,
        "requests": requests,
        "requests answered": answered,
        "mails lost or doubled": abs(_ended(world) - count) + abs(answered - requests),
        "seconds": took,
        "mails a second (wall clock)": count / took,
        "CPU ms a mail": 1000 * used / count,
        **{f"daemon's peak MB at {done:.0%}": peak for done, peak in peaks.items()},
    }


def _peaks(world: World, host: Host, count: int) -> Iterator[tuple[float, float]]:
    """Yield the peak so far each time a further portion has come to its end."""
    for portion in range(1, PORTIONS + 1):
        _wait(world, host, count * portion // PORTIONS, last=portion == PORTIONS)
        yield portion / PORTIONS, peak_megabytes(host.process.pid)


def _wait(world: World, host: Host, wanted: int, *, last: bool) -> None:
    before, moved_at = -1, time.monotonic()
    while True:
        try:
            now = _ended(world)
            if now >= wanted and not (last and _due(world)):
                return
        except TryLaterError:
            now = before
        if now != before:
            before, moved_at = now, time.monotonic()
        if time.monotonic() > moved_at + NO_PROGRESS_SECONDS:
            raise TimeoutError(f"{before} of {wanted} ended: {host.said[-2000:]}")
        time.sleep(LOOK_SECONDS)


def _due(world: World) -> int:
    with world.house.database.reading() as connection:
        return work.count_due(connection, utc_now()) + (work.next_due(connection) is not None)


def _ended(world: World) -> int:
    """Return how many mails of others have been concluded; ours that came back do not count."""
    concluded = select(func.count()).select_from(message)
    concluded = concluded.where(message.c.disposition.in_(("case", "left_alone")))
    with world.house.database.reading() as connection:
        return int(connection.execute(concluded).scalar_one())


def _answered(world: World) -> int:
    """Return in how many mails the agency got an answer."""
    world.servers.wait_until_delivered(600)
    return world.servers.count(ASKER)


if __name__ == "__main__":
    main()
