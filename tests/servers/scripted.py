"""Small crooked servers: one says only what it was told, one loses what it should pass on."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from tests.servers.ports import HOST


@contextmanager
def scripted_server(
    greeting: bytes, answer: Callable[[bytes], bytes], tls: ssl.SSLContext | None = None
) -> Iterator[int]:
    """Serve connections line by line: send the greeting, then the answer to each line. With a
    context, by TLS from the first byte.
    """

    def serve(connection: socket.socket) -> None:
        with tls.wrap_socket(connection, server_side=True) if tls else connection as spoken:
            spoken.sendall(greeting)
            for line in spoken.makefile("rb"):
                spoken.sendall(answer(line))

    with _listening(serve) as port:
        yield port


@contextmanager
def lossy_proxy(target: int, cut_after: int, *, deliver: bool) -> Iterator[int]:
    """Pass connections on until the client has sent `cut_after` bytes. Then either pass the rest
    of what it says but swallow the server's answer (`deliver`), or cut both lines at once.
    """

    def serve(client: socket.socket) -> None:
        with socket.create_connection((HOST, target)) as server:
            swallowing = threading.Event()
            back = threading.Thread(target=_back, args=(server, client, swallowing), daemon=True)
            back.start()
            passed = 0
            while data := _received(client):
                passed += len(data)
                if passed >= cut_after:
                    swallowing.set()
                    if not deliver:
                        break
                server.sendall(data)
            _end(server)
            _end(client)
            back.join(10)

    with _listening(serve) as port:
        yield port


def _back(server: socket.socket, client: socket.socket, swallowing: threading.Event) -> None:
    while data := _received(server):
        if swallowing.is_set():
            break
        with suppress(OSError):
            client.sendall(data)
    _end(client)


def _received(connection: socket.socket) -> bytes:
    try:
        return connection.recv(65536)
    except OSError:
        return b""


def _end(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def _listening(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    threads: list[threading.Thread] = []
    connections: list[socket.socket] = []

    def handle(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            serve(connection)

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                connections.append(connection)
                threads.append(threading.Thread(target=handle, args=(connection,), daemon=True))
                threads[-1].start()

    with socket.create_server((HOST, 0)) as listener:
        accepting = threading.Thread(target=accept, daemon=True)
        accepting.start()
        try:
            yield listener.getsockname()[1]
        finally:
            _end(listener)
            accepting.join(10)
            for connection in connections:
                _end(connection)
            for thread in threads:
                thread.join(10)
