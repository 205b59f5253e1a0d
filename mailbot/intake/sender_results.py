"""What a trusted Authentication-Results says (RFC 8601), read by authres."""

from __future__ import annotations

from dataclasses import dataclass

import authres
from authres.core import AuthResError

from mailbot.intake.header_trace import Trace
from mailbot.intake.sender_rules import EvidenceRules

_MAX_VALUE = 8192


@dataclass(frozen=True, slots=True)
class TrustedResult:
    """One method's result; `properties` are `ptype.name` to value, all in lower case."""

    method: str
    result: str
    properties: tuple[tuple[str, str], ...]

    def value(self, name: str) -> str:
        """Return the property's value; nothing where there is none, or more than one."""
        found = [value for key, value in self.properties if key == name]
        return found[0] if len(found) == 1 else ""


def trusted_results(trace: Trace, rules: EvidenceRules) -> tuple[TrustedResult, ...] | None:
    """Return the results our own authserv-id wrote above the boundary; None: none is readable."""
    found: list[TrustedResult] = []
    seen = False
    for value in trace.results:
        header = _parse(value)
        if header is None or str(header.authserv_id).lower() != rules.authserv_id:
            continue
        seen = True
        found.extend(_result(result) for result in header.results)
    return tuple(found) if seen and rules.authserv_id else None


def _parse(value: bytes) -> authres.AuthenticationResultsHeader | None:
    if len(value) > _MAX_VALUE:
        return None
    try:
        text = value.decode("ascii")
        return authres.AuthenticationResultsHeader.parse(f"Authentication-Results: {text}")
    except (AuthResError, ValueError, RecursionError, AttributeError, TypeError, IndexError):
        return None


def _result(result: authres.AuthenticationResult) -> TrustedResult:
    properties = tuple(
        (f"{found.type}.{found.name}".lower(), str(found.value).lower())
        for found in result.properties
    )
    return TrustedResult(str(result.method).lower(), str(result.result).lower(), properties)
