"""The points at which a life may end: before and after every commit, fsync and outside call.

Hooks count them; at the chosen one the process kills itself with SIGKILL, as a power cut would.
Logging in is one call, of however many exchanges: nothing that lasts comes of any of them.
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

import dns.resolver
from aiosmtplib import SMTP
from imapclient import IMAPClient
from sqlalchemy.engine.default import DefaultDialect

from mailbot.gateways import http, sandbox, smtp
from mailbot.gateways.imap_connection import ImapAccount
from mailbot.gateways.mail_hosts.sql import SqlMailHost
from mailbot.gateways.smtp import SmtpSender
from mailbot.gateways.systemd import Notifier
from mailbot.operations import database_copy
from signing import token

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
    for name in ("replace", "rename"):
        _hook(points, os, name, "rename")
    _hook(points, ImapAccount, "connect", "imap connect")
    for name in ("select_folder", "noop", "search", "fetch", "append", "idle", "idle_done"):
        _hook(points, IMAPClient, name, f"imap {name}")
    for name in ("carry_out", "look_up", "check"):
        _hook(points, SqlMailHost, name, f"mail host {name}")
    _hook_async(points, SmtpSender, "_enter", "smtp connect")
    for name in ("mail", "rcpt", "data"):
        _hook_async(points, SMTP, name, f"smtp {name}")
    _hook_async(points, smtp, "_leave", "smtp quit")
    _hook(points, dns.resolver, "resolve", "dns resolve")
    _hook(points, OpenerDirector, "open", _asked_over_http)
    _hook(points, http, "_read", "http answer")
    _hook(points, sandbox, "_child", "reader start")
    _hook(points, sandbox._Worker, "ask", "reader answer")
    _hook(points, Notifier, "_say", "systemd")
    _hook(points, token, "_opened", "token open")
    _hook(points, token.TokenKey, "_signed", "token sign")
    _hook(points, token, "_end", "token close")
    _watch_copies(points)


def _watch_copies(points: Points) -> None:
    """Put hooks into the copying of a whole database, where nothing is committed by SQLAlchemy."""
    for name in ("_copy_sqlite", "_fed"):
        _hook(points, database_copy, name, "database copied")
    _hook(points, database_copy, "_begun", _program_begun)
    _hook(points, database_copy, "_run", _program_run)


def _program_begun(_url: object, command: tuple[str, ...], *_: object) -> str:
    return f"{command[0]} begun"


def _program_run(_url: object, command: tuple[str, ...], *_: object) -> str:
    return f"{command[0]} run"


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
