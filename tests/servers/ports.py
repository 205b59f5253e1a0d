"""Free loopback ports, and waiting until a server answers on one."""

from __future__ import annotations

import random
import socket
import time
from collections.abc import Callable
from itertools import cycle, islice

HOST = "127.0.0.1"
# Where hosts in network namespaces of their own find the servers: an address for documentation
# (RFC 5737), known only inside those namespaces.
SWITCH = "192.0.2.1"
READY_WITHIN_SECONDS = 60.0


def free_ports(count: int) -> tuple[int, ...]:
    """Return that many different ports nobody listens on and no other test is given.

    They lie below those that the kernel gives to connections: between this choice and the server's
    start nobody gets one by chance.
    """
    return tuple(islice(filter(_is_ours, _ports), count))


_ports = cycle(random.sample(range(10_000, 30_000), 20_000))


def _is_ours(port: int) -> bool:
    """Claim the port for this process, whichever of its tests asks; return whether it has it."""
    claim = socket.socket(socket.AF_UNIX)
    try:
        claim.bind(f"\0port of a test {port}")
    except OSError:
        claim.close()
        return False
    if not is_free(port):
        claim.close()
        return False
    claim.detach()  # held until this process ends
    return True


def is_free(port: int) -> bool:
    """Return whether nobody listens on the port."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((HOST, port))
        except OSError:
            return False
    return True


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
