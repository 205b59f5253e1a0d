"""PDFs only their addressee can open."""

from __future__ import annotations

from io import BytesIO

import pytest
from asn1crypto import keys, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.crypt import AuthStatus, SimpleEnvelopeKeyDecrypter
from pyhanko.pdf_utils.reader import PdfFileReader

from signing import (
    SigningError,
    allows_encryption,
    encrypt_pdf_to_certificate,
    encrypt_pdf_with_passphrase,
)
from tests.pki import Identity, simple_pdf
from tests.pki.certificates import Profile, Subject
from tests.signing.world import CITY, organisation, pki

SLIP = simple_pdf("Mat khau ban dau: Xy7-kq2")


def _page(reader: PdfFileReader) -> bytes:
    content = reader.root["/Pages"]["/Kids"][0]["/Contents"].data
    return bytes(content)


def _key_of(who: Identity) -> SimpleEnvelopeKeyDecrypter:
    der = who.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SimpleEnvelopeKeyDecrypter(x509.Certificate.load(who.der), keys.PrivateKeyInfo.load(der))


def test_the_passphrase_opens_it_and_nothing_else() -> None:
    made = encrypt_pdf_with_passphrase(SLIP, "cụm mật khẩu đã thống nhất")

    right, wrong = PdfFileReader(BytesIO(made)), PdfFileReader(BytesIO(made))
    assert right.decrypt("cụm mật khẩu đã thống nhất").status is not AuthStatus.FAILED
    assert b"Xy7-kq2" in _page(right)
    assert wrong.decrypt("sai").status is AuthStatus.FAILED
    assert b"Xy7-kq2" not in made


def test_it_is_aes_256() -> None:
    made = encrypt_pdf_with_passphrase(SLIP, "abc")

    encryption = PdfFileReader(BytesIO(made)).trailer_view["/Encrypt"]
    assert (encryption["/V"], encryption["/R"]) == (5, 6)
    assert encryption["/CF"]["/StdCF"]["/CFM"] == "/AESV3"


def test_an_empty_passphrase_is_refused() -> None:
    with pytest.raises(SigningError):
        encrypt_pdf_with_passphrase(SLIP, "")


def test_bytes_that_are_no_pdf_are_told() -> None:
    with pytest.raises(SigningError, match="pdf_unreadable"):
        encrypt_pdf_with_passphrase(b"khong phai", "abc")


def test_the_agencys_key_and_our_own_open_it_and_no_third() -> None:
    ours = pki().organisation("Trung tâm", CITY)
    third = pki().organisation("Cơ quan thứ ba", CITY, slot="third")

    made = encrypt_pdf_to_certificate(SLIP, organisation().der, [ours.der])

    for who in (organisation(), ours):
        reader = PdfFileReader(BytesIO(made))
        assert reader.decrypt_pubkey(_key_of(who)).status is not AuthStatus.FAILED
        assert b"Xy7-kq2" in _page(reader)
    reader = PdfFileReader(BytesIO(made))
    assert reader.decrypt_pubkey(_key_of(third)).status is AuthStatus.FAILED


def test_a_certificate_for_signing_only_is_refused() -> None:
    profile = Profile(use=("digital_signature", "content_commitment"))
    signer = pki().issue(Subject("Chỉ để ký", CITY), profile=profile)

    assert not allows_encryption(signer.der)
    with pytest.raises(SigningError, match="key_usage_forbids"):
        encrypt_pdf_to_certificate(SLIP, signer.der, [])
