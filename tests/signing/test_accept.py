"""What must pass: everything the issuing tools and our own signing make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.signers.cms_embedder import SigMDPSetup

from signing import (
    Appearance,
    Level,
    Revocation,
    SigningKey,
    TimeSource,
    TrustStore,
    Verdict,
    add_document_timestamp,
    add_validation_data,
    load_pkcs12,
    sign_pdf,
)
from tests.pki import asking, sha1_imprint, simple_pdf
from tests.pki.certificates import TSA, Profile, Subject, ec_key
from tests.pki.documents import compressed_pdf, encrypted_pdf, linear_typst_pdf
from tests.pki.ocsp import ocsp_answer
from tests.pki.sha1 import sha1_certificate
from tests.pki.timestamps import stamper
from tests.signing.forgery import updated, visible_empty_field
from tests.signing.picture import red_square
from tests.signing.world import (
    AGENCY,
    CITY,
    NOW,
    SIGNED_AT,
    fresh_pki,
    leader,
    letter,
    organisation,
    pki,
    plain,
    signed,
    trust,
    verify,
)

Case = tuple[bytes, dict[str, Any]]
Build = Callable[[], Case]

LATER = NOW + timedelta(days=800)


def _key() -> SigningKey:
    return load_pkcs12(organisation().pkcs12(b"x"), b"x")


def _ours(**more: Any) -> bytes:
    return sign_pdf(plain(), _key(), field_name="Signature1", signed_at=SIGNED_AT, **more)


def _stamped(**more: Any) -> bytes:
    return _ours(timestamper=asking(pki().tsa, SIGNED_AT), **more)


def _long_term() -> bytes:
    return add_validation_data(
        _stamped(), [pki().intermediate.der, pki().tsa_root.der], pki().crls()
    )


def _archived() -> bytes:
    return add_document_timestamp(_long_term(), asking(pki().tsa, NOW), "Archive1")


def _by(subject: str, **more: Any) -> bytes:
    return pki().sign(plain(), pki().issue(Subject(subject, CITY), **more))


def _certified(level: MDPPerm) -> bytes:
    setup = SigMDPSetup("sha256", certify=True, docmdp_perms=level)
    return pki().sign(plain(), leader(), docmdp=setup)


def _revoked_later() -> Case:
    practice = fresh_pki()
    who = practice.organisation("Cơ quan A", CITY)
    practice.revoke(who, NOW - timedelta(days=3))
    data = practice.sign(plain(), who, signed_at=NOW - timedelta(days=10), stamped=True)
    return data, {"store": practice.trust_store()}


def _judged_before_the_revocation() -> Case:
    practice = fresh_pki()
    who = practice.organisation("Cơ quan A", CITY)
    practice.revoke(who, NOW - timedelta(days=3))
    then = NOW - timedelta(days=10)
    data = practice.sign(plain(), who, signed_at=then)
    return data, {"store": practice.trust_store(), "at": then + timedelta(hours=1)}


def _with_ocsp() -> Case:
    profile = Profile(ocsp_url="http://ocsp.invalid/")
    who = pki().organisation("Cơ quan B", CITY, profile=profile)
    answer = ocsp_answer(who, pki().intermediate, NOW - timedelta(hours=1))
    lists = pki().crls()
    store = TrustStore(
        (pki().root.der,), (pki().intermediate.der,), (), (lists[0], lists[2]), (answer,)
    )
    return pki().sign(plain(), who), {"store": store}


def _without(**parts: Any) -> dict[str, Any]:
    whole = trust()
    kept = {name: getattr(whole, name) for name in ("roots", "intermediates", "tsa_roots", "crls")}
    return {"store": TrustStore(**(kept | parts))}


def _tsa_below_our_root() -> Case:
    tsa = pki().issue(Subject("TSA chung gốc"), slot="tsa2", issuer=pki().root, profile=TSA)
    data = pki().sign(plain(), organisation(), timestamper=stamper(tsa, SIGNED_AT))
    return data, _without(tsa_roots=())


GOOD: dict[str, Build] = {
    "adbe.pkcs7.detached, B-B": lambda: (signed(), {}),
    "ETSI.CAdES.detached, B-B": lambda: (pki().sign(plain(), organisation(), "pades"), {}),
    "adbe with a time stamp": lambda: (pki().sign(plain(), organisation(), stamped=True), {}),
    "pades with a time stamp": lambda: (
        pki().sign(plain(), organisation(), "pades", stamped=True),
        {},
    ),
    "our own B-B": lambda: (_ours(reason="Phát hành", location="Cần Thơ"), {}),
    "our own B-T": lambda: (_stamped(), {}),
    "our own B-LT": lambda: (_long_term(), {}),
    "our own B-LTA": lambda: (_archived(), {}),
    "our own, visible": lambda: (
        _ours(appearance=Appearance(0, (100, 100, 200, 200), red_square())),
        {},
    ),
    "a second seal on our own": lambda: (
        sign_pdf(_ours(), _key(), field_name="Signature2", signed_at=SIGNED_AT),
        {},
    ),
    "B-LT on the revocation data it carries": lambda: (_long_term(), _without(crls=())),
    "B-LTA years later, fresh lists": lambda: (
        _archived(),
        {"store": pki().trust_store(pki().crls(LATER)), "at": LATER},
    ),
    "B-LTA years later, a fresh list of the TSA only": lambda: (
        _archived(),
        {"store": pki().trust_store(pki().crls(LATER)[2:]), "at": LATER},
    ),
    "expired since, stamped while valid": lambda: (
        _stamped(),
        {"store": pki().trust_store(pki().crls(LATER)), "at": LATER},
    ),
    "revoked after the time stamp": _revoked_later,
    "as of the past, with today's list": lambda: (
        signed(),
        {"store": pki().trust_store(pki().crls(NOW + timedelta(days=2)))},
    ),
    "as of before the revocation, with today's list": _judged_before_the_revocation,
    "OCSP instead of a list": _with_ocsp,
    "leader, then organisation": lambda: (letter(), {}),
    "leader, organisation, a third": lambda: (
        pki().sign(letter(), leader(), field_name="Signature3"),
        {},
    ),
    "both stamped": lambda: (
        pki().sign(
            pki().sign(plain(), leader(), stamped=True),
            organisation(),
            field_name="Signature2",
            stamped=True,
        ),
        {},
    ),
    "B-LT behind two signatures": lambda: (
        add_validation_data(letter(), [pki().intermediate.der], pki().crls()),
        {},
    ),
    "saved twice after signing with nothing changed": lambda: (
        updated(updated(signed(), lambda writer: writer.update_root()), lambda w: w.update_root()),
        {},
    ),
    "RSA 3072": lambda: (_by("Cơ quan C", slot="big", bits=3072), {}),
    "ECDSA P-256": lambda: (_by("Cơ quan D", key=ec_key("ec")), {}),
    "RSASSA-PSS": lambda: (pki().sign(plain(), organisation(), prefer_pss=True), {}),
    "SHA-384": lambda: (pki().sign(plain(), organisation(), digest="sha384"), {}),
    "SHA-512": lambda: (pki().sign(plain(), organisation(), digest="sha512"), {}),
    "no issuers embedded": lambda: (pki().sign(plain(), organisation(), embed_chain=False), {}),
    "intermediate only embedded": lambda: (signed(), _without(intermediates=())),
    "SHA-1 imprint of the time stamp": lambda: (
        pki().sign(plain(), organisation(), timestamper=sha1_imprint(pki().tsa, SIGNED_AT)),
        {},
    ),
    "TSA below the same root, no TSA roots given": _tsa_below_our_root,
    "no time told at all": lambda: (pki().sign(plain(), organisation(), claim=False), {}),
    "certified, no changes": lambda: (_certified(MDPPerm.NO_CHANGES), {}),
    "certified for filling, then issued": lambda: (
        pki().sign(_certified(MDPPerm.FILL_FORMS), organisation(), field_name="Signature2"),
        {},
    ),
    "certified for notes, then issued": lambda: (
        pki().sign(_certified(MDPPerm.ANNOTATE), organisation(), field_name="Signature2"),
        {},
    ),
    "an empty field prepared before signing": lambda: (
        pki().sign(updated(plain(), visible_empty_field), organisation(), field_name="Cover"),
        {},
    ),
    "twelve pages": lambda: (pki().sign(simple_pdf(pages=12), organisation()), {}),
    "object streams": lambda: (pki().sign(compressed_pdf(), organisation()), {}),
    "made by typst": lambda: (pki().sign(linear_typst_pdf(), organisation()), {}),
    "encrypted with an empty password": lambda: (
        pki().sign(encrypted_pdf(b""), organisation(), password=b""),
        {},
    ),
    "a first generation certificate where the operator takes them": lambda: (
        pki().sign(plain(), sha1_certificate(pki().intermediate, Subject("G1", CITY), NOW)),
        {"store": replace(trust(), accept_sha1_certificates=True)},
    ),
    "no e-mail anywhere": lambda: (
        pki().sign(plain(), pki().issue(Subject("Cơ quan E", CITY))),
        {},
    ),
    "non-repudiation alone": lambda: (
        _by("Cơ quan G", profile=Profile(use=("content_commitment",), purposes=())),
        {},
    ),
    "issued by the root itself": lambda: (_by("Cơ quan H", issuer=pki().root), {}),
}


@pytest.mark.parametrize("case", GOOD)
def test_it_passes(case: str) -> None:
    data, how = GOOD[case]()

    report = verify(data, **how)

    assert report.verdict is Verdict.PASSED, [(r.code, r.detail) for r in report.reasons]
    assert all(one.verdict is Verdict.PASSED and one.reason == "" for one in report.signatures)
    assert report.signatures[-1].covers_whole_document
    assert not any(one.changed_after_signing for one in report.signatures)
    assert all(one.revocation is Revocation.GOOD for one in report.signatures)


@pytest.mark.parametrize(
    ("build", "level", "source"),
    [
        pytest.param(_ours, Level.B_B, TimeSource.CLAIMED, id="B-B"),
        pytest.param(_stamped, Level.B_T, TimeSource.TIMESTAMP, id="B-T"),
        pytest.param(_long_term, Level.B_LT, TimeSource.TIMESTAMP, id="B-LT"),
        pytest.param(_archived, Level.B_LTA, TimeSource.TIMESTAMP, id="B-LTA"),
    ],
)
def test_the_level_and_the_source_of_the_time_are_told(
    build: Callable[[], bytes], level: Level, source: TimeSource
) -> None:
    signature = verify(build()).signatures[0]

    assert (signature.level, signature.time_source) == (level, source)
    assert signature.signed_at == SIGNED_AT
    assert (signature.indication, signature.sub_indication) == ("TOTAL-PASSED", "")


def test_the_signer_is_told_as_the_certificate_has_it() -> None:
    leader_signature, organisation_signature = verify(letter()).signatures

    signer = organisation_signature.signer
    assert signer is not None
    assert (signer.name, signer.organisation, signer.locality) == (AGENCY, CITY, "Cần Thơ")
    assert signer.emails == ("caikhe@cantho.gov.vn",)
    assert signer.issuer == "CA phục vụ các cơ quan Nhà nước thử nghiệm"
    assert signer.serial_number == str(organisation().certificate.serial_number)
    assert signer.fingerprint == organisation().certificate.fingerprint(hashes.SHA256()).hex()
    assert organisation_signature.certificate == organisation().der
    person = leader_signature.signer
    assert person is not None
    assert (person.name, person.organisational_unit) == ("Nguyễn Hữu Phước", AGENCY)
    assert person.emails == ("phuoc@cantho.gov.vn",)


def test_the_first_of_two_signatures_does_not_cover_the_whole_document() -> None:
    first, second = verify(letter()).signatures

    assert (first.covers_whole_document, second.covers_whole_document) == (False, True)


def test_a_sha1_imprint_is_kept_in_mind() -> None:
    data = pki().sign(plain(), organisation(), timestamper=sha1_imprint(pki().tsa, SIGNED_AT))

    assert [reason.code for reason in verify(data).reasons] == ["sha1_timestamp_imprint"]


@pytest.mark.parametrize("at", [NOW, LATER])
def test_revocation_asked_only_after_expiry_is_kept_in_mind(at: datetime) -> None:
    data, how = GOOD["expired since, stamped while valid"]()
    how["at"] = at

    assert [r.code for r in verify(data, **how).reasons] == ["revocation_checked_after_expiry"]
