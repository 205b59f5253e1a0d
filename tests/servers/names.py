"""A DNS server over UDP, on a port of its own."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

from tests.servers.ports import HOST

Query = dns.message.Message
Answer = Callable[[Query, str], dns.message.Message | None]


@contextmanager
def answering_names(answer: Answer) -> Iterator[int]:
    """Yield the port where each question is answered as told, with nothing where that is None."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind((HOST, 0))
        thread = threading.Thread(target=_serve, args=(listening, answer), daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.sendto(b"", listening.getsockname())
        thread.join(5)


def texts_of(records: Mapping[str, tuple[str, ...]], query: Query, name: str) -> Query:
    """Return the TXT records of the name, each as a zone file has it; NXDOMAIN where none are."""
    answer = dns.message.make_response(query)
    answer.flags |= dns.flags.RA
    if name in records:
        answer.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", *records[name]))
    else:
        answer.set_rcode(dns.rcode.NXDOMAIN)
    return answer


def _serve(listening: socket.socket, answer: Answer) -> None:
    while True:
        data, client = listening.recvfrom(4096)
        if not data:
            return
        query = dns.message.from_wire(data)
        told = answer(query, query.question[0].name.to_text())
        if told is not None:
            listening.sendto(told.to_wire(max_size=65_000), client)
