"""An IMAP server over TLS that talks sense up to a command, and garbage from there on."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from mailbot.demo.tls_files import TlsFiles
from tests.servers.scripted import _listening

SENSE = {
    b"CAPABILITY": b"* CAPABILITY IMAP4rev1 AUTH=PLAIN IDLE SASL-IR\r\n",
    b"AUTHENTICATE": b"",
    b"EXAMINE": (
        b"* 1 EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 2] ok\r\n"
        b"* FLAGS (\\Seen)\r\n"
    ),
    b"NOOP": b"",
    b"UID SEARCH": b"* SEARCH 1\r\n",
    b"UID FETCH": b'* 1 FETCH (UID 1 RFC822.SIZE 3 INTERNALDATE " 1-Jan-2026 00:00:00 +0000")\r\n',
}


@contextmanager
def babbling_server(tls: TlsFiles, from_command: bytes, garbage: bytes) -> Iterator[int]:
    """Serve until the command, which is answered with garbage; then hang up."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tls.certificate, tls.key)

    def serve(plain: socket.socket) -> None:
        with context.wrap_socket(plain, server_side=True) as connection:
            connection.sendall(b"* OK hello\r\n")
            for line in connection.makefile("rb"):
                tag, _, said = line.strip().partition(b" ")
                if said.upper().startswith(from_command):
                    connection.sendall(garbage.replace(b"%TAG%", tag))
                    return
                name = next((known for known in SENSE if said.upper().startswith(known)), b"")
                connection.sendall(SENSE.get(name, b"") + tag + b" OK done\r\n")

    with _listening(serve) as port:
        yield port
