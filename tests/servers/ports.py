"""Free loopback ports, and waiting until a server answers on one."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from contextlib import ExitStack

HOST = "127.0.0.1"
# Where hosts in network namespaces of their own find the servers: an address for documentation
# (RFC 5737), known only inside those namespaces.
SWITCH = "192.0.2.1"
READY_WITHIN_SECONDS = 20.0


def free_ports(count: int) -> tuple[int, ...]:
    """Return that many different ports nobody listens on."""
    with ExitStack() as sockets:
        held = [sockets.enter_context(socket.socket()) for _ in range(count)]
        for one in held:
            one.bind((HOST, 0))
        return tuple(one.getsockname()[1] for one in held)


def wait_for(ready: Callable[[], bool], what: str, seconds: float = READY_WITHIN_SECONDS) -> None:
    """Return once `ready` says so; TimeoutError naming `what` after that many seconds."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} was not so within {seconds} s")
        time.sleep(0.02)


def greets(port: int, greeting: bytes) -> bool:
    """Return whether a server there opens with this greeting."""
    try:
        with socket.create_connection((HOST, port), timeout=5) as connection:
            return connection.recv(len(greeting)) == greeting
    except OSError:
        return False
