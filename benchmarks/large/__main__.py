"""`python -m benchmarks.large`: memory of the daemon and of its children for a mail of 60 MB.

A clean request with a signed annex of 22 MB and a picture as large, submitted to Postfix; the size
cap is raised. A small request goes before, so that all is loaded. `--megabytes`: how large.
"""

from __future__ import annotations

import time
from io import BytesIO
from pathlib import Path
from random import Random

from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from benchmarks.agency import a_bench, a_paper, a_request, settings_file
from benchmarks.cpu import of_process, peak_megabytes
from benchmarks.figures import asked, tell
from mailbot.cases.state import State
from mailbot.demo.simulation.cpu import children_of
from tests.crash.hosts import Host, a_host
from tests.journeys.world import World, a_mail
from tests.pki.pdf import simple_pdf

MEGABYTES = 60
BASE64 = 4 / 3 * 78 / 76
ANSWERED_WITHIN = 300.0


def main() -> None:
    """Print one table, or one JSON value with --json."""
    cap = {"size_cap_bytes": 79_000_000}
    with a_bench(imap=cap, replies={"acknowledge": False}) as world:
        told = _told(world, 1_000_000 * asked("--megabytes", MEGABYTES))
    tell(told)


def _told(world: World, size: int) -> dict[str, float]:
    settings = settings_file(world)
    mail = _a_large_mail(world, size)
    with a_host(settings) as host:
        host.wait_until_ready()
        _answered(world, host, a_request(world, 10), 1)
        pid = host.process.pid
        daemon, reader = peak_megabytes(pid), peak_megabytes(_child(pid, sets_type=False))
        before = of_process(pid)
        _answered(world, host, mail, 2)
        return {
            "mail, MB": len(mail) / 1e6,
            "daemon's peak MB with a small mail": daemon,
            "daemon's peak MB": peak_megabytes(pid),
            "reader child's peak MB with a small mail": reader,
            "reader child's peak MB": peak_megabytes(_child(pid, sets_type=False)),
            "peak MB of the child that sets type": peak_megabytes(_child(pid, sets_type=True)),
            "CPU seconds": of_process(pid) - before,
        }


def _a_large_mail(world: World, size: int) -> bytes:
    noise = Random(1).randbytes(int(size / BASE64 / 2) - 100_000)
    annex = world.pki.sign(_holding(noise), world.organisation, field_name="VanThu")
    files = (("Công văn.pdf", a_paper(world, 10)), ("Bản quét.pdf", annex), ("Ảnh.jpg", noise))
    return a_mail(*files)


def _holding(content: bytes) -> bytes:
    """Return a page with a stream of these bytes."""
    writer = IncrementalPdfFileWriter(BytesIO(simple_pdf()))
    writer.add_object(StreamObject(stream_data=content))
    writer.write_in_place()
    written = writer.prev.stream
    assert isinstance(written, BytesIO)
    return written.getvalue()


def _child(pid: int, *, sets_type: bool) -> int:
    """Return the child that sets type, or the one that reads mails."""
    maps = {child: Path(f"/proc/{child}/maps").read_text() for child in children_of(pid)}
    return next(child for child, said in maps.items() if ("typst" in said) is sets_type)


def _answered(world: World, host: Host, mail: bytes, count: int) -> None:
    """Submit the mail and return once the case it makes came to rest."""
    world.submit(mail)
    began = time.monotonic()
    rest = {State.ANSWERED, State.IN_REVIEW}
    while [case.state in rest for case in world.cases()] != [True] * count:
        if time.monotonic() > began + ANSWERED_WITHIN:
            raise TimeoutError(f"no end within {ANSWERED_WITHIN:.0f} s: {host.said[-2000:]}")
        time.sleep(0.2)


if __name__ == "__main__":
    main()
