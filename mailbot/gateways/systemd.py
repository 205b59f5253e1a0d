"""Tells systemd that the service is ready, alive, stopping (sd_notify(3), a datagram socket), and
takes over the sockets that it listens on for us (sd_listen_fds(3)).
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock

_FIRST_GIVEN = 3


@dataclass(frozen=True, slots=True)
class Notifier:
    """Says how the service is. Without a socket, as in a terminal, it says nothing."""

    address: str = ""

    def ready(self, status: str) -> None:
        """Say that starting is done: what depends on the service may start."""
        self._say(f"READY=1\nSTATUS={_one_line(status)}")

    def status(self, status: str) -> None:
        """Say in one line what the service is doing, for `systemctl status`."""
        self._say(f"STATUS={_one_line(status)}")

    def alive(self) -> None:
        """Feed the watchdog. `Watchdog` decides when."""
        self._say("WATCHDOG=1")

    def stopping(self) -> None:
        """Say that no new work is taken."""
        self._say("STOPPING=1")

    def _say(self, message: str) -> None:
        if not self.address:
            return
        # Work goes on whether or not systemd listens; it restarts what it does not hear of.
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
            channel.settimeout(1)
            channel.sendto(message.encode(), self.address)


@dataclass(frozen=True, slots=True)
class Watchdog:
    """Is fed only when every part has made progress since it was fed last.

    A part that hangs starves it, and systemd restarts the service. Any thread may call `beat`.
    """

    parts: frozenset[str]
    notifier: Notifier
    beaten: set[str] = field(default_factory=set)
    lock: Lock = field(default_factory=Lock)

    def beat(self, part: str) -> None:
        """Record that this part has come through one whole turn; ValueError for no such part."""
        if part not in self.parts:
            raise ValueError(f"no part of this service: {part}")
        with self.lock:
            self.beaten.add(part)
            if self.beaten != self.parts:
                return
            self.beaten.clear()
        self.notifier.alive()


def notifier_from(environment: Mapping[str, str]) -> Notifier:
    """Return the notifier for $NOTIFY_SOCKET; a leading @ is Linux's abstract namespace."""
    address = environment.get("NOTIFY_SOCKET", "")
    return Notifier("\0" + address[1:] if address.startswith("@") else address)


def inherited_sockets(environment: Mapping[str, str]) -> tuple[socket.socket, ...]:
    """Return the sockets given to this very process; our own children get none of them."""
    if environment.get("LISTEN_PID") != str(os.getpid()):
        return ()
    count = int(environment.get("LISTEN_FDS", "0"))
    given = tuple(socket.socket(fileno=_FIRST_GIVEN + index) for index in range(count))
    for one in given:
        one.set_inheritable(False)
    return given


def _one_line(text: str) -> str:
    return " ".join(text.split())
