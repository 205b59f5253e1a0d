"""What a file's signatures mean for a request: valid, the organisation's own, the right agency's.

`signing` proves who signed; here the certificates are bound to the agency registry. The
organisation's signature makes a request clean; a person's alone never does.

Law: Nghị định 30/2020/NĐ-CP, Điều 21 khoản 2 (authenticity and integrity are checked on receipt),
Điều 32-33 (the person signs first, the organisation second).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum

from mailbot.cases.agency import Agency, Registry
from mailbot.cases.finding import FIRST_SEEN, Finding, Place, Severity
from mailbot.cases.name import letters_key
from mailbot.clock import local_date
from mailbot.intake.signature_binding import Binding, Bond, bind, named_agency
from mailbot.intake.signature_policy import USUAL, Hand, SignaturePolicy, lacking
from mailbot.signature_fields import fields_of
from signing.report import Signature, SignatureReport, Verdict


class Role(StrEnum):
    """What the file is in the dossier."""

    LETTER = "letter"
    ANNEX = "annex"


# Doubts that the law treats as a refusal: not "could not be checked", but "checked, and bad".
_BLOCKING_DOUBTS = frozenset(
    {
        "algorithm_weak",
        "certificate_expired",
        "certificate_not_yet_valid",
        "certificate_revoked",
        "chain_unsuitable",
        "chain_untrusted",
        "issuer_revoked",
        "key_usage_unsuitable",
        "signed_outside_validity",
    }
)
# Letters are sent once they are signed: one so old was answered by hand before, or never sent.
_SIGNED_AT_MOST_AGO = timedelta(days=60)
_MERE_NOTES = frozenset({"sha1_timestamp_imprint"})
_FILE_WIDE = {
    Verdict.UNSIGNED: ("unsigned", Severity.BLOCKS),
    Verdict.UNREADABLE: ("unreadable", Severity.LOOK),
}

_PEOPLE = frozenset({Binding.PERSON, Binding.PERSON_ELSEWHERE, Binding.UNKNOWN})

_LOOKED_AT = {
    Binding.PERSON_ELSEWHERE: "person_of_other_agency",
    Binding.NAME_NOT_IN_FORCE: "name_not_in_force",
}

_MAIL = {
    Verdict.PASSED: ("mail_signed", Severity.NOTE),
    Verdict.FAILED: ("mail_signature_failed", Severity.BLOCKS),
}


def judge_signatures(  # noqa: PLR0913 - the file's role and name decide only the wording
    report: SignatureReport,
    agency: Agency,
    registry: Registry,
    at: datetime,
    role: Role = Role.LETTER,
    *,
    policy: SignaturePolicy = USUAL,
    file: str = "",
) -> tuple[Finding, ...]:
    """Return what speaks against the file as signed by this agency; no more than notes is clean.

    Args:
        at: when the file arrived; the registry is read as of that local date.
        file: the attachment's name, put into every finding's place.
    """
    place = Place(file) if file else None
    if report.verdict in _FILE_WIDE:
        return (_file_wide(report, place),)
    on = local_date(at)
    known = _in_force(registry, on)
    bonds = [bind(signature.signer, agency, known, on) for signature in report.signatures]
    signed = list(zip(report.signatures, bonds, strict=True))
    vouched = _vouched_for(signed)
    findings = [
        finding
        for number, (signature, bond) in enumerate(signed)
        for finding in (
            *_proof_findings(signature),
            *_age_findings(signature, at),
            *_bond_findings(signature, bond, vouched=number < vouched),
        )
    ]
    required = policy.letter if role is Role.LETTER else policy.annex
    findings += _as_a_whole(signed, vouched, required)
    return tuple(
        Finding(one.code, one.severity, one.fields, place=place) for one in _once(findings)
    )


def named_signer_findings(  # noqa: PLR0913 - who signed is told from all of it
    report: SignatureReport,
    agency: Agency,
    registry: Registry,
    at: datetime,
    *,
    named: str,
    place: Place | None,
) -> Iterator[Finding]:
    """Yield that people signed the letter with certificates, none of them who signs by its words,
    or that neither words nor certificates tell who signs: the agency's seal alone answers for it.

    `named` is the name under the letter, which stands at `place`; with "" one certificate of a
    person is enough. Marks do not count: a certificate's name may lack them.
    """
    known = _in_force(registry, local_date(at))
    people = [
        signature.signer.name
        for signature in report.signatures
        if signature.signer is not None
        and bind(signature.signer, agency, known, local_date(at)).binding in _PEOPLE
    ]
    wanted = f" {letters_key(named)} "
    if named and people and not any(wanted in f" {letters_key(name)} " for name in people):
        fields = {"named": named, "signer": ", ".join(people)}
        yield Finding("signature.named_otherwise", Severity.LOOK, fields, place=place)
    if report.signatures and not named and not people:
        yield Finding("signature.nobody_named", Severity.LOOK, place=place)


def judge_mail_signature(report: SignatureReport) -> Finding:
    """Return what the mail's own signature says: good is a note, it replaces no document's."""
    signer = ", ".join(one.signer.name for one in report.signatures if one.signer)
    code, severity = _MAIL.get(report.verdict, ("mail_signature_unproven", Severity.LOOK))
    return Finding(f"signature.{code}", severity, {"signer": signer})


def signing_agency(report: SignatureReport, registry: Registry, at: datetime) -> Agency | None:
    """Return the one agency whose organisation certificate validly signed the file, or None."""
    on = local_date(at)
    known = _in_force(registry, on)
    named = {
        found.code: found
        for signature in report.signatures
        if signature.verdict is Verdict.PASSED and signature.signer is not None
        for found in (named_agency(signature.signer, known, on),)
        if found is not None
    }
    return next(iter(named.values())) if len(named) == 1 else None


def _in_force(registry: Registry, on: date) -> Registry:
    return Registry(tuple(one for one in registry.agencies if one.in_force(on)))


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings without repetitions, in order."""
    seen = {(one.code, tuple(sorted(one.fields.items()))): one for one in reversed([*findings])}
    return list(reversed(seen.values()))


def _file_wide(report: SignatureReport, place: Place | None) -> Finding:
    name, severity = _FILE_WIDE[report.verdict]
    code = report.reasons[0].code if report.reasons else ""
    if code in {"encrypted", "only_document_timestamp"}:
        name = code
    return Finding(f"signature.{name}", severity, place=place)


def _proof_findings(signature: Signature) -> list[Finding]:
    """Return a finding for everything the verification said about one signature."""
    fields = fields_of(signature)
    return [
        Finding(f"signature.{reason.code}", _severity(signature, reason.code), fields)
        for reason in signature.reasons
    ]


def _age_findings(signature: Signature, at: datetime) -> list[Finding]:
    if signature.signed_at is None or at - signature.signed_at <= _SIGNED_AT_MOST_AGO:
        return []
    return [Finding("signature.signed_long_ago", Severity.LOOK, fields_of(signature))]


def _severity(signature: Signature, code: str) -> Severity:
    if code in _MERE_NOTES:
        return Severity.NOTE
    if signature.verdict is Verdict.FAILED and code == signature.reason:
        return Severity.BLOCKS
    return Severity.BLOCKS if code in _BLOCKING_DOUBTS else Severity.LOOK


def _vouched_for(signed: list[tuple[Signature, Bond]]) -> int:
    """Return how many signatures stand before a valid one of the organisation over the whole file.

    The clerk issues only what the authorised person has signed (Điều 32-33): who that person is
    when the certificate does not tell, the organisation answers for.
    """
    for number, (signature, bond) in enumerate(signed):
        whole = signature.verdict is Verdict.PASSED and signature.covers_whole_document
        if whole and bond.binding is Binding.ORGANISATION:
            return number
    return 0


def _bond_findings(signature: Signature, bond: Bond, *, vouched: bool) -> list[Finding]:
    fields = {**fields_of(signature), "other": bond.agency.name if bond.agency else ""}
    if bond.binding is Binding.OTHER_AGENCY:
        return [Finding("signature.other_agency", Severity.BLOCKS, fields)]
    if bond.binding in _LOOKED_AT:
        return [Finding(f"signature.{_LOOKED_AT[bond.binding]}", Severity.LOOK, fields)]
    if bond.binding is Binding.UNKNOWN:
        known_enough = vouched and signature.verdict is Verdict.PASSED
        severity = Severity.NOTE if known_enough else Severity.LOOK
        return [Finding("signature.signer_unknown", severity, fields)]
    if bond.first_seen and signature.signer is not None:
        fields |= {"fingerprint": signature.signer.fingerprint}
        named = [] if bond.named else [Finding("signature.bound_by_address", Severity.LOOK, fields)]
        return [Finding(FIRST_SEEN, Severity.LOOK, fields), *named]
    return []


def _as_a_whole(
    signed: list[tuple[Signature, Bond]], vouched: int, required: tuple[Hand, ...]
) -> list[Finding]:
    """Return what the signatures lack together."""
    found = [
        (hand, signature.signer)
        for number, (signature, bond) in enumerate(signed)
        if (hand := _hand(signature, bond, vouched=number < vouched)) is not None
    ]
    # Who signs twice is not two.
    hands = tuple(hand for hand, _ in dict.fromkeys(found))
    findings = lacking(required, hands)
    if not findings and required[-1:] == (Hand.ORGANISATION,) and _signed_after_issue(signed):
        findings.append(Finding("signature.organisation_not_last", Severity.LOOK))
    return findings


def _hand(signature: Signature, bond: Bond, *, vouched: bool) -> Hand | None:
    """Return whose signature counts as whose. Somebody unknown before the organisation's valid
    signature is the leader: the organisation answers for that.
    """
    if bond.binding is Binding.ORGANISATION:
        return Hand.ORGANISATION
    if bond.binding is Binding.PERSON:
        return Hand.LEADER
    stands_in = vouched and signature.verdict is Verdict.PASSED
    return Hand.LEADER if stands_in and bond.binding is Binding.UNKNOWN else None


def _signed_after_issue(signed: list[tuple[Signature, Bond]]) -> bool:
    ours = [one for one, bond in signed if bond.binding is Binding.ORGANISATION]
    sound = all(one.verdict is not Verdict.FAILED for one, _ in signed)
    return sound and not any(one.covers_whole_document for one in ours)
