"""`python -m benchmarks.workers`: requests a minute with 1, 2 and 4 processes on one PostgreSQL.

The requests are taken in while the work is paused; then it goes on, and the clock runs until the
last is answered. The servers, PostgreSQL among them, share the machine. `--requests`: how many for
each number of processes.
"""

from __future__ import annotations

import time
from contextlib import ExitStack

from benchmarks.agency import a_bench, a_request, settings_file
from benchmarks.cpu import of_process
from benchmarks.figures import asked, tell
from mailbot.cases.state import State
from mailbot.storage import switches
from tests.crash.hosts import a_host
from tests.journeys.world import ASKER, World
from tests.servers.mail import running_mail_servers

REQUESTS = 60
WORKERS = (1, 2, 4)
ROWS = 10
LONGEST_SECONDS = 900.0


def main() -> None:
    """Print one table, or one JSON value with --json."""
    count = asked("--requests", REQUESTS)
    told: dict[str, float] = {}
    with running_mail_servers() as servers:
        for workers in WORKERS:
            with a_bench("postgresql", servers, replies={"acknowledge": False}) as world:
                told |= _told(world, workers, count)
    tell(told)


def _told(world: World, workers: int, count: int) -> dict[str, float]:
    settings = settings_file(world)
    for _ in range(count):
        mail = a_request(world, ROWS)
        world.servers.submit(ASKER, world.servers.password(ASKER), mail)
    world.servers.wait_until_delivered(120)
    world.take_in()
    with world.house.database.transaction() as connection:
        switches.pause(connection, "bench", "until all are ready")
    with ExitStack() as stack:
        hosts = [stack.enter_context(a_host(settings, "--roles", "work")) for _ in range(workers)]
        for host in hosts:
            host.wait_until_ready()
        before = sum(of_process(host.process.pid) for host in hosts)
        began = time.monotonic()
        _work_off(world, count)
        took = time.monotonic() - began
        used = sum(of_process(host.process.pid) for host in hosts) - before
    return {
        f"{workers} worker(s): requests a minute (wall)": 60 * count / took,
        f"{workers} worker(s): CPU ms a request": 1000 * used / count,
    }


def _work_off(world: World, count: int) -> None:
    with world.house.database.transaction() as connection:
        switches.resume(connection)
    until = time.monotonic() + LONGEST_SECONDS
    while sum(case.state is State.ANSWERED for case in world.cases()) < count:
        if time.monotonic() > until:
            raise TimeoutError(f"not all answered within {LONGEST_SECONDS:.0f} s")
        time.sleep(0.5)


if __name__ == "__main__":
    main()
