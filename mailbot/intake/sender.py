"""Who sent a mail: accepted, held for a person, rejected, or a delivery report.

Accepted needs all of it: a header with one reading, an address that is exactly an agency's
registered mailbox, and proof by our own mail server.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from mailbot.cases.agency import Registry
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.sender_proof import UNPROVEN, SenderProof
from mailbot.intake.dkim_evidence import key_names
from mailbot.intake.header import Field, Header, read_header
from mailbot.intake.header_from import FromAddress, read_from, read_mailbox
from mailbot.intake.header_text import decode_text, has_control_characters
from mailbot.intake.header_trace import (
    Trace,
    Traced,
    read_trace,
    read_traced,
    sender_bytes,
    sender_fields,
)
from mailbot.intake.message_report import is_report
from mailbot.intake.sender_evidence import Claim, what_is_unproven
from mailbot.intake.sender_lookalike import imitated
from mailbot.intake.sender_proof import proof_of
from mailbot.intake.sender_reason import SenderReason, Weight, holds, rejects
from mailbot.intake.sender_rules import EvidenceRules

Verdict = Literal["accepted", "held", "rejected", "delivery_report"]

_ONLY_ONCE = (
    "sender",
    "reply-to",
    "date",
    "message-id",
    "subject",
    "to",
    "cc",
    "bcc",
    "in-reply-to",
    "references",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "content-disposition",
)
_MESSAGE_ID = re.compile(rb"<[!-;=?-~]{1,900}>\Z")


@dataclass(frozen=True, slots=True)
class Sender:
    """The verdict with every reason. `address` is lower case, "" where none can be named;
    `agency_code` is set where the address is registered, proven or not. `proof` is the evidence.
    """

    verdict: Verdict
    address: str
    agency_code: str | None
    reasons: tuple[SenderReason, ...]
    proof: SenderProof = UNPROVEN


def judge_sender(  # noqa: PLR0913 -- what is judged, by what rules, with what known
    raw: bytes,
    registry: Registry,
    rules: EvidenceRules,
    own_addresses: Iterable[str],
    *,
    dkim_keys: Mapping[str, bytes] | None = None,
    on: date | None = None,
    traced: Traced | None = None,
) -> Sender:
    """Return who sent the mail; any bytes give a verdict.

    Args:
        own_addresses: the department's own, lower case; no request comes from them.
        dkim_keys: TXT records by DNS name, for the names `wanted_dkim_keys` returned.
        on: local date of arrival, on which the agency must exist; None: not checked.
        traced: the mail's header, where it has been read already.
    """
    traced = traced or read_traced(raw, rules)
    header, trace = traced.header, traced.trace
    if trace.return_path == "" and is_report(header):
        return Sender("delivery_report", read_from(header).address, None, ())
    named = read_from(header)
    agency = registry.by_mailbox(named.address)
    own = frozenset(address.lower() for address in own_addresses)
    reasons = [*_header_reasons(header, trace, named), *_registry_reasons(named, registry, on)]
    unproven: tuple[SenderReason, ...] = ()
    if named.address in own:
        reasons.append(rejects("own_address", address=named.address))
    elif named.address:
        claim = Claim(named.address, trace, raw[traced.start :], own, dkim_keys or {})
        unproven = what_is_unproven(claim, rules)
    found = tuple(dict.fromkeys((*reasons, *unproven)))
    proof = proof_of(header, trace, named.address, rules, unproven)
    return Sender(_verdict(found), named.address, agency.code if agency else None, found, proof)


def wanted_dkim_keys(raw: bytes, rules: EvidenceRules) -> tuple[str, ...]:
    """Return the DNS names of the keys `judge_sender` will want for this mail."""
    if not rules.dkim:
        return ()
    address = read_from(read_header(raw)).address
    if not address or rules.is_own_domain(address):
        return ()
    return key_names(sender_bytes(raw, rules), address)


def probe_faults(raw: bytes, rules: EvidenceRules, address: str) -> tuple[SenderReason, ...]:
    """Return why a mail we sent to ourselves from this address would not be proven: whether the
    evidence of our mail server is switched on (`mailbot check-config`).
    """
    header = read_header(raw)
    claim = Claim(address.lower(), read_trace(header, rules), b"", frozenset())
    return what_is_unproven(claim, rules)


def sender_findings(sender: Sender) -> tuple[Finding, ...]:
    """Return what the officer reads: `sender.<code>`, blocking where the reason rejects."""
    severity = {Weight.REJECTS: Severity.BLOCKS, Weight.HOLDS: Severity.LOOK}
    return tuple(
        Finding(f"sender.{reason.code}", severity[reason.weight], dict(reason.fields))
        for reason in sender.reasons
    )


def _verdict(reasons: tuple[SenderReason, ...]) -> Verdict:
    if any(reason.weight is Weight.REJECTS for reason in reasons):
        return "rejected"
    return "held" if reasons else "accepted"


def _registry_reasons(
    named: FromAddress, registry: Registry, on: date | None
) -> list[SenderReason]:
    if not named.address:
        return []
    agency = registry.by_mailbox(named.address)
    if agency is None:
        near = imitated(named.address, (known.mailbox for known in registry.agencies))
        likeness = [holds("looks_like", address=named.address, near=near)] if near else []
        return [holds("unknown", address=named.address), *likeness]
    if on is not None and not agency.in_force(on):
        return [holds("agency_not_in_force", agency=agency.name)]
    return []


def _header_reasons(header: Header, trace: Trace, named: FromAddress) -> list[SenderReason]:
    reasons = [rejects(fault) for fault in header.faults]
    reasons += [
        holds(fault) if fault == "name_hides_characters" else rejects(fault)
        for fault in named.faults
    ]
    if trace.return_path == "":
        reasons.append(rejects("null_return_path"))
    fields = sender_fields(header, trace)
    reasons += _repeated(fields)
    reasons += _other_addresses(fields, named.address)
    reasons += _odd_values(fields)
    return reasons


def _repeated(fields: tuple[Field, ...]) -> list[SenderReason]:
    names = [field.name for field in fields]
    return [holds("field_repeated", field=name) for name in _ONLY_ONCE if names.count(name) > 1]


def _other_addresses(fields: tuple[Field, ...], address: str) -> list[SenderReason]:
    reasons = []
    for field in fields:
        if field.name in {"sender", "reply-to"} and read_mailbox(field.value).address != address:
            reasons.append(holds(f"{field.name.replace('-', '_')}_differs"))
        if field.name.startswith("resent-"):
            reasons.append(holds("resent"))
    return reasons


def _odd_values(fields: tuple[Field, ...]) -> list[SenderReason]:
    reasons = []
    for field in fields:
        if field.name == "subject" and has_control_characters(decode_text(field.value)):
            reasons.append(holds("subject_hides_characters"))
        if field.name == "message-id" and not _MESSAGE_ID.match(field.value):
            reasons.append(holds("message_id_malformed"))
    return reasons
