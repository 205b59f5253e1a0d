"""Signatures bound to the registry, on real signed files."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import Any

import pytest

from mailbot.cases.agency import Agency, CertificateName, Registry
from mailbot.cases.finding import FIRST_SEEN, Place, Severity, needs_a_person
from mailbot.cases.name import letters_key
from mailbot.clock import local_date
from mailbot.defaults import default_file
from mailbot.gateways.plain_values import dump, load
from mailbot.intake.signature import (
    Role,
    judge_signatures,
    named_signer_findings,
    signing_agency,
)
from mailbot.intake.signature_policy import USUAL, Hand, SignaturePolicy
from mailbot.words import load_words
from signing import Reason, SignatureReport, Verdict, verify_pdf
from tests.pki import Identity, TestPki
from tests.pki.certificates import Subject
from tests.signing.forgery import annotation, other_text, updated
from tests.signing.vocabulary import all_codes
from tests.signing.world import (
    AGENCY,
    CITY,
    LEADER,
    MAILBOX,
    NOW,
    fresh_pki,
    leader,
    letter,
    organisation,
    pki,
    plain,
    signed,
    trust,
)

CAI_KHE = Agency(
    code="CK",
    name="Ủy ban nhân dân phường Cái Khế",
    mailbox=MAILBOX,
    certificate_names=(CertificateName(AGENCY, CITY, "Cần Thơ"),),
)
OTHER = Agency(
    code="AB",
    name="Ủy ban nhân dân phường An Bình",
    mailbox="anbinh@cantho.gov.vn",
    certificate_names=(CertificateName("ỦY BAN NHÂN DÂN PHƯỜNG AN BÌNH", CITY, "Cần Thơ"),),
)
REGISTRY = Registry((CAI_KHE, OTHER))


def judged(
    data: bytes,
    agency: Agency = CAI_KHE,
    registry: Registry | None = None,
    role: Role = Role.LETTER,
    store: Any = None,
    *,
    all_known: bool = True,
    policy: SignaturePolicy = USUAL,
) -> dict[str, Severity]:
    """Return what is found; `all_known` as if every certificate had been approved before."""
    known = registry or Registry((agency, *(one for one in (OTHER,) if one.code != agency.code)))
    report = verify_pdf(data, store or trust(), NOW)
    findings = judge_signatures(report, agency, known, NOW, role, policy=policy)
    found = {finding.code.removeprefix("signature."): finding.severity for finding in findings}
    if all_known:
        found.pop("certificate_first_seen", None)
    return found


@lru_cache
def an_binh() -> Identity:
    return pki().organisation("ỦY BAN NHÂN DÂN PHƯỜNG AN BÌNH", CITY, email="anbinh@cantho.gov.vn")


def test_a_letter_of_leader_and_organisation_is_clean() -> None:
    assert judged(letter()) == {}


def test_the_organisation_alone_lacks_its_leader() -> None:
    assert judged(signed()) == {"no_leader": Severity.LOOK}


def test_an_annex_needs_the_organisation_only() -> None:
    assert judged(signed(), role=Role.ANNEX) == {}


LEAD, SEAL = Hand.LEADER, Hand.ORGANISATION
_WHO = {LEAD: leader, SEAL: organisation}


def _signed_by(*hands: Hand) -> bytes:
    data = plain()
    for number, hand in enumerate(hands, start=1):
        data = pki().sign(data, _WHO[hand](), field_name=f"Signature{number}")
    return data


@pytest.mark.parametrize(
    ("required", "hands", "found"),
    [
        pytest.param((LEAD, SEAL), (LEAD, SEAL), None, id="as required"),
        pytest.param((LEAD, SEAL), (LEAD, LEAD, SEAL), None, id="one more leader does no harm"),
        pytest.param((LEAD, SEAL), (SEAL,), "no_leader", id="no leader"),
        pytest.param((LEAD, SEAL), (LEAD,), "only_personal", id="no organisation"),
        pytest.param((LEAD, SEAL), (SEAL, LEAD), "wrong_order", id="the organisation first"),
        pytest.param(
            (LEAD, SEAL), (LEAD, SEAL, LEAD), "organisation_not_last", id="signed after issue"
        ),
        pytest.param((SEAL,), (SEAL,), None, id="the organisation is enough"),
        pytest.param((SEAL,), (LEAD,), "only_personal", id="a leader is not enough"),
        pytest.param((LEAD, LEAD, SEAL), (LEAD, SEAL), "too_few_leader", id="one leader of two"),
        pytest.param(
            (LEAD, SEAL, SEAL), (LEAD, SEAL), "too_few_organisation", id="one organisation of two"
        ),
        pytest.param((SEAL, LEAD), (SEAL, LEAD), None, id="an order of their own"),
    ],
)
@pytest.mark.parametrize("role", Role)
def test_the_policy_says_who_must_have_signed_and_in_which_order(
    required: tuple[Hand, ...], hands: tuple[Hand, ...], found: str | None, role: Role
) -> None:
    other = (Hand.ORGANISATION,)
    letter_policy, annex_policy = SignaturePolicy(required, other), SignaturePolicy(other, required)
    policy = letter_policy if role is Role.LETTER else annex_policy
    expected = {found: Severity.LOOK} if found else {}

    assert judged(_signed_by(*hands), role=role, policy=policy) == expected


def test_who_signs_twice_is_not_two() -> None:
    policy = SignaturePolicy((LEAD, LEAD, SEAL))

    assert judged(_signed_by(LEAD, LEAD, SEAL), policy=policy) == {"too_few_leader": Severity.LOOK}


def test_a_certificate_with_nothing_but_the_agencys_address_is_told_apart() -> None:
    company = pki().issue(Subject("CÔNG TY TNHH ABC", "Công ty", email=MAILBOX))

    found = judged(pki().sign(plain(), company), role=Role.ANNEX, all_known=False)

    assert found == {
        "certificate_first_seen": Severity.LOOK,
        "bound_by_address": Severity.LOOK,
    }


def test_what_is_missing_is_told_with_its_counts() -> None:
    report = verify_pdf(_signed_by(LEAD, SEAL), trust(), NOW)
    policy = SignaturePolicy((LEAD, LEAD, LEAD, SEAL))

    (few, *_) = [
        one
        for one in judge_signatures(report, CAI_KHE, REGISTRY, NOW, policy=policy)
        if one.code == "signature.too_few_leader"
    ]

    assert few.fields == {"found": "1", "wanted": "3"}


def test_a_person_of_another_agency_is_not_our_leader_though_our_clerk_issued_it() -> None:
    other = pki().person("Lê Văn An", CITY, "ỦY BAN NHÂN DÂN PHƯỜNG AN BÌNH")
    data = pki().sign(pki().sign(plain(), other), organisation(), field_name="Signature2")

    assert judged(data) == {"person_of_other_agency": Severity.LOOK, "no_leader": Severity.LOOK}


def test_a_person_of_the_superior_is_not_taken_for_one_of_another_agency() -> None:
    city = Agency("TP", CITY, "vanphong@cantho.gov.vn")
    below = replace(CAI_KHE, superior_code="TP")
    chairman = pki().person("Lê Văn An", CITY, "Văn phòng")
    data = pki().sign(pki().sign(plain(), chairman), organisation(), field_name="Signature2")

    found = judged(data, below, Registry((below, city)))
    assert found == {"signer_unknown": Severity.NOTE}


@pytest.mark.parametrize(
    ("first", "last", "binds"),
    [
        pytest.param(None, None, True, id="open"),
        pytest.param(None, 0, True, id="its last day"),
        pytest.param(None, -1, False, id="ended yesterday"),
        pytest.param(0, None, True, id="its first day"),
        pytest.param(1, None, False, id="begins tomorrow"),
    ],
)
def test_a_name_binds_within_its_dates_only(
    first: int | None, last: int | None, *, binds: bool
) -> None:
    today = local_date(NOW)
    days = [None if n is None else today + timedelta(days=n) for n in (first, last)]
    agency = replace(CAI_KHE, certificate_names=(CertificateName(AGENCY, CITY, "Cần Thơ", *days),))
    bad = {"name_not_in_force": Severity.LOOK, "no_organisation": Severity.LOOK}

    assert judged(signed(), agency, role=Role.ANNEX) == ({} if binds else bad)


def test_a_pinned_certificate_binds_though_its_name_has_ended() -> None:
    ended = CertificateName(AGENCY, CITY, "Cần Thơ", None, local_date(NOW) - timedelta(days=1))
    agency = replace(
        CAI_KHE,
        certificate_names=(ended,),
        certificate_fingerprints=(organisation().fingerprint,),
    )

    assert judged(signed(), agency, role=Role.ANNEX) == {}


def test_an_old_name_and_a_new_one_both_bind_in_their_time() -> None:
    today = local_date(NOW)
    old = CertificateName("UBND QUẬN CŨ", CITY, "Cần Thơ", None, today + timedelta(days=30))
    agency = replace(CAI_KHE, certificate_names=(*CAI_KHE.certificate_names, old))

    for data in (_by_name(), _by_name("UBND quận cũ")):
        assert judged(data, agency, role=Role.ANNEX) == {}


def test_a_person_alone_is_for_a_person_to_look_at() -> None:
    alone = pki().sign(plain(), leader())

    assert judged(alone) == {"only_personal": Severity.LOOK}


@pytest.mark.parametrize("role", Role)
def test_an_unsigned_file_blocks(role: Role) -> None:
    assert judged(plain(), role=role) == {"unsigned": Severity.BLOCKS}


def test_an_unreadable_file_is_looked_at() -> None:
    assert judged(b"%PDF-1.7 rubbish") == {"unreadable": Severity.LOOK}


def test_a_changed_letter_blocks() -> None:
    assert judged(updated(letter(), other_text))["changed_after_signing"] is Severity.BLOCKS


def test_a_change_before_the_last_signature_is_looked_at() -> None:
    approved = updated(pki().sign(plain(), leader()), annotation)
    issued = pki().sign(approved, organisation(), field_name="Signature2")

    assert judged(issued) == {"changed_before_last_signature": Severity.LOOK}


@pytest.mark.parametrize(
    ("how", "code", "severity"),
    [
        pytest.param("revoke", "certificate_revoked", Severity.BLOCKS, id="revoked"),
        pytest.param("foreign", "chain_untrusted", Severity.BLOCKS, id="untrusted"),
        pytest.param("unknown", "revocation_unknown", Severity.LOOK, id="revocation unknown"),
    ],
)
def test_what_was_checked_and_bad_blocks_what_was_not_checked_is_looked_at(
    how: str, code: str, severity: Severity
) -> None:
    practice = TestPki.build(NOW, "foreign-") if how == "foreign" else fresh_pki()
    who = practice.organisation(AGENCY, CITY, email=MAILBOX)
    if how == "revoke":
        practice.revoke(who)
    store = trust() if how == "foreign" else practice.trust_store(() if how == "unknown" else None)

    assert judged(practice.sign(plain(), who), store=store)[code] is severity


def test_another_agency_blocks() -> None:
    data = pki().sign(plain(), an_binh())

    assert judged(data)["other_agency"] is Severity.BLOCKS


def test_another_agency_beside_ours_blocks() -> None:
    data = pki().sign(signed(), an_binh(), field_name="Signature2")

    assert judged(data)["other_agency"] is Severity.BLOCKS


def test_a_signer_nobody_knows_is_looked_at() -> None:
    stranger = pki().organisation("Công ty TNHH Không Tên", "Sở Nào Đó")

    assert judged(pki().sign(plain(), stranger)) == {
        "signer_unknown": Severity.LOOK,
        "no_leader": Severity.LOOK,
        "no_organisation": Severity.LOOK,
    }


def _by_name(name: str = AGENCY, superior: str = CITY, place: str = "Cần Thơ") -> bytes:
    return pki().sign(plain(), pki().organisation(name, superior, place))


def test_a_name_binds_with_superior_and_place() -> None:
    assert judged(_by_name()) == {"no_leader": Severity.LOOK}


def test_a_name_binds_however_its_tones_are_placed() -> None:
    agency = replace(
        CAI_KHE, certificate_names=(CertificateName("UBND xã Hoà Bình", CITY, "Cần Thơ"),)
    )

    assert judged(_by_name("UBND xã Hòa Bình"), agency) == {"no_leader": Severity.LOOK}


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(("ỦY BAN NHÂN DÂN TỈNH KHÁC", "Cần Thơ"), id="another superior"),
        pytest.param((CITY, "Quảng Ngãi"), id="another place"),
        pytest.param((CITY, ""), id="no place"),
    ],
)
def test_a_name_alone_does_not_bind(data: tuple[str, str]) -> None:
    superior, place = data

    assert "no_organisation" in judged(_by_name(AGENCY, superior, place))


def test_an_address_in_the_subject_binds_the_organisation() -> None:
    who = pki().issue(Subject("UBND P. Cái Khế", CITY, email=MAILBOX.upper()))

    assert judged(pki().sign(plain(), who)) == {"no_leader": Severity.LOOK}


def test_the_agencys_address_in_a_persons_certificate_makes_it_no_organisation() -> None:
    who = pki().person("Nguyễn Văn A", CITY, AGENCY, email=MAILBOX)

    assert judged(pki().sign(plain(), who)) == {"only_personal": Severity.LOOK}


def test_a_pinned_certificate_binds_whatever_it_says() -> None:
    who = pki().organisation("Tên Lạ", "Cơ quan Lạ")
    agency = replace(CAI_KHE, certificate_fingerprints=(who.fingerprint,))

    assert judged(pki().sign(plain(), who), agency) == {"no_leader": Severity.LOOK}


@pytest.mark.parametrize("known", [(), ("0" * 64,)], ids=["none known", "another known"])
def test_a_new_certificate_of_an_agency_is_looked_at_until_it_is_known(
    known: tuple[str, ...],
) -> None:
    agency = replace(CAI_KHE, certificate_fingerprints=known)
    remembered = replace(CAI_KHE, certificate_fingerprints=(*known, organisation().fingerprint))

    found = judged(signed(), agency, all_known=False)
    assert found == {"certificate_first_seen": Severity.LOOK, "no_leader": Severity.LOOK}
    assert judged(signed(), remembered, all_known=False) == {"no_leader": Severity.LOOK}


def test_the_officer_is_told_which_certificate_is_new() -> None:
    report = verify_pdf(signed(), trust(), NOW)
    found = judge_signatures(report, CAI_KHE, REGISTRY, NOW)

    (fingerprint,) = [one.fields["fingerprint"] for one in found if one.code == FIRST_SEEN]
    assert fingerprint == organisation().fingerprint


def test_a_leaders_certificate_needs_no_approval() -> None:
    agency = replace(CAI_KHE, certificate_fingerprints=(organisation().fingerprint,))

    assert judged(letter(), agency, all_known=False) == {}


def test_a_certificate_another_agency_pinned_is_that_agencys_whatever_it_says() -> None:
    other = replace(OTHER, certificate_fingerprints=(organisation().fingerprint,))

    findings = judged(signed(), registry=Registry((CAI_KHE, other)))

    assert findings["other_agency"] is Severity.BLOCKS


def test_a_person_of_an_agency_with_a_comma_in_its_name_is_its_own() -> None:
    name = "Sở Văn hóa, Thể thao và Du lịch"
    agency = replace(CAI_KHE, name=name, certificate_names=())
    person = pki().issue(Subject("Lê Văn An", CITY, units=(name, "Văn phòng")))

    assert judged(pki().sign(plain(), person), agency) == {"only_personal": Severity.LOOK}


@pytest.mark.parametrize(
    "unit", ["UBND P. CÁI KHẾ", "UBND phường Cái Khế", "ủy ban nhân dân P Cái Khế"]
)
def test_an_abbreviated_agency_is_the_same_agency(unit: str) -> None:
    agency = replace(CAI_KHE, certificate_names=())
    person = pki().issue(Subject("Lê Văn An", CITY, units=(unit,)))

    assert judged(pki().sign(plain(), person), agency) == {"only_personal": Severity.LOOK}


def _unknown_leader() -> Identity:
    return pki().issue(Subject("Trần Thị Bình", "Không rõ"), slot="person")


def test_an_unknown_leader_before_the_organisation_is_a_note() -> None:
    approved = pki().sign(plain(), _unknown_leader())
    issued = pki().sign(approved, organisation(), field_name="Signature2")

    assert judged(issued) == {"signer_unknown": Severity.NOTE}


def test_a_stranger_after_the_organisation_is_looked_at() -> None:
    data = pki().sign(signed(), _unknown_leader(), field_name="Signature2")

    assert judged(data)["signer_unknown"] is Severity.LOOK


def test_an_untrusted_leader_before_the_organisation_still_blocks() -> None:
    foreign = TestPki.build(NOW, "foreign-")
    stranger = foreign.person("Trần Thị Bình", "Không rõ", "Không rõ")
    issued = pki().sign(foreign.sign(plain(), stranger), organisation(), field_name="Signature2")

    assert judged(issued)["chain_untrusted"] is Severity.BLOCKS
    assert judged(issued)["signer_unknown"] is Severity.LOOK


def test_an_agency_out_of_force_names_nobody() -> None:
    gone = replace(OTHER, valid_to=(NOW - timedelta(days=30)).date())
    data = pki().sign(plain(), an_binh())

    assert judged(data, registry=Registry((CAI_KHE, gone)))["signer_unknown"] is Severity.LOOK


def test_the_signing_agency_is_named_for_a_mail_from_a_wrong_mailbox() -> None:
    report = verify_pdf(letter(), trust(), NOW)

    assert signing_agency(report, REGISTRY, NOW) == CAI_KHE


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(plain, id="unsigned"),
        pytest.param(lambda: updated(letter(), other_text), id="changed"),
        pytest.param(lambda: pki().sign(plain(), leader()), id="a person"),
        pytest.param(lambda: pki().sign(signed(), an_binh(), field_name="S2"), id="two agencies"),
    ],
)
def test_no_signing_agency_is_named_without_one_valid_organisation(data: Any) -> None:
    assert signing_agency(verify_pdf(data(), trust(), NOW), REGISTRY, NOW) is None


def test_every_finding_names_the_file_and_the_signer() -> None:
    report = verify_pdf(pki().sign(plain(), an_binh()), trust(), NOW)

    findings = judge_signatures(report, CAI_KHE, REGISTRY, NOW, file="cv.pdf")

    assert {finding.place.file for finding in findings if finding.place} == {"cv.pdf"}
    (other,) = [one for one in findings if one.code == "signature.other_agency"]
    assert other.fields["other"] == OTHER.name
    assert other.fields["signer"] == "ỦY BAN NHÂN DÂN PHƯỜNG AN BÌNH"


def _a_signature(reason: str, verdict: Verdict) -> SignatureReport:
    good = verify_pdf(signed(), trust(), NOW).signatures[0]
    bad = replace(good, reason=reason, verdict=verdict, reasons=(Reason(reason),))
    return SignatureReport(verdict, bad.reasons, (bad,))


def test_every_code_the_library_can_give_has_its_words() -> None:
    words = load_words()

    assert [code for code in all_codes() if f"signature.{code}" not in words.texts] == []


@pytest.mark.parametrize("verdict", [Verdict.FAILED, Verdict.INDETERMINATE])
def test_no_signature_that_did_not_pass_is_ever_clean(verdict: Verdict) -> None:
    for code in all_codes() - {"sha1_timestamp_imprint"}:
        report = _a_signature(code, verdict)
        findings = judge_signatures(report, CAI_KHE, REGISTRY, NOW)
        assert needs_a_person(findings), code


def test_the_report_travels_out_of_the_child_process() -> None:
    report = verify_pdf(letter(), trust(), NOW)

    assert load(dump(report), ("signing",)) == report


def test_the_words_carry_no_field_the_findings_do_not_have() -> None:
    texts = tomllib.loads(default_file("texts/vi/signature.toml").read_text("utf-8"))
    known = {"field", "signer", "named", "issuer", "valid_to", "time", "other", "found", "wanted"}
    findings = {name: text for name, text in texts.items() if not name.startswith("told_")}

    for name, text in findings.items():
        used = {part.split("}")[0] for part in text.split("{")[1:]}
        assert used <= known | {
            "fingerprint",
            "file",
            "detail",
            "text",
            "title",
            "name",
            "token",
        }, name


def test_a_signature_without_a_readable_certificate_is_nobodys() -> None:
    good = verify_pdf(signed(), trust(), NOW).signatures[0]
    nobody = replace(good, signer=None, verdict=Verdict.FAILED, reason="format_failure")
    report = SignatureReport(Verdict.FAILED, (), (nobody,))

    findings = judge_signatures(report, CAI_KHE, REGISTRY, NOW)

    assert "signature.signer_unknown" in [one.code for one in findings]


@pytest.mark.parametrize(
    ("named", "data", "found"),
    [
        pytest.param(LEADER, letter, [], id="the very person"),
        pytest.param(letters_key(LEADER), letter, [], id="without marks"),
        pytest.param("Lê Thị Khác", letter, ["signature.named_otherwise"], id="somebody else"),
        pytest.param("", letter, [], id="a name nobody could read"),
        pytest.param("Lê Thị Khác", signed, [], id="no person's certificate"),
        pytest.param("", plain, [], id="unsigned, which is told by itself"),
    ],
)
def test_a_letter_signed_by_another_than_it_names_goes_to_a_person(
    named: str, data: Callable[[], bytes], found: list[str]
) -> None:
    report, place = verify_pdf(data(), trust(), NOW), Place("cv.pdf", 1)

    findings = list(named_signer_findings(report, CAI_KHE, REGISTRY, NOW, named=named, place=place))

    assert [one.code for one in findings] == found
    for one in findings:
        assert needs_a_person([one])
        assert one.place == place
        assert one.fields == {"named": named, "signer": LEADER}


def test_a_letter_of_which_neither_words_nor_certificates_tell_who_signs_goes_to_a_person() -> None:
    report, place = verify_pdf(signed(), trust(), NOW), Place("cv.pdf", 1)

    (one,) = named_signer_findings(report, CAI_KHE, REGISTRY, NOW, named="", place=place)

    assert one.code == "signature.nobody_named"
    assert needs_a_person([one])
    assert one.place == place
