"""The attack table: mails that claim to be from an agency and are not, or not provably so.

Each is the raw mail as it would lie in the inbox, with the rules under which it is judged.
"""

from __future__ import annotations

from collections.abc import Iterator

from mailbot.intake.sender_rules import EvidenceRules
from tests.intake.attack_from import CROOKED_FROM
from tests.intake.attack_results import Attack, imitated_results, replayed
from tests.intake.mails import (
    AGENCY,
    ARRIVED,
    COLLEAGUE,
    INBOX,
    INSIDER,
    MX,
    OUTSIDER,
    RULES,
    by_login,
    crlf,
    from_outside,
    head,
    letter,
    lmtp,
)

# Plain headers that claim the agency; the evidence says otherwise.
LOOK_ALIKES = (
    "ubndninhkieu@cantho.gov.vn.example.net",
    "ubndninhkieu@cantho-gov.vn",
    "ubndninhkieu@canth0.gov.vn",
    "ubndninhkieu@mail.cantho.gov.vn",
    "ubndninhkieu%cantho.gov.vn@example.net",
    "ubndninhkieu@cantho.gov.vm",
    "ubndnlnhkieu@cantho.gov.vn",
    "ubnd.ninhkieu@cantho.gov.vn",
    "ubndninhkieu+x@cantho.gov.vn",
)


# What a sender may say in HELO to be taken for a line of our own server.
CROOKED_HELO = {
    "begins a comment": "(Authenticated",
    "ends a comment": f"x) (Authenticated sender: {AGENCY})",
    "folds the line": f"x\r\n\t(Authenticated sender: {AGENCY})",
    "holds the rest of the line": f"x (y) by {MX} with ESMTPSA",
}


def attacks() -> Iterator[Attack]:
    """Yield every attack: name, raw mail, rules."""
    yield from _crooked()
    yield from _wrong_origin()
    yield from _imitated_traces()
    yield from imitated_results()
    yield from _look_alikes()
    yield from replayed()


def _crooked() -> Iterator[Attack]:
    for name, lines in CROOKED_FROM.items():
        yield f"insider: {name}", by_login(INSIDER) + head(lines), RULES
        yield f"outsider: {name}", from_outside() + head(lines), RULES


def _wrong_origin() -> Iterator[Attack]:
    claim = letter(AGENCY)
    yield "outsider claims the agency", from_outside() + claim, RULES
    yield "outsider with the agency's envelope", from_outside(AGENCY) + claim, RULES
    yield "insider claims the agency", by_login(INSIDER) + claim, RULES
    yield "insider with the agency's envelope", by_login(INSIDER, AGENCY) + claim, RULES
    yield "another agency claims it", by_login(COLLEAGUE) + claim, RULES
    yield "the agency's login with another envelope", by_login(AGENCY, OUTSIDER) + claim, RULES
    yield "null return path", by_login(AGENCY).replace(AGENCY.encode(), b"", 1) + claim, RULES
    yield "no return path", by_login(AGENCY).split(b"\r\n", 1)[1] + claim, RULES
    two = b"Return-Path: <" + AGENCY.encode() + b">\r\n"
    yield "two return paths", two + by_login(INSIDER) + claim, RULES
    yield "our own inbox as sender", by_login(INBOX) + letter(INBOX), RULES
    yield "our own inbox in other case", by_login(INBOX) + letter(INBOX.upper()), RULES
    yield "an insider nobody registered", by_login(INSIDER) + letter(INSIDER), RULES
    yield "no trace at all", claim, RULES
    yield "evidence off", by_login(AGENCY) + claim, EvidenceRules("none", mx_host=MX)
    yield "Reply-To elsewhere", by_login(AGENCY) + letter(AGENCY, f"Reply-To: {OUTSIDER}\n"), RULES
    yield "Sender elsewhere", by_login(AGENCY) + letter(AGENCY, f"Sender: {OUTSIDER}\n"), RULES
    resent = f"Resent-From: {OUTSIDER}\n"
    yield "resent by someone else", by_login(AGENCY) + letter(AGENCY, resent), RULES
    yield "two subjects", by_login(AGENCY) + letter(AGENCY, "Subject: khac\n"), RULES
    yield "two Message-IDs", by_login(AGENCY) + letter(AGENCY, "Message-ID: <b@c>\n"), RULES
    types = "Content-Type: multipart/mixed; boundary=a\n"
    yield "two content types", by_login(AGENCY) + letter(AGENCY, types), RULES
    injected = "=?utf-8?q?De_nghi=0D=0ABcc:_x=40example.net?="
    yield "line end in the subject", by_login(AGENCY) + letter(AGENCY, subject=injected), RULES
    odd = letter(AGENCY).replace(b"<a1@cantho.gov.vn>", b"<a1>\t<b@c> x")
    yield "a Message-ID that is two", by_login(AGENCY) + odd, RULES


def _imitated_traces() -> Iterator[Attack]:
    """Trace fields below the boundary are the sender's text, however well they are imitated."""
    forged = by_login(AGENCY)
    claim = letter(AGENCY)
    yield "forged login below ours", from_outside() + forged + claim, RULES
    yield "forged login below an insider's", by_login(INSIDER) + forged + claim, RULES
    yield "forged Received right below", from_outside() + forged.split(b"\r\n", 2)[2] + claim, RULES
    helo = "x_(Authenticated_sender:_" + AGENCY + ")"
    yield "HELO imitates the comment", from_outside(AGENCY, helo) + claim, RULES
    comment = f"[203.0.113.7] (Authenticated sender: {AGENCY})"
    yield "HELO with a whole comment", from_outside(AGENCY, comment) + claim, RULES
    yield "comment after the host", _received(f"by {MX} (Authenticated sender: {AGENCY})"), RULES
    yield (
        "comment not the last",
        _received(
            f"(Authenticated sender: {AGENCY}) (No client certificate requested)\n"
            f"\tby {MX} (Postfix)"
        ),
        RULES,
    )
    yield (
        "two logins",
        _received(
            f"(Authenticated sender: {INSIDER}) (Authenticated sender: {AGENCY})\n"
            f"\tby {MX} (Postfix)"
        ),
        RULES,
    )
    yield (
        "login within another comment",
        _received(f'(Client CN "x (Authenticated sender: {AGENCY})")\n\tby {MX} (Postfix)'),
        RULES,
    )
    yield (
        "login without a protocol for it",
        _received(f"(Authenticated sender: {AGENCY})\n\tby {MX} (Postfix)", "ESMTPS"),
        RULES,
    )
    yield (
        "login at another host",
        _received(f"(Authenticated sender: {AGENCY})\n\tby mx.example.net (Postfix)"),
        RULES,
    )
    yield (
        "login at a host that ends like ours",
        _received(f"(Authenticated sender: {AGENCY})\n\tby x{MX} (Postfix)"),
        RULES,
    )
    yield "a foreign field above the MX", b"X-Spam: no\r\n" + by_login(AGENCY) + claim, RULES
    yield (
        "two LMTP hops",
        lmtp(AGENCY).split(b"\r\n", 2)[2].join((lmtp(AGENCY), b""))
        + by_login(AGENCY).split(b"\r\n", 2)[2]
        + claim,
        RULES,
    )
    for name, helo in CROOKED_HELO.items():
        yield f"HELO {name}", from_outside(AGENCY, helo) + claim, RULES
    named = f"(mail.example.net [203.0.113.7]) (Authenticated sender: {AGENCY})".encode()
    reverse = from_outside(AGENCY).replace(b"(mail.example.net [203.0.113.7])", named)
    yield "a comment like a login, without a protocol for it", reverse + claim, RULES
    issuer = f'(Client CN "x", Issuer "(Authenticated sender: {AGENCY})" (verified OK))\r\n\t'
    own = f"(Authenticated sender: {INSIDER})"
    shown = by_login(INSIDER, AGENCY).replace(own.encode(), (issuer + own).encode())
    yield "a client certificate named like a login", shown + claim, RULES
    yield "a login of two words", by_login(f"{INSIDER} {AGENCY}", AGENCY) + claim, RULES
    yield "a login that ends its comment", by_login(f"{AGENCY}\\) (x", AGENCY) + claim, RULES
    yield "a login with an extension", by_login(AGENCY.replace("@", "+x@"), AGENCY) + claim, RULES
    yield "the header ended by an empty line", by_login(AGENCY) + b"\r\n" + claim, RULES
    yield "lines of two kinds", by_login(INSIDER) + claim.replace(b"\r\n", b"\n"), RULES
    yield "the first line of another kind", by_login(AGENCY).replace(b"\r", b"", 1) + claim, RULES
    yield (
        "Reply-To with a second address",
        by_login(AGENCY) + letter(AGENCY, f"Reply-To: {AGENCY}\n ,{OUTSIDER}\n"),
        RULES,
    )
    yield "Resent-To only", by_login(AGENCY) + letter(AGENCY, f"Resent-To: {OUTSIDER}\n"), RULES
    yield (
        "unbalanced comment",
        _received(f"((Authenticated sender: {AGENCY})\n\tby {MX} (Postfix)"),
        RULES,
    )


def _received(middle: str, protocol: str = "ESMTPSA") -> bytes:
    return lmtp(AGENCY) + crlf(
        f"Received: from h (unknown [203.0.113.7]) {middle} with {protocol} id 9ACD\n"
        f"\tfor <{INBOX}>; {ARRIVED}\n"
    ) + letter(AGENCY)  # fmt: skip


def _look_alikes() -> Iterator[Attack]:
    for address in LOOK_ALIKES:
        yield f"look-alike from outside: {address}", from_outside(address) + letter(address), RULES
    own = LOOK_ALIKES[-3:]
    for address in own:
        yield f"look-alike with a login: {address}", by_login(address) + letter(address), RULES
