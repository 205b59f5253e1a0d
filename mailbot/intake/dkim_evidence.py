"""Our own DKIM verification (RFC 6376) for mail of other domains, stricter than the standard.

A signature proves a sender only if it is strictly aligned (d= is the From domain itself), covers
the whole body (no l=), and signs From, Subject, Date, To and, where present, Message-ID,
Reply-To, Content-Type and the thread. A second From added later needs no over-signing here: two
From fields are rejected before any evidence is asked for. A genuine mail replayed by someone else
is caught by two more rules: it must be addressed to us in its signed To or Cc, and not be old.

DNS is asked ahead, outside: `key_names` tells which TXT records are needed, the answers come
back as a mapping, so that the child process which reads hostile mail needs no network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import getaddresses

import dkim

from mailbot.intake.header import read_header
from mailbot.intake.header_received import read_date

MAX_AGE = timedelta(days=5)
_MAX_SIGNATURES = 5
_SELECTOR = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?")
_ALWAYS_SIGNED = {"from", "subject", "date", "to"}
_SIGNED_IF_PRESENT = {
    *("message-id", "reply-to", "content-type", "cc", "sender"),
    *("in-reply-to", "references"),  # which case it belongs to
}


@dataclass(frozen=True, slots=True)
class Signature:
    """The tags of one DKIM-Signature; `index` counts from the top of the sender's text."""

    index: int
    tags: tuple[tuple[str, str], ...]

    def tag(self, name: str) -> str:
        """Return the tag's value, or nothing."""
        return dict(self.tags).get(name, "")

    @property
    def key_name(self) -> str:
        """Return the DNS name of its key, with the final dot."""
        return f"{self.tag('s')}._domainkey.{self.tag('d').lower()}."


def signatures(mail: bytes) -> tuple[Signature, ...]:
    """Return the first few DKIM-Signatures of the sender's text."""
    values = read_header(mail).values("dkim-signature")[:_MAX_SIGNATURES]
    return tuple(Signature(index, _tags(value)) for index, value in enumerate(values))


def aligned_signatures(mail: bytes, address: str) -> tuple[Signature, ...]:
    """Return those whose d= is exactly the domain of the address."""
    domain = address.rpartition("@")[2]
    return tuple(found for found in signatures(mail) if found.tag("d").lower() == domain)


def key_names(mail: bytes, address: str) -> tuple[str, ...]:
    """Return the DNS names whose TXT records the judgement will want, each once."""
    usable = (found for found in aligned_signatures(mail, address) if not _weakness(mail, found))
    return tuple(dict.fromkeys(found.key_name for found in usable))


def dkim_fault(
    mail: bytes,
    address: str,
    keys: Mapping[str, bytes],
    own_addresses: Iterable[str],
    arrived_at: datetime | None,
) -> str:
    """Return "" when a signature proves the address, else why none does: `dkim_missing`,
    `dkim_weak`, `dkim_no_key`, `dkim_failed`, `dkim_not_to_us`, `dkim_stale`.

    Args:
        mail: the sender's text, without our own trace fields.
        keys: TXT records by DNS name, with the final dot.
        arrived_at: when our MX took the mail in; None leaves the age unproven.
    """
    found = aligned_signatures(mail, address)
    if not found:
        return "dkim_missing"
    faults = [_weakness(mail, signature) or _failure(mail, signature, keys) for signature in found]
    if "" not in faults:
        return faults[0]
    return _replay_fault(mail, own_addresses, arrived_at)


def seen_dkim_fault(
    mail: bytes, address: str, own_addresses: Iterable[str], arrived_at: datetime | None
) -> str:
    """Return "" when a signature that our own server found good proves the address, else why not:
    `dkim_missing`, `dkim_weak`, `dkim_not_to_us`, `dkim_stale`.

    The server does not tell which signature it was; so none of the address's may be weak.
    """
    found = aligned_signatures(mail, address)
    if not found:
        return "dkim_missing"
    if any(_weakness(mail, signature) for signature in found):
        return "dkim_weak"
    return _replay_fault(mail, own_addresses, arrived_at)


def _replay_fault(mail: bytes, own_addresses: Iterable[str], arrived_at: datetime | None) -> str:
    if not _to_us(mail, {own.lower() for own in own_addresses}):
        return "dkim_not_to_us"
    return "" if _is_fresh(mail, arrived_at) else "dkim_stale"


def _tags(value: bytes) -> tuple[tuple[str, str], ...]:
    text = re.sub(r"\s+", "", value.decode("latin-1"))
    pairs = (part.partition("=") for part in text.split(";") if "=" in part)
    return tuple((name, content) for name, _, content in pairs)


def _weakness(mail: bytes, signature: Signature) -> str:
    names = [name for name, _ in signature.tags]
    signed = set(signature.tag("h").lower().split(":"))
    present = {field.name for field in read_header(mail).fields}
    sound = (
        len(names) == len(set(names))
        and "l" not in names
        and signature.tag("a") in {"rsa-sha256", "ed25519-sha256"}
        and _SELECTOR.fullmatch(signature.tag("s"))
        and signed >= _ALWAYS_SIGNED
        and (_SIGNED_IF_PRESENT & present) <= signed
    )
    return "" if sound else "dkim_weak"


def _failure(mail: bytes, signature: Signature, keys: Mapping[str, bytes]) -> str:
    record = keys.get(signature.key_name)
    if not record:
        return "dkim_no_key"
    if re.search(rb"(?:^|;)\s*t\s*=[^;]*y", record):
        return "dkim_weak"
    try:
        verifier = dkim.DKIM(mail)
        good = verifier.verify(signature.index, dnsfunc=lambda *_a, **_k: record)
    except (dkim.DKIMException, ValueError, TypeError, KeyError, IndexError, AttributeError):
        return "dkim_failed"
    return "" if good else "dkim_failed"


def _to_us(mail: bytes, own: set[str]) -> bool:
    header = read_header(mail)
    values = [value.decode("latin-1") for name in ("to", "cc") for value in header.values(name)]
    return any(address.lower() in own for _, address in getaddresses(values))


def _is_fresh(mail: bytes, arrived_at: datetime | None) -> bool:
    dated = read_date(read_header(mail).first("date"))
    if dated is None or arrived_at is None:
        return False
    return abs(arrived_at - dated) <= MAX_AGE
