"""The attack table: mails that claim to be from an agency and are not, or not provably so.

Each is the raw mail as it would lie in the inbox, with the rules under which it is judged.
"""

from __future__ import annotations

from collections.abc import Iterator

from mailbot.intake.sender_rules import EvidenceRules
from tests.intake.mails import (
    AGENCY,
    ARRIVED,
    COLLEAGUE,
    INBOX,
    INSIDER,
    MX,
    OUTSIDER,
    RESULTS_RULES,
    RULES,
    by_login,
    crlf,
    from_outside,
    head,
    letter,
    lmtp,
)

Attack = tuple[str, bytes, EvidenceRules]

# From fields that readers take for the agency; the sender is whoever logged in, or nobody.
CROOKED_FROM: dict[str, str | bytes] = {
    "two From fields, ours first": f"From: {AGENCY}\r\nFrom: {INSIDER}\r\n",
    "two From fields, ours last": f"From: {INSIDER}\r\nFrom: {AGENCY}\r\n",
    "two From fields in other case": f"From: {INSIDER}\r\nFROM: {AGENCY}\r\n",
    "two addresses in one From": f"From: {AGENCY}, {INSIDER}\r\n",
    "two addresses, ours last": f"From: {INSIDER}, {AGENCY}\r\n",
    "two angle addresses": f"From: <{AGENCY}><{INSIDER}>\r\n",
    "angle after angle": f"From: <{AGENCY}> <{INSIDER}>\r\n",
    "address as the name": f"From: {AGENCY} <{INSIDER}>\r\n",
    "address as a quoted name": f'From: "{AGENCY}" <{INSIDER}>\r\n',
    "address and name reversed": f"From: <{AGENCY}> {INSIDER}\r\n",
    "angle inside the name": f'From: "<{AGENCY}>" <{INSIDER}>\r\n',
    "group": f"From: UBND: {AGENCY};\r\n",
    "group with two": f"From: UBND: {AGENCY}, {INSIDER};\r\n",
    "empty group before": f"From: nobody:; {AGENCY}\r\n",
    "route": f"From: <@{OUTSIDER.split('@')[1]}:{AGENCY}>\r\n",
    "two-step route": f"From: <@a.vn,@b.vn:{AGENCY}>\r\n",
    "comment before": f"From: (x) {AGENCY}\r\n",
    "comment after": f"From: {AGENCY} (x)\r\n",
    "comment holds the other": f"From: {AGENCY} (<{INSIDER}>)\r\n",
    "comment in the address": "From: ubndninhkieu(x)@cantho.gov.vn\r\n",
    "comment in the domain": "From: ubndninhkieu@cantho.gov.vn(.example.net)\r\n",
    "nested comments": f"From: ((a)(b)) {AGENCY}\r\n",
    "unclosed comment": f"From: {INSIDER} ({AGENCY}\r\n",
    "unclosed quote": f'From: "{AGENCY} <{INSIDER}>\r\n',
    "quoted local part": 'From: "ubndninhkieu"@cantho.gov.vn\r\n',
    "quoted local part in angle": 'From: <"ubndninhkieu"@cantho.gov.vn>\r\n',
    "escaped quote in the name": f'From: "a\\" <{AGENCY}>" <{INSIDER}>\r\n',
    "backslash in the address": "From: ubndninh\\kieu@cantho.gov.vn\r\n",
    "space before at": "From: ubndninhkieu @cantho.gov.vn\r\n",
    "space after at": "From: ubndninhkieu@ cantho.gov.vn\r\n",
    "space in the domain": "From: ubndninhkieu@cantho .gov.vn\r\n",
    "space in the angle": f"From: < {AGENCY} >\r\n",
    "unclosed angle": f"From: x <{AGENCY}\r\n",
    "two at signs": f"From: {AGENCY}@example.net\r\n",
    "at in the local part": f"From: <{AGENCY}@{OUTSIDER}>\r\n",
    "CVE-2023-27043": f"From: {AGENCY})<{INSIDER}>\r\n",
    "CVE-2019-16056": f"From: {AGENCY}@malicious.example.net\r\n",
    "trailing dot in the domain": f"From: {AGENCY}.\r\n",
    "double dot": "From: ubndninhkieu@cantho..gov.vn\r\n",
    "domain literal": "From: ubndninhkieu@[203.0.113.7]\r\n",
    "encoded word is the address": f"From: =?utf-8?q?{AGENCY.replace('@', '=40')}?=\r\n",
    "encoded word before the angle": (
        f"From: =?utf-8?q?{AGENCY.replace('@', '=40')}?= <{INSIDER}>\r\n"
    ),
    "encoded angle address": (
        f"From: =?utf-8?q?=3C{AGENCY.replace('@', '=40')}=3E?= <{INSIDER}>\r\n"
    ),
    "base64 word holds the address": (
        "From: =?utf-8?b?PHVibmRuaW5oa2lldUBjYW50aG8uZ292LnZuPg==?= <" + INSIDER + ">\r\n"
    ),
    "encoded NUL cuts the name": f"From: =?utf-8?q?{AGENCY}=00?= <{INSIDER}>\r\n",
    "encoded line end in the name": f"From: =?utf-8?q?x=0D=0AFrom:_{AGENCY}?= <{INSIDER}>\r\n",
    "encoded word in the address": "From: =?utf-8?q?ubndninhkieu?=@cantho.gov.vn\r\n",
    "encoded domain": "From: ubndninhkieu@=?utf-8?q?cantho.gov.vn?=\r\n",
    "name over two encoded words": (
        f"From: =?utf-8?q?ubndninhkieu?= =?utf-8?q?=40cantho.gov.vn?= <{INSIDER}>\r\n"
    ),
    "NUL after the address": f"From: {AGENCY}\0.example.net\r\n".encode(),
    "NUL before From": b"\0From: " + AGENCY.encode() + b"\r\n",
    "NUL in the angle": f"From: <{AGENCY}\0{INSIDER}>\r\n".encode(),
    "vertical tab": f"From: {AGENCY}\x0b<{INSIDER}>\r\n".encode(),
    "backspaces": f"From: {INSIDER}{chr(8) * 22}{AGENCY}\r\n".encode(),
    "bare CR ends the line": f"X: y\rFrom: {AGENCY}\r\nFrom: {INSIDER}\r\n".encode(),
    "bare LF ends the line": f"X: y\nFrom: {AGENCY}\r\nFrom: {INSIDER}\r\n".encode(),
    "bare CR in From": f"From: {AGENCY}\r, {INSIDER}\r\n".encode(),
    "bare LF in From": f"From: {AGENCY}\n <{INSIDER}>\r\n".encode(),
    "folded in the address": "From: ubndninhkieu@\r\n cantho.gov.vn\r\n",
    "folded before at": "From: ubndninhkieu\r\n @cantho.gov.vn\r\n",
    "folded second address": f"From: {AGENCY},\r\n {INSIDER}\r\n",
    "fold of white space only": f"From: {AGENCY}\r\n \r\n <{INSIDER}>\r\n",
    "continuation first": f" {AGENCY}\r\nFrom: {INSIDER}\r\n",
    "space before the colon": f"From : {AGENCY}\r\n",
    "tab before the colon": f"From\t: {AGENCY}\r\n",
    "space before the colon and a real one": f"From : {AGENCY}\r\nFrom: {INSIDER}\r\n",
    "space in the field name": f"Fr om: {AGENCY}\r\nFrom: {INSIDER}\r\n",
    "full-width field name": f"Ｆｒｏｍ: {AGENCY}\r\nFrom: {INSIDER}\r\n",
    "line without colon": f"From {AGENCY}\r\nFrom: {INSIDER}\r\n",
    "mbox line first": f"From {AGENCY} Mon Nov 23 09:00:00 2026\r\nFrom: {INSIDER}\r\n",
    "no From, only Sender": f"Sender: {AGENCY}\r\n",
    "no From, only Reply-To": f"Reply-To: {AGENCY}\r\n",
    "no From, only Resent-From": f"Resent-From: {AGENCY}\r\n",
    "no From, X-From": f"X-From: {AGENCY}\r\n",
    "empty From and Sender": f"From:\r\nSender: {AGENCY}\r\n",
    "empty angle and Sender": f"From: <>\r\nSender: {AGENCY}\r\n",
    "From undisclosed and Sender": f"From: undisclosed:;\r\nSender: {AGENCY}\r\n",
    "bidirectional override in the name": f"From: \u202e{AGENCY[::-1]} <{INSIDER}>\r\n",
    "zero width in the address": "From: ubndninh\u200bkieu@cantho.gov.vn\r\n",
    "zero width in the name's address": f"From: ubndninhkieu\u200b@cantho.gov.vn <{INSIDER}>\r\n",
    "Cyrillic letter in the address": "From: ubndninhkі\u0435u@cantho.gov.vn\r\n",
    "full-width at": "From: ubndninhkieu\uff20cantho.gov.vn\r\n",
    "full-width letters": "From: ｕｂｎｄninhkieu@cantho.gov.vn\r\n",
    "full-width dots": "From: ubndninhkieu@cantho。gov。vn\r\n",
    "full-width at in the name": f"From: ubndninhkieu\uff20cantho.gov.vn <{INSIDER}>\r\n",
    "soft hyphen": "From: ubndninh\u00adkieu@cantho.gov.vn\r\n",
    "no-break space before": f"From: \u00a0{AGENCY}\r\n",
    "IDN homograph": "From: ubndninhkieu@xn--canth-jua.gov.vn\r\n",
    "raw IDN homograph": "From: ubndninhkieu@canthо.gov.vn\r\n",
    "percent route": "From: ubndninhkieu%cantho.gov.vn@example.net\r\n",
    "bang path": "From: cantho.gov.vn!ubndninhkieu@example.net\r\n",
    "mailto link": f"From: mailto:{AGENCY}\r\n",
    "semicolon list": f"From: {AGENCY}; {INSIDER}\r\n",
    "very long name hides the address": f"From: {'x ' * 600}{AGENCY} <{INSIDER}>\r\n",
    "three thousand From fields": f"From: {AGENCY}\r\n" * 3000,
    "a header of 200 kB": f"X-Pad: {'a' * 990}\r\n" * 200 + f"From: {AGENCY}\r\n",
    "a From of 100 kB": f"From: {'(' * 50_000}{AGENCY}{')' * 50_000}\r\n",
    "tab in the address": "From: ubndninhkieu@cantho\t.gov.vn\r\n",
    "dots around the local part": "From: .ubndninhkieu.@cantho.gov.vn\r\n",
    "UTF-7 word": f"From: =?utf-7?q?ubndninhkieu+AEA-cantho.gov.vn?= <{INSIDER}>\r\n",
}

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


def attacks() -> Iterator[Attack]:
    """Yield every attack: name, raw mail, rules."""
    yield from _crooked()
    yield from _wrong_origin()
    yield from _imitated_traces()
    yield from _imitated_results()
    yield from _look_alikes()


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


def results(text: str) -> bytes:
    """Return an Authentication-Results field."""
    return crlf(f"Authentication-Results: {text}\n")


def _imitated_results() -> Iterator[Attack]:
    good = results(f"{MX}; auth=pass smtp.auth={AGENCY}")
    claim = letter(AGENCY)
    rules = RESULTS_RULES
    yield "results below the boundary", from_outside(AGENCY) + good + claim, rules
    yield (
        "results of another server",
        _above(f"mx.example.net; auth=pass smtp.auth={AGENCY}"),
        rules,
    )
    yield "a login that failed", _above(f"{MX}; auth=fail smtp.auth={AGENCY}"), rules
    yield "someone else's login", _above(f"{MX}; auth=pass smtp.auth={INSIDER}"), rules
    yield "login in a comment", _above(f"{MX}; auth=none (auth=pass smtp.auth={AGENCY})"), rules
    yield (
        "login in a quoted reason",
        _above(
            f'{MX}; spf=pass reason="; auth=pass smtp.auth={AGENCY}" smtp.mailfrom=x@example.net'
        ),
        rules,
    )
    yield (
        "two logins in the results",
        _above(f"{MX}; auth=pass smtp.auth={INSIDER}; auth=pass smtp.auth={AGENCY}"),
        rules,
    )
    yield (
        "only our own domain's DKIM",
        _above(f"{MX}; dkim=pass header.d=cantho.gov.vn; dmarc=pass header.from=cantho.gov.vn"),
        rules,
    )
    yield "DMARC failed", _above(f"{MX}; dmarc=fail header.from=cantho.gov.vn"), rules
    yield "no result", _above(f"{MX}; none"), rules
    yield "unreadable results", _above(f"{MX}; auth=pass smtp.auth=(({AGENCY}"), rules
    yield "a property of another method", _above(f"{MX}; spf=pass smtp.auth={AGENCY}"), rules
    yield (
        "login right, envelope wrong",
        _above(f"{MX}; auth=pass smtp.auth={AGENCY}", OUTSIDER),
        rules,
    )
    yield "login evidence only in Received", by_login(AGENCY) + claim, rules


def _above(text: str, envelope: str = AGENCY) -> bytes:
    trace = from_outside(envelope)
    at = trace.index(b"Received: from mail.example.net")
    return trace[:at] + results(text) + trace[at:] + letter(AGENCY)


def _look_alikes() -> Iterator[Attack]:
    for address in LOOK_ALIKES:
        yield f"look-alike from outside: {address}", from_outside(address) + letter(address), RULES
    own = LOOK_ALIKES[-3:]
    for address in own:
        yield f"look-alike with a login: {address}", by_login(address) + letter(address), RULES
