"""Detached and enveloping signatures, and signed mails."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from hypothesis import given, strategies

from signing import (
    Revocation,
    SignatureReport,
    TrustStore,
    Verdict,
    canonical_part,
    open_enveloping,
    verify_detached,
)
from tests.pki import Identity, TestPki
from tests.pki.certificates import Profile, Subject
from tests.pki.cms import detached, enveloping

DATA = "Danh sách đề nghị cấp mới hộp thư".encode()


# The signatures of this module are made now: the library that makes them takes no other time.
@lru_cache
def now() -> datetime:
    return datetime.now(UTC) + timedelta(minutes=5)


@lru_cache
def practice() -> TestPki:
    return TestPki.build(now())


@lru_cache
def agency() -> Identity:
    return practice().organisation("Phường Cái Khế", "Thành phố", email="ck@cantho.gov.vn")


@lru_cache
def person() -> Identity:
    return practice().person("Lê Văn An", "Thành phố", "Phường Cái Khế")


@lru_cache
def trust() -> TrustStore:
    return practice().trust_store()


def verified(data: bytes, signature: bytes, *, mail: bool = False) -> SignatureReport:
    return verify_detached(data, signature, trust(), now(), mail=mail)


@pytest.mark.parametrize(
    "wrapped",
    [
        pytest.param(lambda der: der, id="DER"),
        pytest.param(base64.encodebytes, id="base64"),
        pytest.param(
            lambda der: (
                b"-----BEGIN PKCS7-----\n" + base64.encodebytes(der) + b"-----END PKCS7-----\n"
            ),
            id="PEM",
        ),
    ],
)
def test_a_detached_signature_passes(wrapped: object) -> None:
    assert callable(wrapped)

    report = verified(DATA, wrapped(detached(DATA, agency())))

    assert report.verdict is Verdict.PASSED
    (one,) = report.signatures
    assert one.signer is not None
    assert (one.signer.name, one.revocation) == ("Phường Cái Khế", Revocation.GOOD)
    assert one.covers_whole_document
    assert one.signed_at is not None


def test_other_data_fails() -> None:
    report = verified(DATA + b".", detached(DATA, agency()))

    assert report.verdict is Verdict.FAILED
    assert report.signatures[0].reason == "hash_mismatch"
    assert report.signatures[0].changed_after_signing


def test_two_signers_in_one_container_are_each_judged() -> None:
    report = verified(DATA, detached(DATA, person(), agency()))

    assert report.verdict is Verdict.PASSED
    names = {one.signer.name for one in report.signatures if one.signer}
    assert names == {"Lê Văn An", "Phường Cái Khế"}


def test_one_bad_signer_of_two_spoils_the_whole() -> None:
    stranger = TestPki.build(now(), "foreign-").organisation("Kẻ khác", "Đâu đó")

    report = verified(DATA, detached(DATA, agency(), stranger))

    assert report.verdict is Verdict.INDETERMINATE
    assert sorted(one.reason for one in report.signatures) == ["", "chain_untrusted"]


def _with_signers(container: bytes, change: Callable[[cms.SignerInfo], list[object]]) -> bytes:
    info = cms.ContentInfo.load(container)
    changed = change(info["content"]["signer_infos"][0])
    info["content"]["signer_infos"] = cms.SignerInfos(changed)
    return bytes(info.dump(force=True))


def test_no_signer_is_left_out_however_many_there_are() -> None:
    report = verified(DATA, _with_signers(detached(DATA, agency()), lambda one: [one] * 21))

    assert report.verdict is Verdict.UNREADABLE
    assert [reason.code for reason in report.reasons] == ["too_many_signers"]


def test_a_signature_over_something_else_is_none_over_its_attributes() -> None:
    genuine = detached(DATA, agency())
    info = cms.ContentInfo.load(genuine)["content"]["signer_infos"][0]
    attributes = info["signed_attrs"].untag().dump()
    bare = ("version", "sid", "digest_algorithm", "signature_algorithm", "signature")

    forged = _with_signers(genuine, lambda one: [cms.SignerInfo({key: one[key] for key in bare})])
    report = verified(attributes, forged)

    assert report.verdict is Verdict.INDETERMINATE
    assert [reason.code for reason in report.reasons] == ["signed_attributes_missing"]


def test_an_enveloping_signature_gives_its_content() -> None:
    opened = open_enveloping(enveloping(DATA, agency()), trust(), now())

    assert opened.content == DATA
    assert opened.report.verdict is Verdict.PASSED


def test_an_enveloping_signature_changed_inside_fails() -> None:
    container = enveloping(DATA, agency())
    place = container.index(DATA)
    changed = container[:place] + b"X" + container[place + 1 :]

    opened = open_enveloping(changed, trust(), now())

    assert opened.content != DATA
    assert opened.report.verdict is Verdict.FAILED


def test_a_detached_signature_holds_nothing_to_open() -> None:
    opened = open_enveloping(detached(DATA, agency()), trust(), now())

    assert opened.content is None
    assert opened.report.reasons[0].code == "container_empty"


def test_an_empty_content_is_a_content() -> None:
    opened = open_enveloping(enveloping(b"", agency()), trust(), now())

    assert (opened.content, opened.report.verdict) == (b"", Verdict.PASSED)


def test_a_certificate_for_mail_passes_for_mail_only() -> None:
    who = practice().issue(Subject("Thư", "Thành phố"), profile=Profile(use=("digital_signature",)))
    signature = detached(DATA, who)

    assert verified(DATA, signature, mail=True).verdict is Verdict.PASSED
    assert verified(DATA, signature).signatures[0].reason == "key_usage_unsuitable"


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_a_signed_mail_is_judged_on_the_bytes_of_its_part(line_end: bytes) -> None:
    part = b"Content-Type: text/plain; charset=utf-8\r\n\r\nK\xc3\xadnh g\xe1\xbb\xadi\r\nDong 2"
    signature = detached(part, agency())

    report = verified(canonical_part(part.replace(b"\r\n", line_end)), signature, mail=True)

    assert report.verdict is Verdict.PASSED


def test_an_smime_mail_of_the_library_is_verified() -> None:
    who = agency()
    mail = (
        pkcs7.PKCS7SignatureBuilder()
        .set_data(b"Kinh gui\n")
        .add_signer(who.certificate, who.key, pkcs7_digest())  # type: ignore[arg-type]
        .sign(Encoding.SMIME, [pkcs7.PKCS7Options.DetachedSignature])
    )
    boundary = mail.split(b'boundary="')[1].split(b'"', 1)[0]
    _, part, signature_part, _ = mail.split(b"--" + boundary)
    body = part.removeprefix(b"\r\n").removesuffix(b"\r\n")
    signature = signature_part.split(b"\r\n\r\n", 1)[1]

    report = verify_detached(canonical_part(body), signature, trust(), now(), mail=True)

    assert report.verdict is Verdict.PASSED


def pkcs7_digest() -> object:
    return hashes.SHA256()


def test_a_container_that_holds_no_signer_is_unsigned() -> None:
    certificates_only = pkcs7.serialize_certificates([agency().certificate], Encoding.DER)

    assert verified(DATA, certificates_only).verdict is Verdict.UNSIGNED


@given(strategies.binary(max_size=400))
def test_any_bytes_give_a_verdict(data: bytes) -> None:
    assert verified(DATA, data).verdict is Verdict.UNREADABLE
    assert open_enveloping(data, trust(), now()).content is None


@given(strategies.integers(0, 10_000), strategies.integers(1, 255))
def test_a_changed_container_never_gives_another_signer(position: int, flip: int) -> None:
    container = bytearray(detached(DATA, agency()))
    container[position % len(container)] ^= flip

    report = verified(DATA, bytes(container))

    for one in report.signatures:
        if one.verdict is Verdict.PASSED:
            assert one.certificate == agency().der
