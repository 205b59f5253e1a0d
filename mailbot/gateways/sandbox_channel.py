"""The parent's end of the channel to a sandbox child: messages of bytes, each by a set time.

Messages are framed as multiprocessing's Connection frames them, which is what the child speaks. A
Connection itself would wait for ever, and a thread that ends each wait costs more than the wait.
"""

from __future__ import annotations

import select
import socket
import struct
import time
from collections.abc import Iterable
from io import BytesIO

_SHORT = struct.Struct("!i")
_LONG = struct.Struct("!q")
_MOST_SHORT = 0x7FFFFFFF
_PIECE = 1 << 20
_TOGETHER = 1 << 16  # what is small is sent in one piece, so that the child wakes up once


class Channel:
    """One end of a socket pair. `until` is a time of the monotonic clock; TimeoutError beyond it,
    EOFError where the other end is gone.
    """

    def __init__(self, ours: socket.socket) -> None:
        self._socket = ours

    @property
    def closed(self) -> bool:
        """Whether it was closed at this end."""
        return self._socket.fileno() < 0

    def close(self) -> None:
        """Close this end; closing it twice is no error."""
        self._socket.close()

    def poll(self, seconds: float = 0.0) -> bool:
        """Return whether there is something to read, or the other end is gone."""
        poller = select.poll()
        poller.register(self._socket, select.POLLIN)
        return bool(poller.poll(1000 * seconds))

    def send(self, messages: Iterable[bytes], until: float) -> None:
        """Send the messages one after the other."""
        waiting = bytearray()
        for message in messages:
            waiting += _frame(len(message))
            if len(message) < _TOGETHER:
                waiting += message
            else:
                self._send(waiting, until)
                self._send(message, until)
                waiting = bytearray()
            if len(waiting) > _TOGETHER:
                self._send(waiting, until)
                waiting = bytearray()
        self._send(waiting, until)

    def receive(self, most: int, until: float) -> bytes:
        """Return one message; OSError where it is longer than `most`."""
        (size,) = _SHORT.unpack(self._received(_SHORT.size, until))
        if size == -1:
            (size,) = _LONG.unpack(self._received(_LONG.size, until))
        if not 0 <= size <= most:
            raise OSError("the message is too long")
        return self._received(size, until)

    def _send(self, content: bytes | bytearray, until: float) -> None:
        if content:
            self._wait_at_most(until)
            self._socket.sendall(content)

    def _received(self, size: int, until: float) -> bytes:
        content, left = BytesIO(), size
        while left:
            self._wait_at_most(until)
            piece = self._socket.recv(min(left, _PIECE))
            if not piece:
                raise EOFError
            left -= content.write(piece)
        return content.getvalue()

    def _wait_at_most(self, until: float) -> None:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(left)


def _frame(size: int) -> bytes:
    if size <= _MOST_SHORT:
        return _SHORT.pack(size)
    return _SHORT.pack(-1) + _LONG.pack(size)
