"""Functions the sandbox runs in its tests: what hostile bytes make libraries do."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from mailbot.cases.finding import Finding, Place, Severity


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Report:
    """A value as parsers return them."""

    colour: Colour
    when: datetime
    day: date
    findings: tuple[Finding, ...]
    pages: frozenset[int]


@dataclass
class Changeable:
    """Not frozen, so it may not travel."""

    n: int = 0


def report() -> Report:
    finding = Finding("list.bad", Severity.LOOK, place=Place(page=1, box=(0.0, 0.1, 0.2, 0.3)))
    return Report(
        Colour.RED,
        datetime(2026, 11, 23, tzinfo=UTC),
        date(2026, 11, 23),
        (finding, Finding("list.other", Severity.NOTE, {"tên": "Đỗ"})),
        frozenset({1, 2}),
    )


def double(data: bytes) -> bytes:
    return data * 2


def pid() -> int:
    return os.getpid()


def loaded() -> frozenset[str]:
    return frozenset(sys.modules)


def environment() -> dict[str, str]:
    return dict(os.environ)


def eat_memory() -> int:
    return len(bytearray(3 << 30))


def burn() -> None:
    while True:
        pass


def sleep(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def crash() -> None:
    ctypes.string_at(0)


def leave() -> None:
    os._exit(3)


def recurse() -> None:
    recurse()


def fail(secret: str) -> None:
    raise ValueError(secret)


def write_file() -> None:
    os.write(os.memfd_create("file"), b"x")


def open_many() -> None:
    for _ in range(1000):
        os.open("/dev/null", os.O_RDONLY)


def connect(port: int) -> None:
    socket.create_connection(("127.0.0.1", port), timeout=2)


def run_program() -> int:
    return subprocess.run(["/bin/true"], check=False).returncode


def kill(pid: int) -> None:
    os.kill(pid, 9)


def changeable() -> Changeable:
    return Changeable()


_kept: list[bytes] = []


def keep(size: int) -> int:
    """Hold so much memory for ever."""
    _kept.append(b"x" * size)
    return os.getpid()


def drip() -> None:
    """Answer a byte at a time, so that something always comes, with the own alarm off."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    parent = _parent()
    parent.sendall((1 << 20).to_bytes(4, "big"))
    while True:
        time.sleep(0.05)
        parent.sendall(b"R")


def answer_by_itself(answer: bytes) -> None:
    """Speak to the parent directly, as code that took the child over would."""
    _parent().sendall(len(answer).to_bytes(4, "big") + answer)
    time.sleep(30)


def answer_twice() -> str:
    """Leave an answer to the next task before it is asked."""
    _parent().sendall((1).to_bytes(4, "big") + b"M")
    return "second"


def answer_later() -> str:
    """Answer, and once more when nobody has asked."""
    message = (1).to_bytes(4, "big") + b"M"
    threading.Timer(0.1, _parent().sendall, (message,)).start()
    return "first"


def say_half() -> None:
    """Begin an answer and hang."""
    _parent().sendall(b"\x00\x00")
    time.sleep(30)


def _parent() -> socket.socket:
    for descriptor in range(3, 64):
        try:
            return socket.socket(fileno=os.dup(descriptor))
        except OSError:
            continue
    raise LookupError
