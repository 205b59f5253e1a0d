"""`python -m benchmarks.readings`: how long readings hold the database after a day of many mails.

On SQLite with the rollback journal a reader keeps a writer waiting, and a writer everybody. Told is
the longest transaction of each job and all of them, in CPU milliseconds of the thread that reads.
`--mails`: how many the day had.
"""

from __future__ import annotations

import tempfile
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

from benchmarks.figures import asked, tell
from benchmarks.readings.day import fill
from mailbot.clock import utc_now
from mailbot.commands.mails import list_mails
from mailbot.house import House
from mailbot.operations.metrics_server import told_by
from mailbot.operations.retention import retention_of
from mailbot.settings import settings_from
from mailbot.storage import schema
from mailbot.storage.seal import new_key
from tests.crash.settings_file import write_settings
from tests.test_settings import smallest

MAILS = 100_000


def main() -> None:
    """Print one table, or one JSON value with --json."""
    mails = asked("--mails", MAILS)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        house = _house(folder, mails)
        options = Namespace(settings=folder / "mailbot.toml", days=30)
        with closing(house):
            fill(house, mails, utc_now())
            told = _of("/metrics", lambda: told_by(house))
            told |= _of("mailbot mails --days 30", lambda: list_mails(options))
            told |= _of("look at the cap of the archive", retention_of(house).heed_cap)
            told |= _of("mailbot purge, nothing due", retention_of(house))
    tell(told)


def _house(folder: Path, mails: int) -> House:
    for name, value in (("seal-key", new_key()), ("imap-password", "x"), ("smtp-password", "x")):
        (folder / name).write_text(value)
    settings = settings_from(
        smallest(
            database={"url": f"sqlite:///{folder}/mailbot.db"},
            archive={"directory": str(folder / "archive")},
            retention={"cap_bytes": mails * 10_000},
        )
        | {"secrets_directory": str(folder)},
        "-",
    )
    write_settings(settings, folder / "mailbot.toml")
    house = House(settings)
    schema.upgrade(house.database)
    house.archive.prepare()
    return house


def _of(name: str, job: Callable[[], Any]) -> dict[str, float]:
    job()
    with _holds() as held:
        began = time.thread_time()
        job()
        whole = time.thread_time() - began
    return {
        f"{name}: longest transaction, CPU ms": 1000 * max(held),
        f"{name}: transactions": len(held),
        f"{name}: all, CPU ms": 1000 * whole,
    }


@contextmanager
def _holds() -> Iterator[list[float]]:
    """Note how long each transaction of any database is held."""
    begun, held = [0.0], []

    def begin(_: Connection) -> None:
        begun[0] = time.thread_time()

    def end(_: Connection) -> None:
        held.append(time.thread_time() - begun[0])

    hooks = (("begin", begin), ("commit", end), ("rollback", end))
    for name, hook in hooks:
        event.listen(Engine, name, hook)
    try:
        yield held
    finally:
        for name, hook in hooks:
            event.remove(Engine, name, hook)


if __name__ == "__main__":
    main()
