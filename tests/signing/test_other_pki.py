"""The same verdicts on a PKI of another make: certomancer's CRLs, OCSP answers and time stamps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import ocsp, tsp
from certomancer.registry import ArchLabel
from certomancer.registry.config import CertomancerConfig
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from signing import Level, Revocation, TrustStore, Verdict, sign_pdf
from tests.pki.certificates import rsa_key
from tests.signing.world import plain, verify

AT = datetime(2026, 3, 2, 3, tzinfo=UTC)
KEYS = ("root", "interm", "tsa", "ocsp", "signer")

CONFIG = """
external-url-prefix: "http://ca.invalid"
keysets:
  practice:
    path-prefix: .
    keys: {keys}
pki-architectures:
  practice:
    keyset: practice
    entity-defaults: {{country-name: VN, organization-name: Ban Cơ yếu Chính phủ}}
    entities:
      root: {{common-name: RootCA thử nghiệm}}
      interm: {{common-name: CA phục vụ các cơ quan Nhà nước thử nghiệm}}
      tsa: {{common-name: TSA thử nghiệm}}
      ocsp: {{common-name: OCSP thử nghiệm}}
      signer: {{common-name: UBND phường Cái Khế, locality-name: Cần Thơ}}
    certs:
      root:
        subject: root
        subject-key: root
        issuer: root
        authority-key: root
        validity: &long
          valid-from: "2020-01-01T00:00:00+0000"
          valid-to: "2040-01-01T00:00:00+0000"
        profiles: [{{id: simple-ca, params: {{crl-repo: root}}}}]
      interm:
        issuer: root
        validity: *long
        profiles:
          - id: simple-ca
            params: {{max-path-len: 0, crl-repo: interm, ocsp-service: interm}}
      ocsp: {{issuer: interm, validity: *long, profiles: [ocsp-responder]}}
      tsa:
        issuer: root
        validity: *long
        extensions:
          - id: key_usage
            critical: true
            smart-value: {{schema: key-usage, params: [digital_signature]}}
          - {{id: extended_key_usage, critical: true, value: [time_stamping]}}
      signer:
        issuer: interm
        validity: &years
          valid-from: "2025-01-01T00:00:00+0000"
          valid-to: "2028-01-01T00:00:00+0000"
        profiles: [digsig-commitment]
      revoked:
        subject: signer
        subject-key: signer
        issuer: interm
        validity: *years
        profiles: [digsig-commitment]
        revocation: {{revoked-since: "2026-02-01T00:00:00+0000", reason: key_compromise}}
    services:
      ocsp:
        interm: {{for-issuer: interm, responder-cert: ocsp, signing-key: ocsp}}
      crl-repo:
        root: {{for-issuer: root, signing-key: root, simulated-update-schedule: P30D}}
        interm: {{for-issuer: interm, signing-key: interm, simulated-update-schedule: P30D}}
      time-stamping:
        tsa: {{signing-key: tsa, signing-cert: tsa}}
"""


@dataclass(frozen=True)
class OtherKey:
    """A signer's key as `sign_pdf` takes it."""

    certificate: bytes
    chain: tuple[bytes, ...]
    mechanism: str = "sha256_rsa"
    signature_size: int = 256

    def sign(self, data: bytes) -> bytes:
        return rsa_key("other-signer").sign(data, padding.PKCS1v15(), hashes.SHA256())


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return _architecture(tmp_path_factory.mktemp("keys"))


def _architecture(folder: Path) -> Any:
    for name in KEYS:
        pem = rsa_key(f"other-{name}").private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
        (folder / f"{name}.pem").write_bytes(pem)
    keys = "{" + ", ".join(f"{name}: {{path: {name}.pem}}" for name in KEYS) + "}"
    config = CertomancerConfig.from_yaml(CONFIG.format(keys=keys), key_search_dir=str(folder))
    return config.get_pki_arch(ArchLabel("practice"))


def _key(other: Any, label: str) -> OtherKey:
    der = other.get_cert(label).dump()
    return OtherKey(der, (other.get_cert("interm").dump(),))


@lru_cache
def _trust(other: Any, at: datetime) -> TrustStore:
    services = other.service_registry
    root = other.get_cert("root").dump()
    lists = tuple(services.get_crl(name, at).dump() for name in ("root", "interm"))
    return TrustStore((root,), (other.get_cert("interm").dump(),), (root,), lists)


def _stamping(other: Any, at: datetime) -> Any:
    stamper = other.service_registry.summon_timestamper("tsa", at)
    return lambda request: stamper.request_tsa_response(tsp.TimeStampReq.load(request)).dump()


def _answer(other: Any, label: str, at: datetime) -> bytes:
    responder = other.service_registry.summon_responder("interm", at)
    wanted = other.get_cert(label)
    issuer = other.get_cert("interm")
    cert_id = ocsp.CertId(
        {
            "hash_algorithm": {"algorithm": "sha1"},
            "issuer_name_hash": issuer.subject.sha1,
            "issuer_key_hash": issuer.public_key.sha1,
            "serial_number": wanted.serial_number,
        }
    )
    tbs = ocsp.TBSRequest({"request_list": [ocsp.Request({"req_cert": cert_id})]})
    made: bytes = responder.build_ocsp_response(ocsp.OCSPRequest({"tbs_request": tbs})).dump()
    return made


def test_a_signature_passes(other: Any) -> None:
    made = sign_pdf(plain(), _key(other, "signer"), field_name="S", signed_at=AT)

    report = verify(made, _trust(other, AT), AT)

    assert report.verdict is Verdict.PASSED
    assert report.signatures[0].signer is not None
    assert report.signatures[0].signer.name == "UBND phường Cái Khế"


def test_a_time_stamp_counts(other: Any) -> None:
    signed_at = AT - timedelta(hours=2)
    made = sign_pdf(
        plain(),
        _key(other, "signer"),
        field_name="S",
        signed_at=signed_at,
        timestamper=_stamping(other, signed_at),
    )

    (one,) = verify(made, _trust(other, AT), AT).signatures

    assert (one.verdict, one.level, one.signed_at) == (Verdict.PASSED, Level.B_T, signed_at)


def test_a_revoked_certificate_does_not_pass(other: Any) -> None:
    made = sign_pdf(plain(), _key(other, "revoked"), field_name="S", signed_at=AT)

    (one,) = verify(made, _trust(other, AT), AT).signatures

    assert (one.reason, one.revocation) == ("certificate_revoked", Revocation.REVOKED)


def test_a_time_stamp_before_the_revocation_saves_the_signature(other: Any) -> None:
    early = datetime(2026, 1, 15, tzinfo=UTC)
    made = sign_pdf(
        plain(),
        _key(other, "revoked"),
        field_name="S",
        signed_at=early,
        timestamper=_stamping(other, early),
    )

    assert verify(made, _trust(other, AT), AT).verdict is Verdict.PASSED


@pytest.mark.parametrize(
    ("label", "verdict"), [("signer", Verdict.PASSED), ("revoked", Verdict.INDETERMINATE)]
)
def test_a_delegated_responders_answer_counts(other: Any, label: str, verdict: Verdict) -> None:
    made = sign_pdf(plain(), _key(other, label), field_name="S", signed_at=AT)
    lists = _trust(other, AT).crls[:1]
    store = replace(_trust(other, AT), crls=lists, ocsps=(_answer(other, label, AT),))

    assert verify(made, store, AT).verdict is verdict


def test_without_lists_nothing_is_known(other: Any) -> None:
    made = sign_pdf(plain(), _key(other, "signer"), field_name="S", signed_at=AT)

    report = verify(made, replace(_trust(other, AT), crls=()), AT)

    assert report.signatures[0].reason == "revocation_unknown"
