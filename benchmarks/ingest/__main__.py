"""`python -m benchmarks.ingest`: mails taken in to the point where their case is open.

Archive (sealed, fsynced), ledger, sender, case; beside django-helpdesk, which stores a ticket of
the same mails out of the same kind of mailbox. Once unsigned letters without attachments, once
requests with their signed PDF of some 100 kB. What of such a mail is read and proven beyond its
sender, `request` measures; here the PDF is taken in as django-helpdesk takes it in, unread.
`--mails`: how many of the small ones, a quarter of that of the others.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from benchmarks.agency import a_bench, a_request
from benchmarks.cpu import spent
from benchmarks.figures import asked, tell
from benchmarks.helpdesk import helpdesk
from mailbot.clock import local_date
from mailbot.intake.dossier import Dossier, Means
from mailbot.intake.message import read_message
from mailbot.intake.sender import judge_sender
from tests.journeys.world import ASKER, World, a_mail
from tests.servers.mail import INBOX

MAILS = 400
ROWS = 10


def main() -> None:
    """Print one table, or one JSON value with --json."""
    count = asked("--mails", MAILS)
    told = {}
    with a_bench(replies={"acknowledge": False}) as world:
        small = [a_mail(Subject=f"V/v đề nghị cấp mới hộp thư điện tử {n}") for n in range(count)]
        told |= _of_kind(world, "no attachment", small, files=0)
    with a_bench(replies={"acknowledge": False}) as world:
        _leave_attachments_unread(world)
        large = [a_request(world, ROWS) for _ in range(count // 4)]
        told |= _of_kind(world, f"PDF, mail of {len(large[0]) // 1000} kB", large, len(large))
    tell(told)


def _of_kind(world: World, kind: str, mails: list[bytes], files: int) -> dict[str, float]:
    ours = _ours(world, mails)
    peer = helpdesk(world.servers, world.servers.fetch_all(INBOX), files)
    told = {
        **ours,
        "django-helpdesk: CPU ms a mail": peer["cpu"],
        "django-helpdesk: mails a second (wall clock)": 1000 / peer["wall"],
        "ratio: django-helpdesk's CPU to ours": peer["cpu"] / ours["CPU ms a mail"],
        "ratio: our mails a second to django-helpdesk's": (
            ours["mails a second (wall clock)"] * peer["wall"] / 1000
        ),
    }
    return {f"{kind}: {name}": figure for name, figure in told.items()}


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


def unread(raw: bytes, means: Means, arrived_at: datetime) -> Dossier:
    """Return what `read_dossier` returns of a mail whose attachments nobody opens."""
    message, on = read_message(raw), local_date(arrived_at)
    keys, own = means.dkim_keys, means.own_addresses
    sender = judge_sender(raw, means.registry, means.rules, own, dkim_keys=keys, on=on)
    bare = tuple(replace(file, data=b"") for file in message.attachments)
    return Dossier(replace(message, attachments=bare, signed_entities=()), sender)


def _leave_attachments_unread(world: World) -> None:
    """Have the reader child read the mail and its sender, and no attachment."""
    sandbox = world.house.sandbox

    def read(mail: Iterable[bytes], means: Means, arrived_at: datetime) -> Dossier:
        return sandbox.run_on(unread, mail, means, arrived_at)

    kept = cast("dict[str, Any]", vars(world.house))
    for name in ("examine", "rounds"):
        kept.pop(name, None)  # built anew, with what follows
    kept["read"] = read


if __name__ == "__main__":
    main()
