"""The demo's PKI, judged by our own verifier."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from mailbot.demo.pki import DemoIdentity, DemoPki
from signing import SignatureReport, TrustStore, Verdict, load_pkcs12, sign_pdf, verify_pdf

NOW = datetime(2026, 3, 2, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def pki() -> DemoPki:
    return DemoPki.build(NOW)


def _verified(pki: DemoPki, who: DemoIdentity) -> SignatureReport:
    output = BytesIO()
    canvas = Canvas(output, invariant=True)
    canvas.drawString(72, 720, "Kinh gui")
    canvas.save()
    key = load_pkcs12(who.pkcs12(b"demo"), b"demo")
    signed_at = NOW - timedelta(minutes=5)
    signed = sign_pdf(output.getvalue(), key, field_name="Signature1", signed_at=signed_at)
    trust = TrustStore((pki.root.der,), (pki.intermediate.der,), (), pki.crls())
    return verify_pdf(signed, trust, NOW)


def test_what_an_agency_of_the_demo_signs_passes(pki: DemoPki) -> None:
    agency = pki.organisation("Phường Cái Khế", "Thành phố Cần Thơ", email="ck@demo.example")

    report = _verified(pki, agency)

    assert report.verdict is Verdict.PASSED
    signer = report.signatures[0].signer
    assert signer is not None
    assert signer.name == "Phường Cái Khế"
    assert signer.emails == ("ck@demo.example",)
    assert signer.fingerprint == agency.fingerprint


def test_a_person_of_the_demo_has_the_agency_as_unit_and_an_address(pki: DemoPki) -> None:
    report = _verified(pki, pki.person("Lê Văn An", "Thành phố", "Phường An Bình", email="a@d.vn"))

    signer = report.signatures[0].signer
    assert signer is not None
    assert (signer.name, signer.organisational_unit) == ("Lê Văn An", "Phường An Bình")
    assert signer.emails == ("a@d.vn",)


def test_a_revoked_agency_of_the_demo_does_not_pass(pki: DemoPki) -> None:
    agency = pki.organisation("Phường Bị Thu Hồi", "Thành phố Cần Thơ")
    pki.revoke(agency)

    report = _verified(pki, agency)

    assert [reason.code for reason in report.reasons] == ["certificate_revoked"]
