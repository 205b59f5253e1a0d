"""The points at which a life may end: before and after every commit, fsync and outside call.

Hooks count them; at the chosen one the process kills itself with SIGKILL, as a power cut would.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.request import OpenerDirector

from aiosmtplib import SMTP
from imapclient import IMAPClient
from sqlalchemy.engine.default import DefaultDialect

from mailbot.gateways import http, sandbox
from mailbot.gateways.mail_hosts.sql import SqlMailHost

Name = str | Callable[..., str]


@dataclass
class Points:
    """Counts the points passed and writes each into `trace`; `last` is the one to die at, by its
    number, or the first of this name.
    """

    trace: Path
    last: int | str = 0
    passed: int = 0

    def __post_init__(self) -> None:
        self._file = os.open(self.trace, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._counting = Lock()  # two threads at once would pass one that neither dies at

    def reach(self, name: str) -> None:
        """Pass the point, or die at it."""
        with self._counting:
            self.passed += 1
            os.write(self._file, f"{name}\n".encode())
            if self.last in {self.passed, name}:
                os.kill(os.getpid(), signal.SIGKILL)

    @contextmanager
    def around(self, name: str) -> Iterator[None]:
        """Two points: before and after what is done inside."""
        self.reach(f"before {name}")
        yield
        self.reach(f"after {name}")


def watch(points: Points) -> None:
    """Put the hooks in; they stay until the process ends."""
    _hook(points, DefaultDialect, "do_commit", "commit")
    _hook(points, os, "fsync", "fsync")
    _hook(points, os, "replace", "rename")
    for name in ("select_folder", "search", "fetch"):
        _hook(points, IMAPClient, name, f"imap {name}")
    _hook(points, SqlMailHost, "carry_out", "mail host carry_out")
    for name in ("connect", "mail", "rcpt", "data"):
        _hook_async(points, SMTP, name, f"smtp {name}")
    _hook(points, OpenerDirector, "open", _asked_over_http)
    _hook(points, http, "_read", "http answer")
    _hook(points, sandbox, "_child", "reader start")
    _hook(points, sandbox._Worker, "ask", "reader answer")


def _asked_over_http(_opener: object, request: Any, *_: object, **__: object) -> str:
    return f"http {request.get_header('Content-type') or 'list'}"


def _hook(points: Points, owner: Any, name: str, told: Name) -> None:
    inner: Callable[..., Any] = getattr(owner, name)

    @wraps(inner)
    def watched(*args: Any, **kwargs: Any) -> Any:
        with points.around(told if isinstance(told, str) else told(*args, **kwargs)):
            return inner(*args, **kwargs)

    setattr(owner, name, watched)


def _hook_async(points: Points, owner: Any, name: str, told: str) -> None:
    inner: Callable[..., Awaitable[Any]] = getattr(owner, name)

    @wraps(inner)
    async def watched(*args: Any, **kwargs: Any) -> Any:
        with points.around(told):
            return await inner(*args, **kwargs)

    setattr(owner, name, watched)
