"""Any bytes give a value, and hostile ones give it soon."""

from __future__ import annotations

import pickle
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.gateways.plain_values import dump, load
from mailbot.intake.attachment_inner import unwrap_cms, unwrap_tnef
from mailbot.intake.header import MAX_HEADER_BYTES, read_header
from mailbot.intake.header_parameters import read_parametrised
from mailbot.intake.header_received import read_received
from mailbot.intake.header_text import decode_text
from mailbot.intake.header_trace import arrival, content_hash
from mailbot.intake.message import read_message
from mailbot.intake.message_part import MAX_DEPTH, MAX_PARTS
from mailbot.intake.sender import judge_sender, sender_findings, wanted_dkim_keys
from tests.intake.attacks import attacks
from tests.intake.mails import (
    AGENCY,
    DKIM_RULES,
    INBOX,
    REGISTRY,
    RULES,
    by_login,
    crlf,
    from_outside,
    judged_by_all,
    letter,
)
from tests.intake.programs import PDF, cms_of, programs
from tests.intake.tnef import tnef_stream

SAMPLES = [one.raw for one in programs()]
LINES = st.lists(
    st.sampled_from(
        [
            b"From: " + AGENCY.encode(),
            b"From: x <" + AGENCY.encode() + b">",
            b"Received: by mx.cantho.gov.vn with ESMTPSA id 1; Mon, 23 Nov 2026 09:00:00 +0700",
            b"Return-Path: <" + AGENCY.encode() + b">",
            b"Authentication-Results: mx.cantho.gov.vn; auth=pass smtp.auth=" + AGENCY.encode(),
            b'Content-Type: multipart/mixed; boundary="b"',
            b"Content-Type: message/rfc822",
            b"Content-Transfer-Encoding: base64",
            b"Content-Disposition: attachment; filename*0*=utf-8''%C3; filename*1=x",
            b"DKIM-Signature: v=1; a=rsa-sha256; d=haugiang.gov.vn; s=x; h=from; b=; bh=",
            b"--b",
            b"--b--",
            b"",
            b" ",
            b"begin 644 x",
            b"=?utf-8?B?gg==?=",
        ]
    )
    | st.binary(max_size=40),
    max_size=30,
)
MAILS = st.one_of(st.binary(max_size=400), LINES.map(b"\r\n".join), LINES.map(b"\n".join))


def mutated() -> st.SearchStrategy[bytes]:
    """Return a real mail with one stretch of bytes replaced."""
    return st.builds(
        lambda raw, at, length, new: raw[: at % len(raw)] + new + raw[at % len(raw) + length :],
        st.sampled_from(SAMPLES),
        st.integers(0, 20_000),
        st.integers(0, 200),
        st.binary(max_size=50),
    )


@given(raw=MAILS | mutated())
@settings(max_examples=250, deadline=None)
def test_any_bytes_give_a_message_and_a_verdict(raw: bytes) -> None:
    message = read_message(raw)
    for sender in judged_by_all(raw):
        sender_findings(sender)
    arrival(raw, RULES)
    assert len(content_hash(raw, RULES)) == 64
    assert message == pickle.loads(pickle.dumps(message))
    assert load(dump(message), ("mailbot",)) == message


@given(text=LINES.map(b"\r\n".join) | st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_whatever_a_sender_writes_below_a_foreign_login_is_never_accepted(text: bytes) -> None:
    for trace in (by_login("nhanvien@cantho.gov.vn"), from_outside(AGENCY)):
        verdicts = {sender.verdict for sender in judged_by_all(trace + text)}
        assert verdicts <= {"held", "rejected"}


@given(
    raw=st.sampled_from([raw for _, raw, rules in attacks() if rules is RULES]),
    at=st.integers(0, 5000),
    new=st.binary(min_size=1, max_size=3),
)
@settings(max_examples=200, deadline=None)
def test_an_attack_with_other_bytes_in_the_sender_s_text_stays_one(
    raw: bytes, at: int, new: bytes
) -> None:
    start = raw.index(b"+0700 (+07)\r\n") + len(b"+0700 (+07)\r\n") if b"+07)\r\n" in raw else 0
    trace, text = raw[:start], raw[start:]
    if b"Authenticated sender: " + AGENCY.encode() in trace or not trace:
        return
    cut = at % (len(text) + 1)
    changed = trace + text[:cut] + new + text[cut:]

    assert judge_sender(changed, REGISTRY, RULES, [INBOX]).verdict != "accepted"


@given(data=st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_the_small_readers_take_any_bytes(data: bytes) -> None:
    read_header(data)
    decode_text(data)
    value = read_parametrised(b"a/b; " + data)
    value.text("filename")
    read_received(b"from a (b) " + data, "Authenticated sender:")
    unwrap_tnef(tnef_stream([("", "a", b"b")])[:-9] + data)
    unwrap_cms(b"\x30\x80" + data, "x.p7m")


@given(at=st.integers(0, 4000), new=st.binary(min_size=1, max_size=8))
@settings(max_examples=300, deadline=None)
def test_a_damaged_container_gives_a_value(at: int, new: bytes) -> None:
    stream = tnef_stream([("Tên dài.pdf", "A.PDF", b"x" * 300), ("", "B.PDF", b"y")])
    cut = at % len(stream)
    unwrap_tnef(stream[:cut] + new + stream[cut + len(new) :])
    wrapped = cms_of(PDF[:200])
    cut = at % len(wrapped)
    unwrap_cms(wrapped[:cut] + new + wrapped[cut + len(new) :], "x.pdf.p7m")


def _nested(depth: int) -> bytes:
    head = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level)
        for level in range(depth)
    )
    return head + b"\r\nx"


def _forwarded(depth: int) -> bytes:
    return b"Content-Type: message/rfc822\r\n\r\n" * depth + b"\r\nx"


HOSTILE: dict[str, Callable[[], bytes]] = {
    "5,000 nested multiparts": lambda: _nested(5000),
    "5,000 nested mails": lambda: _forwarded(5000),
    "100,000 parts": lambda: (
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 100_000
    ),
    "parts in parts": lambda: _nested(25) + b"\r\n--b24\r\n\r\nx" * 20_000,
    "a header of 5 MB": lambda: b"X: " + b"a" * 5_000_000 + b"\r\n\r\n",
    "200,000 header lines": lambda: b"X: a\r\n" * 200_000 + b"\r\n",
    "200,000 continuations": lambda: b"X: a\r\n" + b" a\r\n" * 200_000 + b"\r\n",
    "3,000 From fields": lambda: b"From: a@b.vn\r\n" * 3000 + b"\r\n",
    "a million blanks in From": lambda: b"From: " + b" " * 1_000_000 + b"@\r\n\r\n",
    "open comments in Received": lambda: b"Received: from " + b"(" * 100_000 + b"\r\n\r\n",
    "encoded words without end": lambda: b"Subject: " + b"=?utf-8?b?" * 12_000 + b"\r\n\r\n",
    "many encoded words": lambda: b"Subject: " + b"=?utf-8?q?a?= " * 9_000 + b"\r\n\r\n",
    "parameters without end": lambda: b"Content-Type: a/b; " + b'x*0="' * 20_000 + b"\r\n\r\n",
    "many continued parameters": lambda: (
        b"Content-Disposition: attachment"
        + b"".join(b"; filename*%d=a" % (at % 999) for at in range(8000))
        + b"\r\n\r\nx"
    ),
    "quoted backslashes": lambda: b'Content-Type: a/b; name="' + b"\\\\" * 60_000 + b"\r\n\r\n",
    "tags without end": lambda: b"Content-Type: text/html\r\n\r\n" + b"<" * 2_000_000,
    "scripts without end": lambda: b"Content-Type: text/html\r\n\r\n" + b"<script>" * 100_000,
    "uuencode without end": lambda: (
        b"Content-Type: text/plain\r\n\r\n" + b"begin 644 x\r\n" * 50_000
    ),
    "boundary lines that are none": lambda: (
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"\r\n--bx" * 500_000
    ),
    "punycode text": lambda: (
        b"Content-Type: text/plain; charset=punycode\r\n\r\n" + b"a-" * 100_000
    ),
    "UTF-7 text": lambda: b"Content-Type: text/plain; charset=utf-7\r\n\r\n" + b"+AAA" * 100_000,
    "references without end": lambda: b"References: " + b"<" * 100_000 + b"\r\n\r\n",
    "addresses without end": lambda: b"To: " + b"a" * 60_000 + b"@" + b"b" * 60_000 + b"\r\n\r\n",
    "many DKIM signatures": lambda: b"DKIM-Signature: d=b.vn\r\nFrom: a@b.vn\r\n" * 3000 + b"\r\n",
    "a TNEF of empty objects": lambda: (
        b"Content-Type: application/ms-tnef\r\n\r\n"
        + tnef_stream([])
        + b"\x02\x02\x90\x06\x00\x00\x00\x00\x00\x00\x00" * 500_000
    ),
    "a TNEF with endless properties": lambda: (
        b"Content-Type: application/ms-tnef\r\n\r\n"
        + tnef_stream([("x", "x", b"")]).replace(b"\x03\x00\x00\x00\x03\x00\x05\x37", b"\xff" * 8)
    ),
    "deep BER": lambda: (
        b"Content-Type: application/pkcs7-mime; name=smime.p7m\r\n\r\n" + b"\x30\x80" * 500_000
    ),
}


@pytest.mark.parametrize("build", [pytest.param(make, id=name) for name, make in HOSTILE.items()])
def test_a_hostile_mail_is_read_within_two_seconds(build: Callable[[], bytes]) -> None:
    raw = build()
    started = time.process_time()

    read_message(raw)
    for rules in (RULES, DKIM_RULES):
        wanted_dkim_keys(raw, rules)
        assert judge_sender(raw, REGISTRY, rules, [INBOX]).verdict != "accepted"

    assert time.process_time() - started < 2


def test_what_lies_beyond_the_limits_is_named_and_kept() -> None:
    deep = read_message(_nested(MAX_DEPTH + 5))
    wide = read_message(HOSTILE["100,000 parts"]())

    assert deep.faults == wide.faults == ("nested_too_deep",)
    assert [one.data for one in deep.attachments] != []
    assert len(wide.attachments) <= MAX_PARTS


def test_a_header_of_the_largest_size_is_still_read() -> None:
    pad = crlf(f"X-Pad: {'a' * 900}\n")
    room = MAX_HEADER_BYTES - len(by_login(AGENCY) + letter())
    raw = by_login(AGENCY) + pad * (room // len(pad)) + letter()

    assert judge_sender(raw, REGISTRY, RULES, [INBOX]).verdict == "accepted"
    assert judge_sender(
        by_login(AGENCY) + pad * (room // len(pad) + 2) + letter(), REGISTRY, RULES, [INBOX]
    ).verdict == "rejected"  # fmt: skip


def test_a_mail_of_40_mb_takes_little_time() -> None:
    raw = next(one.raw for one in programs() if one.name == "whole pdf")
    big = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + b"QUJD" * 10_000_000
    started = time.process_time()

    (found,) = read_message(big).attachments

    assert found.data == b"ABC" * 10_000_000
    assert time.process_time() - started < 5
