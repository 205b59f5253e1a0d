"""The trust boundary: which fields our own servers wrote, and what they prove.

Position decides, never content: fields from the top down to the `Received` of our own MX are
ours, everything below is the sender's text, whatever it imitates.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from mailbot.intake.header import Field, Header, read_header
from mailbot.intake.header_received import Received, read_received
from mailbot.intake.sender_rules import NO_EVIDENCE, EvidenceRules

_PATH = re.compile(rb"<([^<>\s]*)>|([^<>\s]+@[^<>\s@]+)")
_RESULTS = "authentication-results"


@dataclass(frozen=True, slots=True)
class Trace:
    """What stands above the boundary.

    `received` is the hop at our own MX, None where the boundary was not found. `return_path` is
    the envelope sender in lower case, "" for the null path, None where no single one was written.
    `results` are the values of Authentication-Results above the boundary, whoever they name.
    `end` counts the header fields that are ours.
    """

    received: Received | None
    return_path: str | None
    results: tuple[bytes, ...]
    end: int


@dataclass(frozen=True, slots=True)
class Traced:
    """A header read once: its fields, our own part of it, where the sender's text begins."""

    header: Header
    trace: Trace
    start: int


def read_traced(raw: bytes, rules: EvidenceRules) -> Traced:
    """Return the header of a mail with our own part of it.

    Where the boundary is not found, the leading trace fields of any server count as ours.
    """
    header = read_header(raw)
    trace = read_trace(header, rules)
    end = trace.end or len(_leading(header.fields, {*rules.trace_fields}))
    return Traced(header, trace, header.fields[end - 1].end if end else 0)


def read_trace(header: Header, rules: EvidenceRules) -> Trace:
    """Return our own part of the header."""
    names = {*rules.trace_fields, _RESULTS}
    own = _leading(header.fields, names)
    paths = [field.value for field in own if field.name == "return-path"]
    found = _boundary(own, rules)
    if found is None:
        return Trace(None, _path(paths), (), 0)
    at, received = found
    end = at + 1 + rules.results_below
    block = header.fields[at + 1 : end]
    if len(block) != rules.results_below or any(field.name != _RESULTS for field in block):
        return Trace(None, _path(paths), (), 0)
    ours = header.fields[:end]
    results = tuple(field.value for field in ours if field.name == _RESULTS)
    paths = [field.value for field in ours if field.name == "return-path"]
    return Trace(received, _path(paths), results, end)


def sender_fields(header: Header, trace: Trace) -> tuple[Field, ...]:
    """Return the fields below the boundary: the sender's text."""
    return header.fields[trace.end :]


def sender_bytes(raw: bytes, rules: EvidenceRules = NO_EVIDENCE) -> bytes:
    """Return the mail as the sender sent it, without our own trace fields."""
    return raw[read_traced(raw, rules).start :]


def content_hash(raw: bytes, rules: EvidenceRules = NO_EVIDENCE) -> str:
    """Return the SHA-256 (hex) of the mail after our own trace fields: the same mail delivered
    twice has one content hash.
    """
    return content_digest(raw, read_traced(raw, rules)).hexdigest()


def content_digest(head: bytes, traced: Traced) -> hashlib._Hash:
    """Return the content hash so far of a mail that begins so; `head` holds at least its header."""
    return hashlib.sha256(memoryview(head)[traced.start :])


def arrival(raw: bytes, rules: EvidenceRules) -> datetime | None:
    """Return when our own MX took the mail in, in UTC; None where it did not say."""
    return arrival_in(read_trace(read_header(raw), rules))


def arrival_in(trace: Trace) -> datetime | None:
    """Return when our own MX took the mail in, in UTC; None where it did not say."""
    return trace.received.stamp if trace.received else None


def _leading(fields: tuple[Field, ...], names: set[str]) -> tuple[Field, ...]:
    end = next((at for at, field in enumerate(fields) if field.name not in names), len(fields))
    return fields[:end]


def _boundary(own: tuple[Field, ...], rules: EvidenceRules) -> tuple[int, Received] | None:
    """Return the position and reading of our MX's Received: the one after the inner hops."""
    if not rules.mx_host:
        return None
    hops = [
        (at, read_received(field.value, rules.login_comment))
        for at, field in enumerate(own)
        if field.name == "received"
    ]
    inner = _inner_hops([hop for _, hop in hops], rules)
    if inner is None or inner >= len(hops):
        return None
    at, hop = hops[inner]
    return (at, hop) if hop is not None and hop.by == rules.mx_host else None


def _inner_hops(hops: list[Received | None], rules: EvidenceRules) -> int | None:
    """Return how many Received fields of inner servers stand above that of the MX."""
    if rules.inner_hosts:
        above = [hop.by if hop else "" for hop in hops[: len(rules.inner_hosts)]]
        return len(above) if above == list(rules.inner_hosts) else None
    return 1 if hops and hops[0] is not None and hops[0].is_delivery else 0


def _path(values: list[bytes]) -> str | None:
    """Return the one envelope sender; some delivery agents write it without brackets."""
    match = _PATH.fullmatch(values[0]) if len(values) == 1 else None
    return (match[1] or match[2] or b"").decode("latin-1").lower() if match else None
