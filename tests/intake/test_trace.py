"""The trust boundary: what is ours, what is the sender's, and when the mail arrived."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mailbot.intake.header import read_header
from mailbot.intake.header_received import read_received
from mailbot.intake.header_trace import arrival, content_hash, read_trace, sender_bytes
from mailbot.intake.sender import judge_sender
from mailbot.intake.sender_rules import NO_EVIDENCE, EvidenceRules
from tests.intake.attack_results import results
from tests.intake.mails import (
    AGENCY,
    INBOX,
    MX,
    REGISTRY,
    RESULTS_RULES,
    RULES,
    by_login,
    crlf,
    dkim_field,
    from_outside,
    letter,
    lmtp,
)


def verdict(raw: bytes, rules: EvidenceRules) -> str:
    return judge_sender(raw, REGISTRY, rules, [INBOX]).verdict


def test_the_sender_s_text_begins_below_our_mx() -> None:
    assert sender_bytes(by_login(AGENCY) + letter(), RULES) == letter()


def test_the_same_mail_delivered_twice_has_one_content_hash() -> None:
    first = by_login(AGENCY) + letter()
    second = first.replace(b"9034B211339", b"AAAAAAAAAAA").replace(b"09:00:0", b"09:05:0")

    assert content_hash(first, RULES) == content_hash(second, RULES)
    assert content_hash(first, NO_EVIDENCE) == content_hash(second, NO_EVIDENCE)


def test_another_received_of_the_sender_is_another_content() -> None:
    through = crlf("Received: from a by b with SMTP id 1; Mon, 23 Nov 2026 08:00:00 +0700\n")

    assert content_hash(by_login(AGENCY) + letter(), RULES) != content_hash(
        by_login(AGENCY) + through + letter(), RULES
    )


def test_arrival_is_the_time_in_the_received_field_of_our_mx() -> None:
    raw = by_login(AGENCY) + letter()

    assert arrival(raw, RULES) == datetime(2026, 11, 23, 2, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(letter(), id="no trace"),
        pytest.param(b"", id="nothing"),
        pytest.param(by_login(AGENCY).replace(b"Nov", b"Xyz") + letter(), id="no such month"),
        pytest.param(
            by_login(AGENCY).replace(b" 2026", b" 26") + letter(), id="year of two digits"
        ),
        pytest.param(
            by_login(AGENCY) + b" 1 Jan 2020\r\n" + letter(), id="continued by the sender"
        ),
    ],
)
def test_an_arrival_our_mx_did_not_write_is_unknown(raw: bytes) -> None:
    assert arrival(raw, RULES) is None


def test_a_sender_who_continues_our_received_is_not_proven() -> None:
    raw = by_login(AGENCY) + b" (Authenticated sender: x)\r\n" + letter()

    assert verdict(raw, RULES) == "held"


def test_a_mail_saved_with_lf_is_read_the_same() -> None:
    raw = by_login(AGENCY) + letter()

    assert verdict(raw.replace(b"\r\n", b"\n"), RULES) == verdict(raw, RULES) == "accepted"


def test_a_login_without_domain_gets_the_configured_one() -> None:
    raw = by_login(AGENCY).replace(b"sender: " + AGENCY.encode(), b"sender: ubndninhkieu")
    with_domain = replace(RULES, login_domain="cantho.gov.vn")

    assert verdict(raw + letter(), with_domain) == "accepted"
    assert verdict(raw + letter(), RULES) == "rejected"


def test_delivery_without_lmtp_is_read_too() -> None:
    lines = by_login(AGENCY).split(b"Received: ")
    raw = lines[0] + b"Received: " + lines[2] + letter()

    assert verdict(raw, RULES) == "accepted"


@pytest.mark.parametrize(
    "shape",
    [
        (
            "from [10.1.2.3] (unknown [10.1.2.3]) {login}\n\tby {mx} (Postfix) with ESMTPSA id 1\n"
            "\tfor <a@b.vn>; Mon, 23 Nov 2026 09:00:00 +0700 (+07)"
        ),
        (
            "from a.vn (a.vn [IPv6:2001:db8::1]) {login} by {mx} (Postfix) with UTF8SMTPSA id 1"
            " for <a@b.vn>; 3 Nov 2026 09:00:00 +0700"
        ),
        (
            "from a.vn (a.vn [10.0.0.1]) (using TLSv1.2 with cipher A (256/256 bits))"
            ' (Client CN "a", Issuer "b" (verified OK)) {login} by {mx} (Postfix) with ESMTPSA;'
            " Mon, 23 Nov 2026 09:00:00 +0700 (ICT)"
        ),
        (
            "from [10.1.2.3] (helo=x) {login} by {mx} with esmtpsa (TLS1.3) tls TLS_AES_256"
            " (Exim 4.96) (envelope-from <a@b.vn>) id 1pQ-000 for a@b.vn;"
            " Mon, 23 Nov 2026 09:00:00 +0700"
        ),
    ],
    ids=["Postfix", "Postfix over IPv6", "Postfix with a client certificate", "Exim"],
)
def test_received_fields_of_many_servers_are_read(shape: str) -> None:
    filled = shape.format(login=f"(Authenticated sender: {AGENCY})", mx=MX)
    raw = lmtp(AGENCY) + crlf(f"Received: {filled}\n") + letter()

    assert verdict(raw, RULES) == "accepted"


@pytest.mark.parametrize("day", ["%e", "%d"], ids=["Postfix", "Dovecot"])
def test_every_day_of_a_month_is_read(day: str) -> None:
    for number in range(1, 32):
        at = datetime(2026, 12, number, 9, tzinfo=UTC)
        value = f"by {MX} (Postfix) with ESMTPSA id 1; {at:%a, {day} %b %Y %H:%M:%S} +0000 (UTC)"
        received = read_received(value.encode(), "Authenticated sender:")

        assert received is not None, value
        assert received.stamp == at


def test_exchange_s_received_field_is_read() -> None:
    value = (
        f"from a.vn (10.0.0.1) by {MX} (10.0.0.2) with Microsoft SMTP Server (version=TLS1_2,"
        " cipher=TLS_ECDHE) id 15.1.2507.27; Mon, 23 Nov 2026 09:00:00 +0700"
    )
    received = read_received(value.encode(), "Authenticated sender:")

    assert received is not None
    assert (received.by, received.protocol) == (MX, "MICROSOFT SMTP SERVER")


@pytest.mark.parametrize(
    "value",
    [
        "",
        "by",
        "by a",
        f"by {MX} with",
        f"by {MX} with ; Mon, 23 Nov 2026 09:00:00 +0700",
        f"with SMTP by {MX}; Mon, 23 Nov 2026 09:00:00 +0700",
        f"from a by {MX} by b; Mon, 23 Nov 2026 09:00:00 +0700",
        f"from a b by {MX}; Mon, 23 Nov 2026 09:00:00 +0700",
        f"from a by {MX} x; Mon, 23 Nov 2026 09:00:00 +0700",
        f"by {MX} (; Mon, 23 Nov 2026 09:00:00 +0700",
        f"by {MX} with SMTP; tomorrow",
        f"by {MX} with SMTP; Mon, 23 Nov 2026 09:00:00 +0700; x",
    ],
)
def test_a_received_field_of_another_shape_is_none(value: str) -> None:
    assert read_received(value.encode(), "Authenticated sender:") is None


FILTERED = lmtp(AGENCY) + crlf(
    f"Received: from localhost (localhost [127.0.0.1])\n\tby {MX} (Postfix) with ESMTP id 1\n"
    "\tfor <x@y.vn>; Mon, 23 Nov 2026 09:00:01 +0700 (+07)\n"
    f"Received: from {MX} ([127.0.0.1])\n\tby localhost (filter.cantho.gov.vn [127.0.0.1])"
    " (amavisd-new, port 10024)\n\twith ESMTP id 2; Mon, 23 Nov 2026 09:00:01 +0700 (+07)\n"
)


def test_hops_of_a_content_filter_are_named_in_the_settings() -> None:
    raw = FILTERED + by_login(AGENCY).split(b"Received: ", 2)[2].join((b"Received: ", b""))
    named = replace(RULES, inner_hosts=("imap.cantho.gov.vn", MX, "localhost"))

    assert verdict(raw + letter(), named) == "accepted"
    # Without the setting the filter's own hop is taken for the MX's, and it tells of no login.
    assert verdict(raw + letter(), RULES) == "rejected"


def with_results(text: str, *, below: bool, envelope: str = AGENCY) -> bytes:
    trace = from_outside(envelope)
    at = trace.index(b"Received: from mail.example.net")
    if below:
        return trace + results(text) + letter()
    return trace[:at] + results(text) + trace[at:] + letter()


GOOD = f"{MX}; auth=pass (login) smtp.auth={AGENCY} smtp.mailfrom={AGENCY}"


def test_results_above_the_boundary_prove_the_login() -> None:
    assert verdict(with_results(GOOD, below=False), RESULTS_RULES) == "accepted"


def test_results_a_milter_writes_below_count_only_where_the_settings_say_so() -> None:
    raw = with_results(GOOD, below=True)

    assert verdict(raw, RESULTS_RULES) == "held"
    assert verdict(raw, replace(RESULTS_RULES, results_below=1)) == "accepted"


def test_a_second_results_field_below_is_the_sender_s() -> None:
    honest = with_results(f"{MX}; auth=none", below=True)
    forged = honest.replace(letter(), results(GOOD) + letter())

    assert verdict(forged, replace(RESULTS_RULES, results_below=1)) == "rejected"


def test_fewer_results_below_than_promised_prove_nothing() -> None:
    raw = with_results(GOOD, below=True)

    assert verdict(raw, replace(RESULTS_RULES, results_below=2)) == "held"
    cut = raw.partition(b"From:")[0]
    assert read_trace(read_header(cut), replace(RESULTS_RULES, results_below=2)).received is None


def test_other_domains_are_proven_by_dmarc_and_aligned_dkim() -> None:
    away = "sonoivu@haugiang.gov.vn"
    text = f"{MX}; dkim=pass header.d=haugiang.gov.vn; dmarc=pass header.from=haugiang.gov.vn"
    raw = with_results(text, below=False, envelope=away).replace(
        letter(), letter(away, dkim_field())
    )

    assert verdict(raw, RESULTS_RULES) == "accepted"
    for weaker in (b"header.d=gov.vn", b"header.d=x.haugiang.gov.vn"):
        changed = raw.replace(b"header.d=haugiang.gov.vn", weaker)
        assert verdict(changed, RESULTS_RULES) == "held"
    assert verdict(raw.replace(b"dmarc=pass", b"dmarc=none"), RESULTS_RULES) == "held"
    assert verdict(raw.replace(b"dmarc=pass", b"dmarc=fail"), RESULTS_RULES) == "rejected"


def test_the_envelope_is_read_from_the_top_only() -> None:
    raw = by_login(AGENCY) + crlf("Return-Path: <ai@example.net>\n") + letter()

    assert read_trace(read_header(raw), RULES).return_path == AGENCY
