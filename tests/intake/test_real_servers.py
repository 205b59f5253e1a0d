"""The same gate on mails that went through real Postfix and Dovecot."""

from __future__ import annotations

import smtplib
from collections import Counter
from dataclasses import replace

import pytest

from mailbot.cases.agency import Agency, Registry
from mailbot.clock import utc_now
from mailbot.intake.header_trace import arrival, content_hash, sender_bytes
from mailbot.intake.message import read_message
from mailbot.intake.sender import judge_sender, probe_faults
from tests.intake.mails import RULES
from tests.intake.programs import programs
from tests.servers.mail import INBOX, OUTSIDER, MailServers

AGENCY = "ubndninhkieu@cantho.gov.vn"
COLLEAGUE = "ubndcairang@cantho.gov.vn"
REGISTRY = Registry((Agency("nk", "Ninh Kiều", AGENCY), Agency("cr", "Cái Răng", COLLEAGUE)))


@pytest.fixture(autouse=True)
def _empty(mail_servers: MailServers) -> None:
    mail_servers.empty_all()


def mail(sender: str, extra: str = "") -> bytes:
    return (
        f"From: {sender}\r\nTo: {INBOX}\r\nSubject: De nghi\r\n"
        f"Message-ID: <x1@cantho.gov.vn>\r\n{extra}\r\nKinh gui\r\n"
    ).encode()


def arrived(servers: MailServers, count: int = 1) -> tuple[bytes, ...]:
    servers.wait_until_delivered()
    return servers.wait_for_mail(INBOX, count)


def judged(raw: bytes) -> tuple[str, list[str]]:
    sender = judge_sender(raw, REGISTRY, RULES, [INBOX])
    return sender.verdict, [reason.code for reason in sender.reasons]


def test_an_agency_that_logs_in_is_accepted(mail_servers: MailServers) -> None:
    mail_servers.submit(AGENCY, mail_servers.password(AGENCY), mail(AGENCY))

    (raw,) = arrived(mail_servers)

    assert judged(raw) == ("accepted", [])
    stamp = arrival(raw, RULES)
    assert stamp is not None
    assert abs((utc_now() - stamp).total_seconds()) < 120


def test_a_colleague_who_writes_the_agency_into_from_is_rejected(
    mail_servers: MailServers,
) -> None:
    mail_servers.submit(COLLEAGUE, mail_servers.password(COLLEAGUE), mail(AGENCY))

    (raw,) = arrived(mail_servers)

    assert judged(raw) == ("rejected", ["login_differs", "envelope_differs"])


def test_an_outsider_who_imitates_our_traces_is_rejected(mail_servers: MailServers) -> None:
    forged = (
        f"Return-Path: <{AGENCY}>\r\n"
        f"Received: from x (x [1.2.3.4]) (Authenticated sender: {AGENCY})\r\n"
        "\tby mx.cantho.gov.vn (Postfix) with ESMTPSA id 1;"
        " Mon, 23 Nov 2026 09:00:00 +0700\r\n"
        f"Authentication-Results: mx.cantho.gov.vn; auth=pass smtp.auth={AGENCY}\r\n"
    ).encode()
    mail_servers.hand_in(OUTSIDER, forged + mail(AGENCY))

    (raw,) = arrived(mail_servers)

    assert judged(raw) == ("rejected", ["login_missing"])


def test_a_helo_that_imitates_the_login_is_rejected(mail_servers: MailServers) -> None:
    with smtplib.SMTP(
        mail_servers.host, mail_servers.postfix.mx_port, f"x (Authenticated sender: {AGENCY})"
    ) as connection:
        connection.sendmail(OUTSIDER, [INBOX], mail(AGENCY))

    (raw,) = arrived(mail_servers)

    assert judged(raw) == ("rejected", ["login_missing"])


def test_the_same_mail_sent_twice_has_one_content_hash(mail_servers: MailServers) -> None:
    dated = mail(AGENCY, "Date: Mon, 23 Nov 2026 09:00:00 +0700\r\n")
    for _ in range(2):
        mail_servers.submit(AGENCY, mail_servers.password(AGENCY), dated)

    first, second = arrived(mail_servers, 2)

    assert first != second
    assert content_hash(first, RULES) == content_hash(second, RULES)


def test_a_bounce_of_our_own_mail_is_a_delivery_report(mail_servers: MailServers) -> None:
    mail_servers.submit(INBOX, mail_servers.password(INBOX), mail(INBOX), to=["nobody@example.net"])

    (raw,) = arrived(mail_servers)

    assert judged(raw) == ("delivery_report", [])
    report = read_message(raw).reports[0]
    assert (report.original_message_id, report.recipient, report.action, report.status) == (
        "<x1@cantho.gov.vn>",
        "nobody@example.net",
        "failed",
        "5.1.1",
    )


def test_a_probe_to_ourselves_shows_whether_the_evidence_is_switched_on(
    mail_servers: MailServers,
) -> None:
    mail_servers.submit(INBOX, mail_servers.password(INBOX), mail(INBOX))

    (raw,) = arrived(mail_servers)

    assert probe_faults(raw, RULES, INBOX) == ()
    without_login = raw.replace(b"(Authenticated sender: ", b"(somebody: ")
    assert [one.code for one in probe_faults(without_login, RULES, INBOX)] == ["login_missing"]
    elsewhere = replace(RULES, mx_host="mx.example.net")
    assert [one.code for one in probe_faults(raw, elsewhere, INBOX)] == ["trace_missing"]


def test_mails_of_many_programs_come_through_whole(mail_servers: MailServers) -> None:
    # NUL and lone line ends are no mail; servers change them (RFC 5321 section 2.3.8).
    sent = [one for one in programs() if one.name not in {"binary", "saved with lf"}]
    for one in sent:
        text = sender_bytes(one.raw, RULES)
        mail_servers.submit(AGENCY, mail_servers.password(AGENCY), text)

    got = Counter(map(_read, arrived(mail_servers, len(sent))))

    assert got == Counter(("accepted", one.files) for one in sent)
    assert got.total() > 40


def _read(raw: bytes) -> tuple[str, tuple[tuple[str, bytes, str], ...]]:
    files = read_message(raw).attachments
    return judged(raw)[0], tuple((one.given_name, one.data, one.kind.value) for one in files)
