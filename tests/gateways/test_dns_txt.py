"""DNS TXT records, asked of a real resolver over UDP."""

from __future__ import annotations

from collections.abc import Iterator

import dns.message
import dns.rcode
import dns.resolver
import pytest

from mailbot.errors import TryLaterError
from mailbot.gateways.dns_txt import txt_record
from tests.servers.names import answering_names, texts_of
from tests.servers.ports import HOST

RECORDS = {
    "one.vn.": ('"v=DKIM1; p=" "QUJD"',),
    "two.vn.": ('"v=DKIM1"', '"v=spf1"'),
    "long.vn.": (" ".join(['"' + "a" * 250 + '"'] * 40),),
}


@pytest.fixture(autouse=True)
def _server(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with answering_names(_answer) as port:
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = [HOST], port
        monkeypatch.setattr(dns.resolver, "default_resolver", resolver)
        yield


def _answer(query: dns.message.Message, name: str) -> dns.message.Message | None:
    if name == "silent.vn.":
        return None
    answer = texts_of(RECORDS, query, name)
    if name == "broken.vn.":
        answer.set_rcode(dns.rcode.SERVFAIL)
    if name == "bare.vn.":
        answer.set_rcode(dns.rcode.NOERROR)
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
