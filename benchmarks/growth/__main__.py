"""`python -m benchmarks.growth`: CPU per request on an empty database, and with finished cases.

Two worlds on the same servers, one filled with finished cases, each with its mail, effect, letter,
reply and history; clean requests of two people go through both in turn. `--cases`: how many.
"""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from statistics import median

from benchmarks.agency import a_bench, a_request
from benchmarks.cpu import spent
from benchmarks.figures import asked
from benchmarks.growth.history import fill
from tests.journeys.world import World
from tests.servers.mail import running_mail_servers

PAIRS = 7
CASES = 1_000_000


def main() -> None:
    """Print one table, or one JSON value with --json."""
    cases = asked("--cases", CASES)
    figures = {kind: _on(kind, cases) for kind in ("sqlite", "postgresql")}
    if "--json" in sys.argv:
        print(json.dumps(figures, indent=1))
        return
    for kind, told in figures.items():
        print(f"{kind}: {told['empty']:.1f} ms CPU empty, {told['full']:.1f} with {cases} cases, "
              f"ratio {told['ratio']:.3f}")  # fmt: skip


def _on(kind: str, cases: int) -> dict[str, float]:
    with ExitStack() as stack:
        servers = stack.enter_context(running_mail_servers())
        replies = {"acknowledge": False}
        empty = stack.enter_context(a_bench(kind, servers, replies=replies))
        full = stack.enter_context(a_bench(kind, servers, replies=replies))
        fill(full.house, cases)
        for world in (empty, full):
            _one(world)
        pairs = [(_one(empty), _one(full)) for _ in range(PAIRS)]
    ratios = [after / before for before, after in pairs]
    return {
        "empty": median(before for before, _ in pairs),
        "full": median(after for _, after in pairs),
        "ratio": median(ratios),
    }


def _one(world: World) -> float:
    """Return the CPU milliseconds of one request, from the archive to the answered agency."""
    mail = a_request(world, 2)
    with world.house.inbox.open() as folder:
        world.house.receive(folder)  # what lies there is of the other world
        world.work()
        world.submit(mail)
        before = spent()
        world.house.receive(folder)
        world.work()
        return 1000 * (spent() - before)


if __name__ == "__main__":
    main()
