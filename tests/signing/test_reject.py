"""What must never pass: forgeries, changes, and everything that cannot be proven."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asn1crypto import cms
from pyhanko.pdf_utils import generic
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.signers.cms_embedder import SigMDPSetup

from signing import (
    Verdict,
    add_document_timestamp,
    add_validation_data,
    load_pkcs12,
    sign_pdf,
)
from tests.pki import Identity, TestPki, asking, simple_pdf
from tests.pki.certificates import CA, TSA, Profile, Subject, certify, revocation_list, rsa_key
from tests.pki.documents import encrypted_pdf, hybrid_pdf, sloppy_pdf
from tests.pki.ocsp import ocsp_answer
from tests.pki.sha1 import sha1_certificate
from tests.pki.timestamps import stamper, weak_imprint
from tests.signing import forgery
from tests.signing.forgery import updated
from tests.signing.world import (
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

How = dict[str, Any]
Build = Callable[[], tuple[bytes, How]]

FAILED, DOUBTFUL = Verdict.FAILED, Verdict.INDETERMINATE
LATER = NOW + timedelta(days=800)


def _only(data: bytes) -> tuple[bytes, How]:
    return data, {}


def _by(subject: str = "Cơ quan Z", *, at: datetime | None = None, **more: Any) -> bytes:
    return pki().sign(plain(), pki().issue(Subject(subject, CITY), **more), signed_at=at)


TRUE, EMPTY = generic.BooleanObject(True), generic.DictionaryObject()


def _without(**parts: Any) -> How:
    return {"store": replace(trust(), **parts)}


def _flipped(data: bytes, position: int) -> bytes:
    changed = bytearray(data)
    changed[position] ^= 0x01
    return bytes(changed)


def _wrong_signature_value() -> bytes:
    content = cms.ContentInfo.load(forgery.contents(signed()))
    info = content["content"]["signer_infos"][0]
    info["signature"] = bytes([info["signature"].native[0] ^ 1, *info["signature"].native[1:]])
    return forgery.with_contents(signed(), content.dump(force=True))


def _without_certificate() -> bytes:
    content = cms.ContentInfo.load(forgery.contents(signed()))
    content["content"]["certificates"] = cms.CertificateSet([])
    return forgery.with_contents(signed(), content.dump(force=True))


def _two_signers() -> bytes:
    content = cms.ContentInfo.load(forgery.contents(signed()))
    infos = content["content"]["signer_infos"]
    content["content"]["signer_infos"] = cms.SignerInfos([infos[0], infos[0]])
    return forgery.with_contents(signed(), content.dump(force=True))


def _stamp_of_another_signature() -> bytes:
    stamped = cms.ContentInfo.load(
        forgery.contents(pki().sign(plain(), organisation(), stamped=True))
    )
    other = pki().sign(simple_pdf("khac"), organisation())
    mine = cms.ContentInfo.load(forgery.contents(other))
    info = mine["content"]["signer_infos"][0]
    info["unsigned_attrs"] = stamped["content"]["signer_infos"][0]["unsigned_attrs"]
    return forgery.with_contents(other, mine.dump(force=True))


def _text_between_signatures() -> bytes:
    approved = pki().sign(plain(), leader())
    changed = updated(approved, forgery.other_text)
    return pki().sign(changed, organisation(), field_name="Signature2")


def _text_before_an_untrusted_last_signature() -> bytes:
    approved = updated(pki().sign(plain(), organisation()), forgery.other_text)
    foreign = TestPki.build(NOW, "foreign-")
    return foreign.sign(approved, foreign.organisation("Kẻ khác", CITY), field_name="Signature2")


def _filled_after_signing() -> bytes:
    form = forgery.with_text_field(plain())
    return updated(pki().sign(form, organisation()), forgery.fill_text_field)


def _certified(level: MDPPerm, change: forgery.Change) -> bytes:
    setup = SigMDPSetup("sha256", certify=True, docmdp_perms=level)
    return updated(pki().sign(plain(), leader(), docmdp=setup), change)


def _certified_then_signed() -> bytes:
    return pki().sign(
        _certified(MDPPerm.NO_CHANGES, forgery.other_text), organisation(), field_name="Signature2"
    )


def _revoked(**how: Any) -> tuple[bytes, How]:
    practice = fresh_pki()
    who = practice.organisation("Cơ quan A", CITY)
    practice.revoke(who, NOW - timedelta(days=3))
    return practice.sign(plain(), who, **how), {"store": practice.trust_store()}


def _revoked_then_expired() -> tuple[bytes, How]:
    data, _ = _revoked(stamped=True)
    practice = fresh_pki()
    who = practice.organisation("Cơ quan A", CITY)
    practice.revoke(who, NOW - timedelta(days=3))
    data = practice.sign(plain(), who, stamped=True)
    return data, {"store": practice.trust_store(practice.crls(LATER)), "at": LATER}


def _revoked_by_ocsp() -> tuple[bytes, How]:
    who = pki().organisation("Cơ quan B", CITY, profile=Profile(ocsp_url="http://ocsp.invalid/"))
    hour_ago = NOW - timedelta(hours=1)
    answer = ocsp_answer(who, pki().intermediate, hour_ago, NOW - timedelta(days=2))
    return pki().sign(plain(), who), _without(crls=pki().crls()[:1], ocsps=(answer,))


def _revoked_issuer() -> tuple[bytes, How]:
    practice = fresh_pki()
    practice.revoke(practice.intermediate)
    data = practice.sign(plain(), practice.organisation("Cơ quan A", CITY))
    return data, {"store": practice.trust_store()}


def _foreign() -> tuple[bytes, How]:
    foreign = TestPki.build(NOW, "foreign-")
    return foreign.sign(plain(), foreign.organisation("Cơ quan A", CITY)), {}


def _self_signed() -> bytes:
    span = (NOW - timedelta(days=9), NOW + timedelta(days=9))
    return pki().sign(plain(), certify(Subject("Tự ký", CITY), rsa_key("self"), None, span))


def _rogue_tsa() -> bytes:
    foreign = TestPki.build(NOW, "foreign-")
    return pki().sign(plain(), organisation(), timestamper=stamper(foreign.tsa, SIGNED_AT))


def _tsa(profile: Profile) -> tuple[bytes, How]:
    tsa = pki().issue(Subject("TSA sai"), slot="tsa3", issuer=pki().tsa_root, profile=profile)
    return _only(pki().sign(plain(), organisation(), timestamper=stamper(tsa, SIGNED_AT)))


def _short_lived(days_ago: int, days: int, **how: Any) -> bytes:
    start = NOW - timedelta(days=days_ago)
    who = pki().organisation("Cơ quan Y", CITY, valid=(start, start + timedelta(days=days)))
    return pki().sign(plain(), who, **how)


def _below_a_leaf() -> bytes:
    leaf = pki().organisation("Cơ quan trung gian", CITY)
    return pki().sign(plain(), pki().issue(Subject("Giả", CITY), slot="fake", issuer=leaf))


def _too_deep() -> bytes:
    deeper = pki().issue(Subject("CA sâu"), slot="deep", profile=CA)
    return pki().sign(plain(), pki().issue(Subject("Giả", CITY), slot="fake", issuer=deeper))


def _foreign_list() -> tuple[bytes, ...]:
    foreign = TestPki.build(NOW, "foreign-")
    return (pki().crls()[0], revocation_list(foreign.intermediate, NOW))


def _sha1_chain() -> tuple[bytes, How]:
    who = sha1_certificate(pki().intermediate, Subject("Cơ quan SHA-1", CITY), NOW)
    return _only(pki().sign(plain(), who))


def _sha1_signer(year: int) -> Identity:
    return sha1_certificate(
        pki().intermediate, Subject("Cơ quan G1", CITY), datetime(year, 6, 1, tzinfo=UTC)
    )


def _archived_with_orphan() -> bytes:
    key = load_pkcs12(organisation().pkcs12(b"x"), b"x")
    stamped = sign_pdf(plain(), key, field_name="S", signed_at=SIGNED_AT)
    return updated(add_validation_data(stamped, (), pki().crls()), forgery.orphan)


def _hidden_in_the_tail() -> bytes:
    archived = add_validation_data(signed(), (), pki().crls())
    end = archived.rindex(b"startxref")
    hidden = b"\n99 0 obj\n<< /Hidden true >>\nendobj\n"
    return archived[:end] + hidden + archived[end:]


BAD: dict[str, tuple[Build, Verdict, str]] = {
    # The document is not what was signed.
    "a byte of the text": (
        lambda: _only(_flipped(signed(), signed().index(b"stream") + 20)), FAILED, "hash_mismatch"
    ),
    "the digest of another document": (
        lambda: _only(forgery.with_contents(
            signed(), forgery.contents(pki().sign(simple_pdf("khac"), organisation()))
        )), FAILED, "hash_mismatch",
    ),
    "the signature value": (
        lambda: _only(_wrong_signature_value()), FAILED, "signature_invalid"
    ),
    "literal /Contents in a wide gap": (
        lambda: _only(forgery.literal_contents_wrapping(signed())), FAILED, "byte_range_forged"
    ),
    "a gap wider than /Contents": (
        lambda: _only(forgery.widened_gap(signed())), FAILED, "byte_range_forged"
    ),
    "a byte range not from the start": (
        lambda: _only(forgery.with_byte_range(
            signed(), b"[1 %d %d %d]" % forgery.byte_range(signed())[1:]
        )), FAILED, "byte_range_unusual",
    ),
    "a byte range of six numbers": (
        lambda: _only(forgery.with_byte_range(signed(), b"[0 1 2 3 4 5]")),
        FAILED, "byte_range_unusual",
    ),
    "a byte range of two numbers": (
        lambda: _only(forgery.with_byte_range(signed(), b"[0 99]")), FAILED, "byte_range_unusual"
    ),
    "a byte range beyond the file": (
        lambda: _only(forgery.with_byte_range(signed(), b"[0 10 20 9999999]")),
        FAILED, "byte_range_unusual",
    ),
    "a negative byte range": (
        lambda: _only(forgery.with_byte_range(signed(), b"[0 -9 20 30]")),
        FAILED, "byte_range_unusual",
    ),
    "a byte range of names": (
        lambda: _only(forgery.with_byte_range(signed(), b"[/A /B /C /D]")),
        FAILED, "byte_range_unusual",
    ),
    "no byte range": (
        lambda: _only(signed().replace(b"/ByteRange", b"/BiteRange")), FAILED, "format_failure"
    ),
    "the text after signing": (
        lambda: _only(updated(signed(), forgery.other_text)), FAILED, "changed_after_signing"
    ),
    "a note after signing": (
        lambda: _only(updated(signed(), forgery.annotation)), FAILED, "changed_after_signing"
    ),
    "a page after signing": (
        lambda: _only(updated(signed(), forgery.new_page)), FAILED, "changed_after_signing"
    ),
    "a covering empty field after signing": (
        lambda: _only(updated(signed(), forgery.visible_empty_field)),
        FAILED, "changed_after_signing",
    ),
    "an object nothing refers to": (
        lambda: _only(updated(signed(), forgery.orphan)), FAILED, "changed_after_signing"
    ),
    "an object nothing refers to, after B-LT": (
        lambda: _only(_archived_with_orphan()), FAILED, "changed_after_signing"
    ),
    "an object hidden among validation data": (
        lambda: _only(_hidden_in_the_tail()), FAILED, "data_after_end"
    ),
    "a text field filled after signing (shadow: replace)": (
        lambda: _only(_filled_after_signing()), FAILED, "changed_after_signing"
    ),
    "a form to be drawn anew after signing": (
        lambda: _only(updated(letter(), forgery.changed_form("/NeedAppearances", TRUE))),
        FAILED, "changed_after_signing",
    ),
    "other fonts for the form after signing": (
        lambda: _only(updated(letter(), forgery.changed_form("/DR", EMPTY))),
        FAILED, "changed_after_signing",
    ),
    "another form after signing": (
        lambda: _only(updated(letter(), forgery.changed_form("/XFA", EMPTY))),
        FAILED, "changed_after_signing",
    ),
    "marked as tagged after signing": (
        lambda: _only(updated(letter(), forgery.changed_catalog("/MarkInfo", EMPTY))),
        FAILED, "changed_after_signing",
    ),
    "something to do on opening, after signing": (
        lambda: _only(updated(letter(), forgery.changed_catalog("/OpenAction", EMPTY))),
        FAILED, "changed_after_signing",
    ),
    "another title after signing": (
        lambda: _only(updated(letter(), forgery.another_title)),
        FAILED, "changed_after_signing",
    ),
    "an invisible empty field after signing": (
        lambda: _only(updated(letter(), forgery.invisible_empty_field)),
        FAILED, "changed_after_signing",
    ),
    "another appearance of a signature": (
        lambda: _only(updated(letter(), forgery.another_appearance)),
        FAILED, "changed_after_signing",
    ),
    "a second field with the same signature": (
        lambda: _only(updated(letter(), forgery.shared_value)),
        FAILED, "changed_after_signing",
    ),
    "a table that leads past the signatures": (
        lambda: _only(forgery.without_history(letter())), FAILED, "byte_range_unusual"
    ),
    "the last signature in two fields, under another's": (
        lambda: _only(
            pki().sign(
                updated(pki().sign(plain(), leader()), forgery.shared_value),
                organisation(),
                field_name="Signature2",
            )
        ),
        DOUBTFUL, "changed_before_last_signature",
    ),
    "the text after two signatures": (
        lambda: _only(updated(letter(), forgery.other_text)),
        FAILED, "changed_after_signing",
    ),
    "the text between two signatures": (
        lambda: _only(_text_between_signatures()), DOUBTFUL, "changed_before_last_signature"
    ),
    "the text before a foreign last signature": (
        lambda: _only(_text_before_an_untrusted_last_signature()), FAILED, "changed_after_signing"
    ),
    "a certified document changed": (
        lambda: _only(_certified(MDPPerm.NO_CHANGES, forgery.other_text)),
        FAILED, "changed_after_signing",
    ),
    "a certified document annotated (EAA)": (
        lambda: _only(_certified(MDPPerm.ANNOTATE, forgery.annotation)),
        FAILED, "changed_after_signing",
    ),
    "a certified document changed, then signed": (
        lambda: _only(_certified_then_signed()), FAILED, "forbidden_change"
    ),
    "objects after the end (ISA)": (
        lambda: _only(signed() + b"\n5 0 obj\n<< >>\nendobj\n"), FAILED, "data_after_end"
    ),
    "a second end after the end": (
        lambda: _only(signed() + signed()[signed().rindex(b"startxref"):]),
        FAILED, "data_after_end",
    ),
    "more after the end than readers look through": (
        lambda: _only(signed() + b"x" * 5000), FAILED, "data_after_end"
    ),
    "a word after the end of B-LT": (
        lambda: _only(add_validation_data(signed(), (), pki().crls()) + b"% 0909 999 999"),
        FAILED, "data_after_end",
    ),
    "white space after the end of B-LT": (
        lambda: _only(add_validation_data(signed(), (), pki().crls()) + b"\n \n"),
        DOUBTFUL, "white_space_after_end",
    ),
    "white space after the end": (
        lambda: _only(signed() + b"\r\n"), DOUBTFUL, "white_space_after_end"
    ),
    # The container is not one.
    "an empty container": (
        lambda: _only(forgery.with_contents(signed(), b"")), FAILED, "format_failure"
    ),
    "a container of rubbish": (
        lambda: _only(forgery.with_contents(signed(), b"\x30\x80rubbish")),
        FAILED, "format_failure",
    ),
    "no certificate inside": (
        lambda: _only(_without_certificate()), DOUBTFUL, "certificate_missing"
    ),
    "two signers in one container": (lambda: _only(_two_signers()), FAILED, "format_failure"),
    "SubFilter adbe.pkcs7.sha1": (
        lambda: _only(forgery.with_subfilter(signed(), b"adbe.pkcs7.sha1")),
        DOUBTFUL, "subfilter_unknown",
    ),
    "SubFilter adbe.x509.rsa": (
        lambda: _only(forgery.with_subfilter(signed(), b"adbe.x509.rsa")),
        DOUBTFUL, "subfilter_unknown",
    ),
    "an unknown SubFilter beside a good signature": (
        lambda: _only(pki().sign(
            forgery.with_subfilter(pki().sign(plain(), leader()), b"vn.unknown"),
            organisation(), field_name="Signature2",
        )), DOUBTFUL, "subfilter_unknown",
    ),
    "a file only lenient readers take": (
        lambda: _only(pki().sign(sloppy_pdf(), organisation(), strict=False)),
        DOUBTFUL, "strict_read_failed",
    ),
    "a hybrid-reference file": (
        lambda: _only(pki().sign(hybrid_pdf(), organisation(), strict=False)),
        DOUBTFUL, "hybrid_reference",
    ),
    # The certificate does not bear it.
    "revoked": (_revoked, DOUBTFUL, "certificate_revoked"),
    "revoked before the time stamp": (
        lambda: _revoked(stamped=True), DOUBTFUL, "certificate_revoked"
    ),
    "revoked before the time stamp, expired since": (
        _revoked_then_expired, DOUBTFUL, "certificate_revoked"
    ),
    "revoked by OCSP": (_revoked_by_ocsp, DOUBTFUL, "certificate_revoked"),
    "issuer revoked": (_revoked_issuer, DOUBTFUL, "issuer_revoked"),
    "no revocation data": (lambda: (signed(), _without(crls=())), DOUBTFUL, "revocation_unknown"),
    "no list of the issuing CA": (
        lambda: (signed(), _without(crls=pki().crls()[:1])), DOUBTFUL, "revocation_unknown"
    ),
    "no list of the root": (
        lambda: (signed(), _without(crls=pki().crls()[1:])), DOUBTFUL, "revocation_unknown"
    ),
    "only a stale list": (
        lambda: (signed(), _without(crls=pki().crls(NOW - timedelta(days=30)))),
        DOUBTFUL, "revocation_unknown",
    ),
    "a list signed by another CA of the same name": (
        lambda: (signed(), _without(crls=_foreign_list())), DOUBTFUL, "revocation_unknown"
    ),
    "a CA of the same name": (_foreign, DOUBTFUL, "chain_untrusted"),
    "no trusted root": (lambda: (signed(), _without(roots=())), DOUBTFUL, "chain_untrusted"),
    "self-signed": (lambda: _only(_self_signed()), DOUBTFUL, "chain_untrusted"),
    "issued by a signer": (lambda: _only(_below_a_leaf()), DOUBTFUL, "chain_unsuitable"),
    "deeper than the CA may go": (lambda: _only(_too_deep()), DOUBTFUL, "chain_unsuitable"),
    "no intermediate anywhere": (
        lambda: (
            pki().sign(plain(), organisation(), embed_chain=False), _without(intermediates=())
        ), DOUBTFUL, "chain_untrusted",
    ),
    "expired": (lambda: _only(_short_lived(90, 60)), DOUBTFUL, "certificate_expired"),
    "not yet valid": (lambda: _only(_short_lived(-2, 60)), DOUBTFUL, "certificate_not_yet_valid"),
    "expired before the time stamp": (
        lambda: _only(_short_lived(90, 60, stamped=True)), DOUBTFUL, "certificate_expired"
    ),
    "claimed before the certificate was made": (
        lambda: _only(_short_lived(10, 60, signed_at=NOW - timedelta(days=40))),
        DOUBTFUL, "signed_outside_validity",
    ),
    "claimed in the future": (
        lambda: _only(pki().sign(plain(), organisation(), signed_at=NOW + timedelta(hours=2))),
        DOUBTFUL, "signed_in_future",
    ),
    "judged as of before it was signed": (
        lambda: (signed(), {"at": SIGNED_AT - timedelta(days=1)}), DOUBTFUL, "signed_in_future"
    ),
    "a certificate for TLS": (
        lambda: _only(_by(profile=Profile(use=("digital_signature", "key_encipherment")))),
        DOUBTFUL, "key_usage_unsuitable",
    ),
    "a certificate for encrypting": (
        lambda: _only(_by(profile=Profile(use=("key_encipherment", "data_encipherment")))),
        DOUBTFUL, "key_usage_unsuitable",
    ),
    "SHA-1 in the signature": (
        lambda: _only(pki().sign(plain(), organisation(), digest="sha1")),
        DOUBTFUL, "algorithm_weak",
    ),
    "SHA-1 in the certificate": (_sha1_chain, DOUBTFUL, "algorithm_weak"),
    "SHA-1 in the signature where first generation certificates are taken": (
        lambda: (
            pki().sign(plain(), organisation(), digest="sha1"),
            _without(accept_sha1_certificates=True),
        ), DOUBTFUL, "algorithm_weak",
    ),
    "a first generation certificate after their end": (
        lambda: (
            pki().sign(plain(), _sha1_signer(2030), signed_at=datetime(2030, 6, 1, tzinfo=UTC)),
            _without(
                accept_sha1_certificates=True, crls=pki().crls(datetime(2030, 6, 1, tzinfo=UTC))
            ) | {"at": datetime(2030, 6, 2, tzinfo=UTC)},
        ), DOUBTFUL, "algorithm_weak",
    ),
    "RSA 1024": (lambda: _only(_by(slot="small", bits=1024)), DOUBTFUL, "algorithm_weak"),
    # The time stamp does not bear it.
    "a foreign TSA": (lambda: _only(_rogue_tsa()), DOUBTFUL, "timestamp_untrusted"),
    "a TSA not for stamping": (
        lambda: _tsa(replace(TSA, purposes=(), purposes_critical=False)),
        DOUBTFUL, "timestamp_untrusted",
    ),
    "no list of the TSA's root": (
        lambda: (
            pki().sign(plain(), organisation(), stamped=True), _without(crls=pki().crls()[:2])
        ), DOUBTFUL, "timestamp_untrusted",
    ),
    "the stamp of another signature": (
        lambda: _only(_stamp_of_another_signature()), FAILED, "timestamp_invalid"
    ),
    "a time stamp of the document that is rubbish": (
        lambda: _only(forgery.with_contents(
            add_document_timestamp(letter(), asking(pki().tsa, SIGNED_AT), "T"), b"\x30\x03abc"
        )), DOUBTFUL, "timestamp_invalid",
    ),
    "an MD5 imprint": (
        lambda: _only(pki().sign(
            plain(), organisation(), timestamper=weak_imprint(pki().tsa, SIGNED_AT, "md5")
        )), DOUBTFUL, "timestamp_imprint_weak",
    ),
    # There is nothing to judge.
    "unsigned": (lambda: _only(plain()), Verdict.UNSIGNED, "no_signature"),
    "an empty signature field": (
        lambda: _only(updated(plain(), forgery.visible_empty_field)),
        Verdict.UNSIGNED, "no_signature",
    ),
    "a signature in no field (USF)": (
        lambda: _only(updated(signed(), forgery.no_form)), Verdict.UNSIGNED, "no_signature"
    ),
    "only a document time stamp": (
        lambda: _only(add_document_timestamp(plain(), asking(pki().tsa, SIGNED_AT), "T")),
        Verdict.UNSIGNED, "only_document_timestamp",
    ),
    "a page of a browser": (lambda: _only(b"<html>"), Verdict.UNREADABLE, "not_a_pdf"),
    "nothing": (lambda: _only(b""), Verdict.UNREADABLE, "not_a_pdf"),
    "half a file": (
        lambda: _only(signed()[: len(signed()) // 3]), Verdict.UNREADABLE, "pdf_unreadable"
    ),
    "encrypted": (
        lambda: _only(encrypted_pdf(b"bi mat")), Verdict.UNREADABLE, "encrypted"
    ),
    "saved again and again": (
        lambda: _only(forgery.saved_times(signed(), 60)),
        Verdict.UNREADABLE, "too_many_revisions",
    ),
    "thousands of fields": (
        lambda: _only(forgery.many_fields(plain(), 3000)), Verdict.UNREADABLE, "too_many_fields"
    ),
    "a field that is its own child": (
        lambda: _only(forgery.circular_field(signed())), Verdict.UNREADABLE, "pdf_unreadable"
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_it_does_not_pass(case: str) -> None:
    build, verdict, reason = BAD[case]
    data, how = build()

    report = verify(data, **how)

    assert (report.verdict, reason in [one.code for one in report.reasons]) == (verdict, True), [
        (one.code, one.detail) for one in report.reasons
    ]
