"""Hosts in network namespaces of their own, each on a cable that can be pulled.

The servers go on listening on loopback; a relay with its one foot in the namespace of the switch
and the other here lets hosts reach some of their ports at `SWITCH`. Needs root and iproute2.
"""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex

from tests.servers import needed
from tests.servers.ports import HOST, SWITCH

_NEW_NETWORK = 0x40000000  # CLONE_NEWNET of <sched.h>
_PIECE = 1 << 16


@dataclass
class Network:
    """A switch and the hosts on it."""

    name: str
    hosts: list[str] = field(default_factory=list)

    def add_host(self) -> tuple[str, ...]:
        """Return the command before a command that runs it on a new host."""
        number = len(self.hosts)
        host, cable = f"{self.name}h{number}", f"cable{number}"
        self.hosts.append(host)
        _ip("netns", "add", host)
        _ip("-n", self.name, "link", "add", cable, "type", "veth",
            "peer", "name", "eth0", "netns", host)  # fmt: skip
        _ip("-n", self.name, "link", "set", cable, "master", "switch", "up")
        address = f"{SWITCH.rpartition('.')[0]}.{number + 2}/24"
        _ip("-n", host, "addr", "add", address, "dev", "eth0")
        for link in ("lo", "eth0"):
            _ip("-n", host, "link", "set", link, "up")
        return needed.program("ip", "iproute2"), "netns", "exec", host

    def pull_cable(self, number: int) -> None:
        """Cut the host off: what it sends vanishes, and nobody tells it or the others."""
        _ip("-n", self.name, "link", "set", f"cable{number}", "nomaster")

    def plug_cable(self, number: int) -> None:
        """Let the host be reached again."""
        _ip("-n", self.name, "link", "set", f"cable{number}", "master", "switch")

    @contextmanager
    def reaching(self, *ports: int) -> Iterator[None]:
        """Let the hosts reach these loopback ports at `SWITCH` until the block ends."""
        listeners = _inside(self.name, lambda: [socket.create_server((SWITCH, p)) for p in ports])
        with ExitStack() as stack:
            for listener in listeners:
                stack.enter_context(listener)
                stack.callback(_end, listener)
                threading.Thread(target=_relay, args=(listener,), daemon=True).start()
            yield


@contextmanager
def a_network() -> Iterator[Network]:
    """Make a switch in a namespace of its own; all is gone at the end."""
    needed.root("a network namespace")
    network = Network(f"mb{token_hex(3)}")
    try:
        _ip("netns", "add", network.name)
        _ip("-n", network.name, "link", "add", "switch", "type", "bridge")
        _ip("-n", network.name, "addr", "add", f"{SWITCH}/24", "dev", "switch")
        for link in ("lo", "switch"):
            _ip("-n", network.name, "link", "set", link, "up")
        yield network
    finally:
        for name in (*network.hosts, network.name):
            with suppress(RuntimeError):
                _ip("netns", "del", name)


def _inside(namespace: str, make: Callable[[], list[socket.socket]]) -> list[socket.socket]:
    """Return sockets that belong to the namespace, whoever uses them."""
    made: list[socket.socket] = []

    def enter() -> None:
        library = ctypes.CDLL(None, use_errno=True)
        with Path(f"/run/netns/{namespace}").open("rb") as file:
            if library.setns(file.fileno(), _NEW_NETWORK):
                raise OSError(ctypes.get_errno(), f"setns {namespace}")
        made.extend(make())

    # A namespace is a thread's; this one ends with it.
    thread = threading.Thread(target=enter)
    thread.start()
    thread.join()
    if not made:
        raise RuntimeError(f"no sockets in {namespace}")
    return made


def _relay(listener: socket.socket) -> None:
    port = listener.getsockname()[1]
    with suppress(OSError):
        while True:
            client, _ = listener.accept()
            threading.Thread(target=_join, args=(client, port), daemon=True).start()


def _join(client: socket.socket, port: int) -> None:
    """Let the client speak with the server on loopback until one of them ends."""
    with suppress(OSError), client, socket.create_connection((HOST, port)) as server:
        back = threading.Thread(target=_pump, args=(server, client), daemon=True)
        back.start()
        _pump(client, server)
        back.join()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(_PIECE):
            sink.sendall(piece)
    _end(source)
    _end(sink)


def _end(one: socket.socket) -> None:
    """Wake whoever waits on it."""
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)


def _ip(*arguments: str) -> None:
    done = subprocess.run(
        [needed.program("ip", "iproute2"), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C"},
    )
    if done.returncode:
        raise RuntimeError(f"ip {' '.join(arguments)}: {done.stderr.strip()}")
