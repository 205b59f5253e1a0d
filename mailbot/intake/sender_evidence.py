"""Does our own mail server prove that this address sent this mail?

Inside one mail system the proof is: SMTP login == envelope sender == the one From address.
DKIM proves nothing there, because our server signs for every login alike; it counts for other
domains only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mailbot.intake.dkim_evidence import dkim_fault, seen_dkim_fault
from mailbot.intake.header import read_header
from mailbot.intake.header_trace import Trace
from mailbot.intake.sender_reason import SenderReason, holds, rejects
from mailbot.intake.sender_results import TrustedResult, trusted_results
from mailbot.intake.sender_rules import EvidenceRules


@dataclass(frozen=True, slots=True)
class Claim:
    """An address, and all that may prove it. `mail` is the sender's text."""

    address: str
    trace: Trace
    mail: bytes
    own_addresses: frozenset[str]
    dkim_keys: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def domain(self) -> str:
        """The domain of the address."""
        return self.address.rpartition("@")[2]

    @property
    def arrived_at(self) -> datetime | None:
        """When our own server took the mail in; None where it did not say."""
        return self.trace.received.stamp if self.trace.received else None


def what_is_unproven(claim: Claim, rules: EvidenceRules) -> tuple[SenderReason, ...]:
    """Return what keeps the address from being proven; nothing means it is proven."""
    if rules.source == "none":
        return (holds("evidence_off"),)
    if claim.trace.received is None:
        return (holds("trace_missing", mx_host=rules.mx_host or "?"),)
    if rules.source == "received_login":
        return _by_login(claim, full_login(claim.trace.received.login, rules), rules)
    return _by_results(claim, rules)


def _by_login(claim: Claim, login: str, rules: EvidenceRules) -> tuple[SenderReason, ...]:
    received = claim.trace.received
    if received is not None and login and received.with_login:
        return _login_and_envelope(claim, login)
    if received is not None and received.client in rules.webmail_ips:
        return _by_webmail(claim, rules)
    return _from_outside(claim, rules)


def _by_webmail(claim: Claim, rules: EvidenceRules) -> tuple[SenderReason, ...]:
    """Our webmail vouches for what it made itself, not for foreign mail its filters redirect:
    that has passed our MX once before, and its Received stands in what is sent on.
    """
    passed = read_header(claim.mail).values("received")
    if any(rules.mx_host.encode() in value.lower() for value in passed):
        return (rejects("redirected", address=claim.address),)
    return _envelope(claim)


def _login_and_envelope(claim: Claim, login: str) -> tuple[SenderReason, ...]:
    reasons = []
    if login != claim.address:
        reasons.append(rejects("login_differs", login=login, address=claim.address))
    reasons.extend(_envelope(claim))
    return tuple(reasons)


def _envelope(claim: Claim) -> tuple[SenderReason, ...]:
    path = claim.trace.return_path
    if path is None:
        return (holds("envelope_unknown"),)
    if path != claim.address:
        return (rejects("envelope_differs", envelope=path or "<>", address=claim.address),)
    return ()


def _from_outside(claim: Claim, rules: EvidenceRules) -> tuple[SenderReason, ...]:
    """A mail without login: our own domain's is forged, another's is proven by DKIM if at all."""
    if rules.is_own_domain(claim.address):
        return (rejects("login_missing", address=claim.address),)
    if not rules.dkim:
        return (holds("domain_unproven", domain=claim.domain),)
    fault = dkim_fault(
        claim.mail, claim.address, claim.dkim_keys, claim.own_addresses, claim.arrived_at
    )
    return (holds(fault, domain=claim.domain),) if fault else ()


def _by_results(claim: Claim, rules: EvidenceRules) -> tuple[SenderReason, ...]:
    results = trusted_results(claim.trace, rules)
    if results is None:
        return (holds("results_missing", authserv_id=rules.authserv_id or "?"),)
    logins = {
        full_login(result.value("smtp.auth"), rules)
        for result in results
        if result.method == "auth" and result.result == "pass"
    }
    if len(logins) > 1:
        return (rejects("login_differs", login=" ".join(sorted(logins)), address=claim.address),)
    if logins and any(one.method == "auth" and one.result != "pass" for one in results):
        return (holds("results_contradict"),)
    if logins:
        return _login_and_envelope(claim, logins.pop())
    return _by_domain_results(claim, results, rules)


def _by_domain_results(
    claim: Claim, results: tuple[TrustedResult, ...], rules: EvidenceRules
) -> tuple[SenderReason, ...]:
    domain = claim.domain
    dmarc = {result.result for result in results if result.method == "dmarc"}
    if dmarc & {"fail", "permerror"}:
        return (rejects("dmarc_failed", domain=domain),)
    if rules.is_own_domain(claim.address):
        return (rejects("login_missing", address=claim.address),)
    aligned = _passes(results, "dkim", "header.d", domain)
    if aligned and dmarc == {"pass"} and _passes(results, "dmarc", "header.from", domain):
        fault = seen_dkim_fault(claim.mail, claim.address, claim.own_addresses, claim.arrived_at)
        return (holds(fault, domain=domain),) if fault else ()
    return _from_outside(claim, rules)


def _passes(results: tuple[TrustedResult, ...], method: str, name: str, value: str) -> bool:
    return any(
        result.method == method and result.result == "pass" and result.value(name) == value
        for result in results
    )


def full_login(login: str, rules: EvidenceRules) -> str:
    """Return the login as an address: one without a domain has the one that the settings name."""
    if login and "@" not in login and rules.login_domain:
        return f"{login}@{rules.login_domain}"
    return login
