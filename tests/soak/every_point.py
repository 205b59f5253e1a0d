"""Dies at every point of the journey in turn, on both databases."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.crash.stage import a_stage, die_at, undisturbed
from tests.servers.mail import MailServers, running_mail_servers
from tests.servers.postgres import running_postgres


def every_point(step: int = 1) -> int:
    """Die at every `step`-th point; return how many led to anything else than undisturbed."""
    wrong = 0
    with running_mail_servers() as servers, running_postgres() as postgres:
        for name, urls in (
            ("sqlite", None),
            ("postgresql", (postgres.database(), postgres.database())),
        ):
            with room() as folder:
                found = _on(servers, urls or sqlite_urls(folder), folder, step)
            tell(f"{name}: {found[0]} points, {found[1]} wrong")
            wrong += found[1]
    return wrong


def _on(servers: MailServers, urls: tuple[str, str], folder: Path, step: int) -> tuple[int, int]:
    tried = wrong = 0
    with a_stage(servers, urls[0], urls[1], folder) as stage:
        wanted, points = undisturbed(stage)
        for last in range(1, len(points) + 1, step):
            tried += 1
            try:
                die_at(stage, last, wanted)
            except AssertionError as error:
                wrong += 1
                tell(f"point {last} ({points[last - 1]}): {error}")
    return tried, wrong


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
