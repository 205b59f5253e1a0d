"""`python -m benchmarks.ingest`: mails taken in to the point where their case is open.

Archive (sealed, fsynced), ledger, sender, case; beside django-helpdesk, which stores a ticket of
the same mails out of the same kind of mailbox. First unsigned letters without a list, then letters
with a PDF of 200 kB, signed twice: those we also verify and read, django-helpdesk stores them as
files. What reading a list costs, `request` measures. `--mails`, `--letters`: how many of each.
"""

from __future__ import annotations

import time
from base64 import b64encode
from random import Random

from benchmarks.agency import a_bench
from benchmarks.cpu import spent
from benchmarks.figures import asked, tell
from benchmarks.helpdesk import helpdesk
from mailbot.gateways.sandbox import Limits, Sandbox
from mailbot.house.ground import READERS
from parsers import read_request
from tests.journeys.paper import Letter, set_letter
from tests.journeys.world import ASKER, World, a_mail
from tests.servers.mail import INBOX

MAILS, LETTERS = 400, 30
_PADDED_TO = 200_000


def main() -> None:
    """Print one table, or one JSON value with --json."""
    start = _start_of_a_child()
    plain = [
        a_mail(Subject=f"V/v đề nghị cấp mới hộp thư điện tử {n}")
        for n in range(asked("--mails", MAILS))
    ]
    with a_bench(replies={"acknowledge": False}) as world:
        told = _told(world, plain, start)
    with a_bench(replies={"acknowledge": False}) as world:
        letters = [_a_letter(world, n) for n in range(asked("--letters", LETTERS))]
        with_pdf = _told(world, letters, start, files=len(letters))
    told |= {f"with a signed PDF of 200 kB: {name}": figure for name, figure in with_pdf.items()}
    tell(told)


def _a_letter(world: World, number: int) -> bytes:
    """Return a mail with a letter without a list, whose PDF a comment makes as large as a scan."""
    pdf = set_letter(Letter(number=f"{number + 1}/UBND-VP", sheets=()))
    filler = b64encode(Random(number).randbytes((_PADDED_TO - len(pdf)) * 3 // 4))
    at = pdf.rindex(b"startxref")
    pdf = pdf[:at] + b"%" + filler + b"\n" + pdf[at:]
    pdf = world.pki.sign(pdf, world.leader, field_name="LanhDao")
    pdf = world.pki.sign(pdf, world.organisation, field_name="VanThu")
    return a_mail(("Công văn.pdf", pdf), Subject=f"V/v đề nghị cấp mới hộp thư điện tử {number}")


def _start_of_a_child() -> float:
    """Return the CPU milliseconds a new reader child costs, for each mail it will read."""
    before = spent()
    with Sandbox(preload=READERS) as sandbox:
        sandbox.run(read_request, [])
        return 1000 * (spent() - before) / Limits().tasks_per_worker


def _told(world: World, mails: list[bytes], start: float, files: int = 0) -> dict[str, float]:
    ours = _ours(world, mails, start)
    peer = helpdesk(world.servers, world.servers.fetch_all(INBOX), files)
    return {
        **ours,
        "django-helpdesk: CPU ms a mail": peer["cpu"],
        "django-helpdesk: mails a second (wall clock)": 1000 / peer["wall"],
        "ratio: django-helpdesk's CPU to ours": peer["cpu"] / ours["CPU ms a mail"],
        "ratio: our mails a second to django-helpdesk's": (
            ours["mails a second (wall clock)"] * peer["wall"] / 1000
        ),
    }


def _ours(world: World, mails: list[bytes], start: float) -> dict[str, float]:
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
        "CPU ms a mail": 1000 * (done - cpu) / count + start,
        "  receive": 1000 * (received - cpu) / count,
        "  examine, open the case": 1000 * (done - received) / count,
        "  its share of a new reader child": start,
        "mails a second (wall clock)": count / took,
    }


if __name__ == "__main__":
    main()
