"""The part of a trust store that a verdict rests on."""

from __future__ import annotations

from dataclasses import replace

from signing import (
    Level,
    TrustStore,
    Verdict,
    add_validation_data,
    load_pkcs12,
    material_for,
    sign_pdf,
)
from tests.pki import asking
from tests.pki.ocsp import ocsp_answer
from tests.signing.world import NOW, SIGNED_AT, leader, organisation, pki, plain, trust, verify


def test_the_issuers_and_their_lists_are_found_and_no_others() -> None:
    found = material_for(organisation().der, trust())

    assert found.certificates == (pki().intermediate.der, pki().root.der)
    assert found.crls == trust().crls[:2]
    assert found.ocsps == ()


def test_an_answer_about_the_certificate_is_found_and_no_others() -> None:
    mine = ocsp_answer(organisation(), pki().intermediate, NOW)
    anothers = ocsp_answer(leader(), pki().intermediate, NOW)

    found = material_for(organisation().der, replace(trust(), ocsps=(anothers, mine)))

    assert found.ocsps == (mine,)


def test_a_root_rests_on_nothing_above() -> None:
    assert material_for(pki().root.der, trust()).certificates == ()


def test_a_store_that_knows_no_issuer_gives_nothing() -> None:
    found = material_for(organisation().der, TrustStore())

    assert (found.certificates, found.crls, found.ocsps) == ((), (), ())


def test_a_notice_that_carries_its_material_needs_the_roots_alone() -> None:
    key = load_pkcs12(organisation().pkcs12(b"x"), b"x")
    tsa = asking(pki().tsa, SIGNED_AT)
    made = sign_pdf(plain(), key, field_name="S", signed_at=SIGNED_AT, timestamper=tsa)
    for certificate in (organisation().der, pki().tsa.der):
        rest = material_for(certificate, trust())
        made = add_validation_data(made, rest.certificates, rest.crls, rest.ocsps)

    report = verify(made, TrustStore((pki().root.der,), (), (pki().tsa_root.der,)))

    assert report.verdict is Verdict.PASSED
    assert report.signatures[0].level is Level.B_LT
