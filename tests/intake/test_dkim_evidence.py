"""DKIM proves mail of other domains, and only when it covers what we act on."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from mailbot.intake.sender import Sender, judge_sender, wanted_dkim_keys
from tests.intake.mails import AGENCY, AWAY, DKIM_RULES, INBOX, REGISTRY, crlf, from_outside

DOMAIN = AWAY.split("@")[1]
KEY_NAME = f"thu1._domainkey.{DOMAIN}."


@cache
def key(size: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, size)


def record(size: int = 2048, tags: str = "v=DKIM1; k=rsa; p=") -> bytes:
    public = (
        key(size)
        .public_key()
        .public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    return tags.encode() + base64.b64encode(public)


def private(size: int = 2048) -> bytes:
    return key(size).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )


MAIL = crlf(
    f"From: Sở Nội vụ <{AWAY}>\nTo: {INBOX}\nSubject: De nghi cap moi hop thu\n"
    f"Date: Mon, 23 Nov 2026 08:59:58 +0700\nMessage-ID: <a1@{DOMAIN}>\n"
    "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nKính gửi,\n"
)
SIGNED = (b"from", b"to", b"subject", b"date", b"message-id", b"content-type", b"mime-version")


def signed(
    mail: bytes = MAIL,
    fields: tuple[bytes, ...] = SIGNED,
    domain: str = DOMAIN,
    canonicalize: tuple[bytes, bytes] = (b"relaxed", b"relaxed"),
    **options: object,
) -> bytes:
    signature: bytes = dkim.sign(
        mail,
        b"thu1",
        domain.encode(),
        private(),
        include_headers=list(fields),
        canonicalize=canonicalize,
        **options,
    )
    return signature + mail


def judged(mail: bytes, keys: dict[str, bytes] | None = None) -> Sender:
    known = {KEY_NAME: record()} if keys is None else keys
    return judge_sender(from_outside(AWAY) + mail, REGISTRY, DKIM_RULES, [INBOX], dkim_keys=known)


def codes(sender: Sender) -> list[str]:
    return [reason.code for reason in sender.reasons]


@pytest.mark.parametrize("form", [b"simple", b"relaxed"])
def test_an_aligned_signature_proves_an_agency_of_another_domain(form: bytes) -> None:
    sender = judged(signed(canonicalize=(form, form)))

    assert sender.verdict == "accepted"
    assert sender.agency_code == "snv-hau-giang"


def test_the_key_wanted_is_named_before_the_judgement() -> None:
    raw = from_outside(AWAY) + signed()

    assert wanted_dkim_keys(raw, DKIM_RULES) == (KEY_NAME,)
    assert wanted_dkim_keys(raw, replace(DKIM_RULES, dkim=False)) == ()


def test_no_key_is_asked_for_mail_of_our_own_domain() -> None:
    own = signed(MAIL.replace(AWAY.encode(), AGENCY.encode()), domain="cantho.gov.vn")

    assert wanted_dkim_keys(from_outside(AGENCY) + own, DKIM_RULES) == ()
    verdict = judge_sender(
        from_outside(AGENCY) + own,
        REGISTRY,
        DKIM_RULES,
        [INBOX],
        dkim_keys={"thu1._domainkey.cantho.gov.vn.": record()},
    )
    assert verdict.verdict == "rejected"


Change = Callable[[], bytes]

MISUSES: dict[str, tuple[Change, str]] = {
    "not signed": (lambda: MAIL, "dkim_missing"),
    "signed by another domain": (lambda: signed(domain="example.net"), "dkim_missing"),
    "signed by the parent domain": (lambda: signed(domain="gov.vn"), "dkim_missing"),
    "signed by a subdomain": (lambda: signed(domain=f"x.{DOMAIN}"), "dkim_missing"),
    "body length": (lambda: signed(length=True), "dkim_weak"),
    "body length and more text": (lambda: signed(length=True) + b"them\r\n", "dkim_weak"),
    "subject not signed": (
        lambda: signed(fields=tuple(f for f in SIGNED if f != b"subject")),
        "dkim_weak",
    ),
    "recipient not signed": (
        lambda: signed(fields=tuple(f for f in SIGNED if f != b"to")),
        "dkim_weak",
    ),
    "date not signed": (
        lambda: signed(fields=tuple(f for f in SIGNED if f != b"date")),
        "dkim_weak",
    ),
    "content type not signed": (
        lambda: signed(fields=tuple(f for f in SIGNED if f != b"content-type")),
        "dkim_weak",
    ),
    "Reply-To added": (
        lambda: signed().replace(b"To: sot", b"Reply-To: x@example.net\r\nTo: sot"),
        "dkim_weak",
    ),
    "Cc added": (lambda: signed().replace(b"Subject:", b"Cc: x@y.vn\r\nSubject:"), "dkim_weak"),
    "put into another thread": (
        lambda: signed().replace(b"Subject:", b"References: <a0@x.vn>\r\nSubject:"),
        "dkim_weak",
    ),
    "From not in h=": (lambda: signed().replace(b"h=from : ", b"h="), "dkim_weak"),
    "SHA-1": (lambda: signed().replace(b"a=rsa-sha256", b"a=rsa-sha1"), "dkim_weak"),
    "a tag twice": (lambda: signed().replace(b"v=1;", b"v=1; d=x.vn;"), "dkim_weak"),
    "subject changed": (lambda: signed().replace(b"De nghi", b"Yeu cau"), "dkim_failed"),
    "body changed": (lambda: signed().replace("Kính".encode(), b"Xin"), "dkim_failed"),
    "From changed": (
        lambda: signed().replace("Sở Nội vụ".encode(), "Sở Y tế".encode()),
        "dkim_failed",
    ),
    "signature changed": (lambda: signed().replace(b"b=", b"b=BBBB", 2), "dkim_failed"),
    "body hash emptied": (lambda: signed().replace(b"bh=", b"bh=;z="), "dkim_failed"),
    "sent to someone else and replayed": (
        lambda: signed(MAIL.replace(f"To: {INBOX}".encode(), b"To: ban@example.net")),
        "dkim_not_to_us",
    ),
    "written long ago and replayed": (
        lambda: signed(MAIL.replace(b"23 Nov 2026", b"03 Nov 2026")),
        "dkim_stale",
    ),
    "written in the future": (
        lambda: signed(MAIL.replace(b"23 Nov 2026", b"03 Dec 2026")),
        "dkim_stale",
    ),
    "without a date that can be read": (
        lambda: signed(MAIL.replace(b"Mon, 23 Nov", b"hom nay")),
        "dkim_stale",
    ),
    "strange selector": (lambda: signed().replace(b"s=thu1", b"s=../thu1"), "dkim_weak"),
}


@pytest.mark.parametrize(
    ("change", "code"), [pytest.param(*case, id=name) for name, case in MISUSES.items()]
)
def test_a_misused_signature_proves_nothing(change: Change, code: str) -> None:
    sender = judged(change())

    assert sender.verdict != "accepted"
    assert code in codes(sender)


def test_two_from_fields_are_rejected_whatever_is_signed() -> None:
    sender = judged(b"From: " + AGENCY.encode() + b"\r\n" + signed())

    assert (sender.verdict, codes(sender)) == ("rejected", ["from_repeated"])


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        pytest.param({}, "dkim_no_key", id="no record"),
        pytest.param({KEY_NAME: b""}, "dkim_no_key", id="empty record"),
        pytest.param({KEY_NAME: b"v=DKIM1; p="}, "dkim_failed", id="withdrawn key"),
        pytest.param({KEY_NAME: b"\xff\x00 nonsense"}, "dkim_failed", id="nonsense"),
        pytest.param({KEY_NAME: record(tags="v=DKIM1; t=y; p=")}, "dkim_weak", id="testing"),
        pytest.param({KEY_NAME: record(3072)}, "dkim_failed", id="another key"),
    ],
)
def test_a_key_that_cannot_be_used_proves_nothing(keys: dict[str, bytes], code: str) -> None:
    sender = judged(signed(), keys)

    assert (sender.verdict, codes(sender)) == ("held", [code])


def test_a_second_sound_signature_is_enough() -> None:
    mail = b"DKIM-Signature: v=1; d=x.vn; s=a; h=from; b=x\r\n" + signed()

    assert judged(mail).verdict == "accepted"


def test_trace_fields_of_ours_do_not_disturb_the_signature() -> None:
    through = b"Received: from a by b with ESMTP id 1; Mon, 23 Nov 2026 08:59:59 +0700\r\n"

    assert judged(through + signed()).verdict == "accepted"


@pytest.mark.parametrize(
    "tags",
    [
        b"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
        b"v=DKIM1; k=ed25519; p=AA==",
        b"v=DKIM1; k=unknown; p=AA==",
        b"v=DKIM9; p=AA==",
        b"k=rsa; v=DKIM1; p=AA==",
        b"p=AA==; p=AA==",
    ],
)
@pytest.mark.parametrize("algorithm", [b"rsa-sha256", b"ed25519-sha256"])
def test_keys_of_other_kinds_end_in_a_reason(tags: bytes, algorithm: bytes) -> None:
    mail = signed().replace(b"a=rsa-sha256", b"a=" + algorithm)

    sender = judged(mail, {KEY_NAME: tags})

    assert (sender.verdict, codes(sender)) == ("held", ["dkim_failed"])
