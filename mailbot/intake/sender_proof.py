"""The evidence about a sender as our servers wrote it, to be kept with the case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mailbot.cases.sender_proof import MethodResult, SenderProof
from mailbot.intake.header import Header
from mailbot.intake.header_from import read_mailbox
from mailbot.intake.header_text import decode_text
from mailbot.intake.header_trace import Trace, sender_fields
from mailbot.intake.sender_evidence import full_login
from mailbot.intake.sender_reason import SenderReason
from mailbot.intake.sender_results import trusted_results
from mailbot.intake.sender_rules import EvidenceRules

_LONGEST_FIELD = 2000
_OWN_DKIM = "dkim_"


def proof_of(
    header: Header,
    trace: Trace,
    address: str,
    rules: EvidenceRules,
    unproven: Sequence[SenderReason],
) -> SenderProof:
    """Return the evidence; `unproven` is what `what_is_unproven` made of it."""
    received = trace.received
    results = tuple(_results(trace, rules))
    return SenderProof(
        address=address,
        reply_to=_reply_to(header, trace),
        login=full_login(received.login, rules) if received else "",
        client=received.client if received else "",
        envelope=trace.return_path,
        results=results or tuple(_own_dkim(trace, address, rules, unproven)),
        fields=tuple(
            f"{field.name}: {decode_text(field.value)}"[:_LONGEST_FIELD]
            for field in header.fields[: trace.end]
        ),
    )


def _reply_to(header: Header, trace: Trace) -> str:
    asked = [one.value for one in sender_fields(header, trace) if one.name == "reply-to"]
    return read_mailbox(asked[0]).address if asked else ""


def _results(trace: Trace, rules: EvidenceRules) -> Iterator[MethodResult]:
    for found in trusted_results(trace, rules) or ():
        about = " ".join(f"{name}={value}" for name, value in found.properties)
        yield MethodResult(found.method, found.result, about)


def _own_dkim(
    trace: Trace, address: str, rules: EvidenceRules, unproven: Sequence[SenderReason]
) -> Iterator[MethodResult]:
    """Yield what we found ourselves; another domain's address is proven by nothing else."""
    domain = address.rpartition("@")[2]
    fault = next((one.code for one in unproven if one.code.startswith(_OWN_DKIM)), "")
    needed = rules.dkim and domain and not rules.is_own_domain(address)
    if fault or (needed and not unproven and not _vouched_for(trace, rules)):
        yield MethodResult("dkim", fault.removeprefix(_OWN_DKIM) or "pass", f"header.d={domain}")


def _vouched_for(trace: Trace, rules: EvidenceRules) -> bool:
    """Return whether a login or our own webmail handed the mail in."""
    received = trace.received
    return received is not None and (received.with_login or received.client in rules.webmail_ips)
