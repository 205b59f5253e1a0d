"""Attacks on Authentication-Results: imitated, ambiguous, and good ones of a mail sent on."""

from __future__ import annotations

from collections.abc import Iterator

from mailbot.intake.sender_rules import EvidenceRules
from tests.intake.mails import (
    AGENCY,
    AWAY,
    INBOX,
    INSIDER,
    MX,
    OUTSIDER,
    RESULTS_RULES,
    by_login,
    crlf,
    dkim_field,
    from_outside,
    letter,
)

Attack = tuple[str, bytes, EvidenceRules]

# Results that a milter of our own may have been led to write.
AMBIGUOUS_RESULTS = {
    "two logins in one": f"{MX}; auth=pass smtp.auth={INSIDER} smtp.auth={AGENCY}",
    "a login that passed and failed": (
        f"{MX}; auth=pass smtp.auth={AGENCY}; auth=fail smtp.auth={AGENCY}"
    ),
    "a host that begins like ours": f"{MX}.example.net; auth=pass smtp.auth={AGENCY}",
    "our host in a comment": f"mx.example.net ({MX}); auth=pass smtp.auth={AGENCY}",
    "a login that begins like it": f"{MX}; auth=pass smtp.auth={AGENCY}.example.net",
    "a property called like it": f"{MX}; auth=pass policy.smtp.auth={AGENCY}",
}

# Fields that hold results, and are none.
NO_RESULTS = {
    "ARC": f"ARC-Authentication-Results: i=1; {MX}; auth=pass smtp.auth={AGENCY}",
    "X-Authentication-Results": f"X-Authentication-Results: {MX}; auth=pass smtp.auth={AGENCY}",
    "Received-SPF": f"Received-SPF: pass ({MX}: domain of {AGENCY})",
}


def results(text: str) -> bytes:
    """Return an Authentication-Results field."""
    return crlf(f"Authentication-Results: {text}\n")


def imitated_results() -> Iterator[Attack]:
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
    for name, text in AMBIGUOUS_RESULTS.items():
        yield f"results: {name}", _above(text), rules
    for name, field in NO_RESULTS.items():
        yield f"results in {name} above", _above_field(crlf(f"{field}\n")), rules
    arc = crlf(f"{NO_RESULTS['ARC']}\n")
    yield "ARC results on top", arc + from_outside(AGENCY) + claim, rules
    yield "ARC results below the boundary", from_outside(AGENCY) + arc + claim, rules


def _above(text: str, envelope: str = AGENCY) -> bytes:
    return _above_field(results(text), envelope)


def _above_field(field: bytes, envelope: str = AGENCY, mail: bytes = b"") -> bytes:
    trace = from_outside(envelope)
    at = trace.index(b"Received: from mail.example.net")
    return trace[:at] + field + trace[at:] + (mail or letter(AGENCY))


def replayed() -> Iterator[Attack]:
    """A genuine mail of another domain, sent on to us by somebody else, its signature good."""
    domain = AWAY.split("@")[1]
    good = f"{MX}; dkim=pass header.d={domain}; dmarc=pass header.from={domain}"
    genuine = letter(AWAY, dkim_field())
    mails = {
        "a year old": genuine.replace(b"23 Nov 2026", b"23 Nov 2025"),
        "without a date": genuine.replace(b"Date: ", b"X-Date: "),
        "to somebody else": genuine.replace(INBOX.encode(), OUTSIDER.encode()),
        "with more text than was signed": letter(AWAY, dkim_field(tags=" l=20;")),
        "signed weakly, and again for show": letter(AWAY, dkim_field(tags=" l=20;") + dkim_field()),
        "signed by another domain only": letter(AWAY, dkim_field(OUTSIDER)),
        "without any signature": letter(AWAY),
    }
    for name, mail in mails.items():
        yield f"replay {name}", _above_field(results(good), AWAY, mail), RESULTS_RULES
    weaker = {
        "by identity only": f"dkim=pass header.i=@{domain}; dmarc=pass header.from={domain}",
        "by envelope only": f"spf=pass smtp.mailfrom={AWAY}; dmarc=pass header.from={domain}",
        "by DMARC of another": f"dkim=pass header.d={domain}; dmarc=pass header.from=x.{domain}",
        "by DMARC, DKIM failed": f"dkim=fail header.d={domain}; dmarc=pass header.from={domain}",
    }
    for name, text in weaker.items():
        raw = _above_field(results(f"{MX}; {text}"), AWAY, genuine)
        yield f"another domain proven {name}", raw, RESULTS_RULES
