"""`python -m benchmarks.ingest`: mails taken in to the point where their case is open.

Archive (sealed, fsynced), ledger, sender, case; beside django-helpdesk, which stores a ticket of
the same mails out of the same kind of mailbox. The mail is an unsigned letter without a list: what
reading costs, `request` measures. `--mails`: how many.
"""

from __future__ import annotations

import time

from benchmarks.agency import a_bench
from benchmarks.cpu import spent
from benchmarks.figures import asked, tell
from benchmarks.helpdesk import helpdesk
from tests.journeys.world import ASKER, World, a_mail
from tests.servers.mail import INBOX

MAILS = 400


def main() -> None:
    """Print one table, or one JSON value with --json."""
    count = asked("--mails", MAILS)
    mails = [a_mail(Subject=f"V/v đề nghị cấp mới hộp thư điện tử {n}") for n in range(count)]
    with a_bench(replies={"acknowledge": False}) as world:
        tell(_told(world, mails))


def _told(world: World, mails: list[bytes]) -> dict[str, float]:
    ours = _ours(world, mails)
    peer = helpdesk(world.servers, world.servers.fetch_all(INBOX))
    return {
        **ours,
        "django-helpdesk: CPU ms a mail": peer["cpu"],
        "django-helpdesk: mails a second (wall clock)": 1000 / peer["wall"],
        "ratio: django-helpdesk's CPU to ours": peer["cpu"] / ours["CPU ms a mail"],
        "ratio: our mails a second to django-helpdesk's": (
            ours["mails a second (wall clock)"] * peer["wall"] / 1000
        ),
    }


def _ours(world: World, mails: list[bytes]) -> dict[str, float]:
    world.submit(mails[0])
    world.take_in()
    world.work()
    for mail in mails[1:]:
        world.servers.submit(ASKER, world.servers.password(ASKER), mail)
    world.servers.wait_until_delivered(120)
    with world.house.inbox.open() as folder:
        cpu, wall = spent(), time.monotonic()
        world.house.receive(folder)
        received = spent()
        world.work()
        done, took = spent(), time.monotonic() - wall
    count = len(mails) - 1
    if len(world.cases()) != len(mails):
        raise RuntimeError(f"{len(world.cases())} cases for {len(mails)} mails")
    return {
        "CPU ms a mail": 1000 * (done - cpu) / count,
        "  receive": 1000 * (received - cpu) / count,
        "  examine, open the case": 1000 * (done - received) / count,
        "mails a second (wall clock)": count / took,
    }


if __name__ == "__main__":
    main()
