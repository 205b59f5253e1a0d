"""The process in whose forks the lives of a crash test are lived."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.crash.life import Order, spoken
from tests.pki import token


class ForkServerGoneError(Exception):
    """The process that lives the lives has ended: its exit code, and what it said last."""


@dataclass(frozen=True)
class ForkServer:
    """Has loaded everything once, and lives one life after the other in forks of itself."""

    process: subprocess.Popen[str]
    log: Path

    @property
    def said(self) -> str:
        """What the lives have logged."""
        return self.log.read_text()

    def lived(self, order: Order) -> int:
        """Have this life lived, and return how it ended."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        answer = ""
        with suppress(BrokenPipeError):
            self.process.stdin.write(spoken(order))
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
        if not answer:
            raise ForkServerGoneError(self.process.wait(30), self.said[-3000:])
        return int(json.loads(answer))


@contextmanager
def a_fork_server(folder: Path) -> Iterator[ForkServer]:
    """Yield one that logs in this folder."""
    token.folder()  # told to the lives, too
    log = folder / "lives.log"
    with (
        log.open("w") as file,
        subprocess.Popen(
            [sys.executable, "-m", "tests.crash.life"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=file,
            text=True,
        ) as process,
    ):
        yield ForkServer(process, log)
        process.communicate(timeout=30)
