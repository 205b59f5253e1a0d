"""Builders of mails as our own servers deliver them: real trace fields above any sender's text."""

from __future__ import annotations

from mailbot.cases.agency import Agency, Registry
from mailbot.intake.sender import Sender, judge_sender, wanted_dkim_keys
from mailbot.intake.sender_rules import EvidenceRules

INBOX = "sotttt@cantho.gov.vn"
AGENCY = "ubndninhkieu@cantho.gov.vn"
COLLEAGUE = "ubndcairang@cantho.gov.vn"
INSIDER = "nhanvien@cantho.gov.vn"
OUTSIDER = "ke.xau@example.net"
AWAY = "sonoivu@haugiang.gov.vn"
MX = "mx.cantho.gov.vn"

REGISTRY = Registry(
    (
        Agency("ubnd-ninh-kieu", "Ủy ban nhân dân quận Ninh Kiều", AGENCY),
        Agency("ubnd-cai-rang", "Ủy ban nhân dân quận Cái Răng", COLLEAGUE),
        Agency("snv-hau-giang", "Sở Nội vụ tỉnh Hậu Giang", AWAY),
    )
)
RULES = EvidenceRules("received_login", mx_host=MX, own_domains=("cantho.gov.vn",))
RESULTS_RULES = EvidenceRules(
    "authentication_results", mx_host=MX, authserv_id=MX, own_domains=("cantho.gov.vn",)
)
DKIM_RULES = EvidenceRules("received_login", mx_host=MX, own_domains=("cantho.gov.vn",), dkim=True)

ARRIVED = "Mon, 23 Nov 2026 09:00:00 +0700 (+07)"
ARRIVED_PLAIN = "Mon, 23 Nov 2026 09:00:01 +0700"


def judged_by_all(raw: bytes) -> list[Sender]:
    """Return the verdicts under every kind of evidence, with some answer for every DKIM key."""
    return [
        judge_sender(
            raw,
            REGISTRY,
            rules,
            [INBOX],
            dkim_keys=dict.fromkeys(wanted_dkim_keys(raw, rules), b"v=DKIM1; p=AA"),
        )
        for rules in (RULES, RESULTS_RULES, DKIM_RULES)
    ]


def crlf(text: str | bytes) -> bytes:
    """Return the text with CRLF line ends."""
    data = text.encode("utf-8") if isinstance(text, str) else text
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def dkim_field(address: str = AWAY, tags: str = "") -> str:
    """Return a DKIM-Signature line as a server saw it; whether it is good the server tells."""
    domain = address.split("@")[1]
    signed = "from:to:subject:date:message-id:content-type:mime-version"
    return f"DKIM-Signature: v=1; a=rsa-sha256; d={domain}; s=thu1; h={signed};{tags} bh=AA; b=AA\n"


def lmtp(envelope: str) -> bytes:
    """Return what Dovecot's LMTP writes on top."""
    return crlf(
        f"Return-Path: <{envelope}>\n"
        f"Delivered-To: {INBOX}\n"
        f"Received: from {MX} ([127.0.0.1])\n"
        "\tby imap.cantho.gov.vn with LMTP\n"
        "\tid oIU4JLnVBGtfKgAAg+zDdQ\n"
        f"\t(envelope-from <{envelope}>)\n"
        f"\tfor <{INBOX}>; {ARRIVED_PLAIN}\n"
    )


def by_login(login: str, envelope: str = "", arrived: str = ARRIVED) -> bytes:
    """Return the trace of a mail handed in by a logged-in user over TLS."""
    return lmtp(envelope or login) + crlf(
        "Received: from [10.1.2.3] (unknown [10.1.2.3])\n"
        "\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)\n"
        "\t key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256)\n"
        "\t(No client certificate requested)\n"
        f"\t(Authenticated sender: {login})\n"
        f"\tby {MX} (Postfix) with ESMTPSA id 9034B211339\n"
        f"\tfor <{INBOX}>; {arrived}\n"
    )


def from_outside(
    envelope: str = OUTSIDER, helo: str = "mail.example.net", arrived: str = ARRIVED
) -> bytes:
    """Return the trace of a mail that came in from another server, without login."""
    return lmtp(envelope) + crlf(
        f"Received: from {helo} (mail.example.net [203.0.113.7])\n"
        f"\tby {MX} (Postfix) with ESMTPS id 9ACD321133C\n"
        f"\tfor <{INBOX}>; {arrived}\n"
    )


def letter(
    sender: str = AGENCY, extra: str = "", subject: str = "De nghi cap moi hop thu"
) -> bytes:
    """Return a sender's text with one From; `extra` are whole header lines."""
    return crlf(
        f"From: {sender}\nTo: {INBOX}\nSubject: {subject}\n"
        f"Date: Mon, 23 Nov 2026 08:59:58 +0700\nMessage-ID: <a1@cantho.gov.vn>\n{extra}"
        "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nKính gửi,\n"
    )


def head(lines: str | bytes) -> bytes:
    """Return a sender's text from these header lines, which may be as crooked as they like."""
    text = lines.encode("utf-8") if isinstance(lines, str) else lines
    return text + b"To: " + INBOX.encode() + b"\r\nSubject: De nghi\r\n\r\nNoi dung\r\n"
