"""Dies at every point of a play in turn."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.crash.fork_server import a_fork_server
from tests.crash.outcome import Outcome
from tests.crash.plays import Play
from tests.crash.stage import Stage, a_stage, die_at, undisturbed
from tests.servers.mail import running_mail_servers
from tests.servers.postgres import running_postgres

TELL_EVERY_SECONDS = 60


def every_point(kind: str, play: Play, first: int = 1, step: int = 1) -> int:
    """Die at every `step`-th point of the play from the `first` on; return how many led to anything
    else than undisturbed.
    """
    with ExitStack() as stack:
        servers = stack.enter_context(running_mail_servers())
        folder = stack.enter_context(room())
        postgres = stack.enter_context(running_postgres()) if kind == "postgresql" else None
        urls = (postgres.database(), postgres.database()) if postgres else sqlite_urls(folder)
        lives = stack.enter_context(a_fork_server(folder))
        stage = stack.enter_context(a_stage(servers, *urls, folder, play, lives))
        wanted, points = undisturbed(stage)
        chosen = range(first, len(points) + 1, step)
        told = f"{kind}, {play.name}"
        tell(f"{told}: {len(points)} points on the way, to die at {len(chosen)} of them")
        ends = [_end_at(stage, n, points[n - 1], wanted) for n in _told(chosen)]
        # A life that waited for less had fewer points: it passed the last ones under lower numbers.
        missed = {points[n - 1] for n in chosen} - {end.point for end in ends}
        ends += [_end_at(stage, name, name, wanted) for name in sorted(missed)]
    wrong = sum(end.is_wrong for end in ends)
    tell(f"{told}: {len(ends)} points, {wrong} wrong")
    return wrong


@dataclass(frozen=True)
class _End:
    """The point that a life ended at, nothing where it lived on; whether anything else came of it
    than undisturbed.
    """

    point: str
    is_wrong: bool = False


def _end_at(stage: Stage, last: int | str, name: str, wanted: Outcome) -> _End:
    try:
        return _End(die_at(stage, last, wanted))
    except AssertionError as error:
        tell(f"point {last} ({name}): {error}")
        return _End(name, is_wrong=True)


def _told(points: Sequence[int]) -> Iterator[int]:
    """Yield the points, and tell now and then how far it is."""
    began = told = time.monotonic()
    for done, point in enumerate(points):
        now = time.monotonic()
        if now > told + TELL_EVERY_SECONDS:
            told = now
            tell(f"{now - began:6.0f} s  {done} of {len(points)} points")
        yield point


def sqlite_urls(folder: Path) -> tuple[str, str]:
    """Return the URLs of mailbot's and the mail host's database in this folder."""
    return f"sqlite:///{folder}/mailbot.db", f"sqlite:///{folder}/hosts.db"


@contextmanager
def room() -> Iterator[Path]:
    """Yield a folder that Dovecot can read."""
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def tell(line: str) -> None:
    """Write a line of the report."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
