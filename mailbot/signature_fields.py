"""What the texts about a signature name of it: who signed, by whose certificate, when."""

from __future__ import annotations

from mailbot.clock import day_time, local
from signing.report import Signature


def fields_of(signature: Signature) -> dict[str, str]:
    """Return the fields; where nobody is named the signer is called by the field in the file."""
    signer = signature.signer
    return {
        "field": signature.field,
        "signer": signer.name if signer else signature.field,
        "issuer": signer.issuer if signer else "",
        "valid_to": local(signer.not_after).strftime("%d/%m/%Y") if signer else "",
        "time": day_time(signature.signed_at) if signature.signed_at else "",
    }
