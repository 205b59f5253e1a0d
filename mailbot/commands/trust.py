"""`mailbot trust`: what the trust store holds, compared with the known fingerprints."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mailbot.clock import day_time, local, utc_now
from mailbot.commands.verify import TrustFiles, load_trust_files
from mailbot.defaults import config_file, default_file
from mailbot.words import Words

if TYPE_CHECKING:
    from signing import Inventory
    from signing.inventory import Remark, RevocationList, TrustedCertificate

_FINGERPRINTS = "fingerprints.toml"
# What is told and wants no hand: another authority than the government's may well be trusted.
_NOTES = frozenset({"not_known"})


def trust_inventory(files: TrustFiles, at: datetime | None = None) -> Inventory:
    """Return what these files hold as of `at` (default now). Raises BadInputError."""
    from signing import take_inventory  # noqa: PLC0415 - takes half a second to import

    return take_inventory(load_trust_files(files), known_fingerprints(), at or utc_now())


def known_fingerprints(path: Path | None = None) -> dict[str, str]:
    """Return the names of the known authorities by SHA-256 in lower-case hex."""
    try:
        text = (path or config_file(_FINGERPRINTS)).read_text("utf-8")
    except PermissionError:  # the settings of an installation are not everybody's to read
        text = default_file(_FINGERPRINTS).read_text("utf-8")
    return {entry["sha256"].lower(): entry["name"] for entry in tomllib.loads(text)["known"]}


def exit_code(inventory: Inventory) -> int:
    """Return 0 where all is well, 2 where something wants a hand."""
    codes = {remark.code for remark in _all_remarks(inventory)}
    return 2 if codes - _NOTES else 0


def as_json(inventory: Inventory) -> dict[str, Any]:
    """Return the store as one JSON value."""
    return {
        "certificates": [_certificate_json(one) for one in inventory.certificates],
        "revocation_lists": [_list_json(one) for one in inventory.lists],
        "reasons": [{"code": one.code, "detail": one.detail} for one in inventory.remarks],
    }


def as_text(inventory: Inventory, words: Words) -> str:
    """Return the store for people."""
    lines = [line for one in inventory.certificates for line in _certificate_lines(one, words)]
    lines += [line for one in inventory.lists for line in _list_lines(one, words)]
    return "\n".join([*lines, *_remark_lines(inventory.remarks, words)])


def _all_remarks(inventory: Inventory) -> Iterable[Remark]:
    yield from inventory.remarks
    for certificate in inventory.certificates:
        yield from certificate.remarks
    for one in inventory.lists:
        yield from one.remarks


def _certificate_json(one: TrustedCertificate) -> dict[str, Any]:
    return {
        "role": one.role,
        "name": one.signer.name,
        "issuer": one.signer.issuer,
        "fingerprint": one.signer.fingerprint,
        "known_as": one.known_as,
        "not_before": one.signer.not_before.isoformat(),
        "not_after": one.signer.not_after.isoformat(),
        "reasons": [remark.code for remark in one.remarks],
    }


def _list_json(one: RevocationList) -> dict[str, Any]:
    return {
        "issuer": one.issuer,
        "issued_at": one.issued_at.isoformat(),
        "next_at": one.next_at.isoformat() if one.next_at else None,
        "entries": one.entries,
        "reasons": [remark.code for remark in one.remarks],
    }


def _certificate_lines(one: TrustedCertificate, words: Words) -> list[str]:
    signer = one.signer
    role = words.say(f"trust.role_{one.role}")
    lines = [
        words.say("trust.certificate", name=signer.name, role=role),
        words.say("trust.fingerprint", fingerprint=signer.fingerprint.upper()),
        words.say(
            "trust.validity", valid_from=_day(signer.not_before), valid_to=_day(signer.not_after)
        ),
    ]
    if one.known_as:
        lines.append(words.say("trust.known_as", known_as=one.known_as))
    return lines + _remark_lines(one.remarks, words)


def _list_lines(one: RevocationList, words: Words) -> list[str]:
    until = day_time(one.next_at) if one.next_at else words.say("trust.list_without_end")
    line = words.say(
        "trust.list",
        issuer=one.issuer,
        issued=day_time(one.issued_at),
        next=until,
        entries=str(one.entries),
    )
    return [line, *_remark_lines(one.remarks, words)]


def _remark_lines(remarks: Iterable[Remark], words: Words) -> list[str]:
    return [
        words.say("trust.reason", reason=words.say(f"trust.{one.code}", detail=one.detail))
        for one in remarks
    ]


def _day(moment: datetime) -> str:
    return local(moment).strftime("%d/%m/%Y")
