"""DNS TXT records, asked of a real resolver over UDP."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import dns.rrset
import pytest

from mailbot.errors import TryLaterError
from mailbot.gateways.dns_txt import txt_record

RECORDS = {
    "one.vn.": ('"v=DKIM1; p=" "QUJD"',),
    "two.vn.": ('"v=DKIM1"', '"v=spf1"'),
    "long.vn.": (" ".join(['"' + "a" * 250 + '"'] * 40),),
}


@pytest.fixture(autouse=True)
def _server(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind(("127.0.0.1", 0))
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers = ["127.0.0.1"]
        resolver.port = listening.getsockname()[1]
        monkeypatch.setattr(dns.resolver, "default_resolver", resolver)
        thread = threading.Thread(target=_serve, args=(listening,), daemon=True)
        thread.start()
        yield
        _stop(listening)
        thread.join(5)


def _stop(listening: socket.socket) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.sendto(b"", listening.getsockname())


def _serve(listening: socket.socket) -> None:
    while True:
        data, client = listening.recvfrom(4096)
        if not data:
            return
        query = dns.message.from_wire(data)
        name = query.question[0].name.to_text()
        if name != "silent.vn.":
            listening.sendto(_answer(query, name).to_wire(max_size=65_000), client)


def _answer(query: dns.message.Message, name: str) -> dns.message.Message:
    answer = dns.message.make_response(query)
    answer.flags |= dns.flags.RA
    if name == "broken.vn.":
        answer.set_rcode(dns.rcode.SERVFAIL)
    elif name in RECORDS:
        answer.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", *RECORDS[name]))
    elif name != "bare.vn.":
        answer.set_rcode(dns.rcode.NXDOMAIN)
    return answer


def test_the_strings_of_one_record_are_joined() -> None:
    assert txt_record("one.vn.") == b"v=DKIM1; p=QUJD"


@pytest.mark.parametrize("name", ["none.vn.", "bare.vn.", "two.vn.", "long.vn.", "a..b.", "x" * 80])
def test_no_single_usable_record_is_none(name: str) -> None:
    assert txt_record(name) is None


@pytest.mark.parametrize("name", ["broken.vn.", "silent.vn."])
def test_a_dns_that_does_not_answer_is_asked_later(name: str) -> None:
    with pytest.raises(TryLaterError):
        txt_record(name, 0.5)
