"""TXT records from DNS, for the DKIM keys of other domains."""

from __future__ import annotations

import dns.exception
import dns.name
import dns.resolver

from mailbot.errors import TryLaterError

_MAX_RECORD_BYTES = 8192


def txt_record(name: str, seconds: float = 5) -> bytes | None:
    """Return the only TXT record of a name, its strings joined (RFC 6376 §3.6.2.2).

    None where there is none, or more than one. TryLaterError where DNS gives no answer at all.
    """
    try:
        wanted = dns.name.from_text(name)
    except (dns.exception.DNSException, ValueError):
        return None  # no such name can exist
    try:
        answer = dns.resolver.resolve(wanted, "TXT", lifetime=seconds, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return None
    except dns.exception.DNSException as error:
        raise TryLaterError(f"DNS: {name}: {type(error).__name__}") from error
    records = [b"".join(record.strings) for record in answer]
    return records[0] if len(records) == 1 and len(records[0]) <= _MAX_RECORD_BYTES else None
