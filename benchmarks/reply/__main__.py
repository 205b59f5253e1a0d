"""`python -m benchmarks.reply`: seconds from handing a letter in to its signed reply.

A real `mailbot run` on an idle system, `unattended`, level B-B, no hold; the letter is submitted
to Postfix, the clock stops when the reply lies in the agency's inbox.
"""

from __future__ import annotations

import time
from statistics import median, quantiles

from benchmarks.agency import a_bench, a_request, settings_file
from benchmarks.cpu import of_process, peak_megabytes
from benchmarks.figures import tell
from tests.crash.hosts import a_host
from tests.journeys.world import ASKER, World

LETTERS = 21
LOOK_SECONDS = 0.02
IDLE_LOOK_SECONDS, IDLE_CPU_SECONDS = 0.5, 0.01


def main() -> None:
    """Print one table, or one JSON value with --json."""
    with a_bench(replies={"acknowledge": False}) as world:
        told = _told(world)
    tell(told)


def _told(world: World) -> dict[str, float]:
    settings = settings_file(world)
    mails = [a_request(world, 10) for _ in range(LETTERS)]
    began = time.monotonic()
    with a_host(settings) as host:
        host.wait_until_ready()
        ready = time.monotonic() - began
        _answer(world, mails[0], 1)
        before = of_process(host.process.pid)
        took = [_answer_of_idle(host.process.pid, world, *one) for one in enumerate(mails[1:], 2)]
        used = of_process(host.process.pid) - before
        peak = peak_megabytes(host.process.pid)
    return {
        "p50 seconds": median(took),
        "p95 seconds": quantiles(took, n=20)[-1],
        "longest seconds": max(took),
        "CPU ms a letter, its DSN and all waiting": 1000 * used / len(took),
        "daemon's peak MB": peak,
        "seconds from start to ready": ready,
    }


def _answer_of_idle(pid: int, world: World, count: int, mail: bytes) -> float:
    """Return the seconds, once all of the letter before is done, its delivery report too."""
    used = -1.0
    while of_process(pid) - used > IDLE_CPU_SECONDS:
        used = of_process(pid)
        time.sleep(IDLE_LOOK_SECONDS)
    return _answer(world, mail, count)


def _answer(world: World, mail: bytes, count: int) -> float:
    box = world.servers.dovecot.directory / "mail" / "cantho.gov.vn" / ASKER.split("@")[0]
    world.servers.submit(ASKER, world.servers.password(ASKER), mail)
    began = time.monotonic()
    while len(list((box / "Maildir").glob("[nc]*/*"))) < count:
        if time.monotonic() > began + 60:
            raise TimeoutError("no reply within a minute")
        time.sleep(LOOK_SECONDS)
    return time.monotonic() - began


if __name__ == "__main__":
    main()
