"""PDFs only their addressee can open."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from asn1crypto import keys, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.crypt import (
    AuthStatus,
    SimpleEnvelopeKeyDecrypter,
    StandardSecurityHandler,
)
from pyhanko.pdf_utils.reader import PdfFileReader

from signing import (
    SigningError,
    allows_encryption,
    encrypt_pdf_to_certificate,
    encrypt_pdf_with_passphrase,
    takes_passphrase,
)
from signing.plain_encryption import PlainFile
from signing.plain_object import NotPlainError
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


@pytest.mark.parametrize(
    ("passphrase", "takes"),
    [("Cụm mật khẩu – 12, đã hẹn", True), ("hai\ndòng", False), ("🌸", False), ("\ufffd", False)],
)
def test_a_passphrase_that_no_pdf_takes_is_known_before(passphrase: str, *, takes: bool) -> None:
    assert takes_passphrase(passphrase) is takes
    if not takes:
        with pytest.raises(ValueError, match="SASLprep"):
            encrypt_pdf_with_passphrase(SLIP, passphrase)


# ---- what is written plainly ----

PLAIN = (
    b"<</Type/Catalog/Pages 2 0 R/Names<</A(a\\(b\\)\\\\c)/B<4142>/C[(in (pairs))(\\101\\n)<>]>>>>",
    b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<<>>>>",
    b"<</Length 18>>\nstream\nBT (Xy7-kq2) Tj ET\nendstream",
    b"(alone: Xy7-kq2)",
    b"-7",
    b"<</Length 0>>\nstream\n\nendstream",
)
HANDLER = StandardSecurityHandler.build_from_pw("abc", "abc", pdf_mac=False)


def _file(objects: tuple[bytes, ...] = PLAIN, more: bytes = b"", generation: int = 0) -> bytes:
    data, places = b"%PDF-1.7\n", []
    for number, written in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d %d obj\n%b\nendobj\n" % (number, generation, written)
    size, begin = len(objects) + 1, len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % size
    data += b"".join(b"%010d %05d n \n" % (place, generation) for place in places)
    told = b"<</Size %d/Root 1 %d R/ID[(ab)(cd)]%b>>" % (size, generation, more)
    return data + b"trailer\n%b\nstartxref\n%d\n%%%%EOF" % (told, begin)


def _objects(data: bytes, passphrase: str = "") -> list[object]:
    """Return the objects of the plain file as they are read, a stream by its content."""
    reader = PdfFileReader(BytesIO(data))
    if passphrase:
        assert reader.decrypt(passphrase).status is not AuthStatus.FAILED
    return [_told(generic.IndirectObject(n, 0, reader)) for n in range(1, len(PLAIN) + 1)]


def _told(value: Any, depth: int = 0) -> object:
    if isinstance(value, generic.IndirectObject):
        return _told(value.get_object(), 1) if depth == 0 else (value.idnum, value.generation)
    if isinstance(value, generic.StreamObject):
        return bytes(value.data)
    if isinstance(value, generic.DictionaryObject):
        return {key: _told(value[key], 1) for key in value if key not in {"/Pages", "/Parent"}}
    if isinstance(value, generic.ArrayObject):
        return [_told(value[place], 1) for place in range(len(value))]
    return getattr(value, "original_bytes", value)


def test_a_plain_file_comes_back_text_by_text_and_stream_by_stream() -> None:
    made = PlainFile(_file()).encrypted(HANDLER)

    assert (_objects(made, "abc")) == (_objects(_file()))
    assert not any(text in made for text in (b"Xy7", b"alone", b"4142", b"pairs"))
    assert b"ab" in PdfFileReader(BytesIO(made)).trailer_view["/ID"][0].original_bytes


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_any_text_comes_back(texts: list[bytes]) -> None:
    literal = [
        text.translate(None, b"\r")
        .replace(b"\\", rb"\\")
        .replace(b"(", rb"\(")
        .replace(b")", rb"\)")
        for text in texts
    ]
    told = (
        b"["
        + b"".join(b"(%b)<%b>" % (a, b.hex().encode()) for a, b in zip(literal, texts, strict=True))
        + b"]"
    )
    file = _file((*PLAIN[:5], told, *PLAIN[6:]))

    made = encrypt_pdf_with_passphrase(file, "abc")

    assert (_objects(made, "abc")) == (_objects(file))
    assert PlainFile(file)


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(_file(generation=1), id="a generation"),
        pytest.param(_file(more=b"/Info 5 0 R/Other 1"), id="an unknown entry of the trailer"),
        pytest.param(_file((*PLAIN[:5], b"[1 % comment\n]", PLAIN[6])), id="a comment"),
        pytest.param(_file((*PLAIN[:5], b"(a\rb)", PLAIN[6])), id="a line's end in a text"),
        pytest.param(_file((*PLAIN[:5], b"(a\\9b)", PLAIN[6])), id="an escape of nothing"),
        pytest.param(
            _file((*PLAIN[:6], b"<</Length 1/A<</Length 5>>>>\nstream\na\nendstream")),
            id="two lengths",
        ),
        pytest.param(
            _file((*PLAIN[:6], b"<</Length 1/Filter/Crypt>>\nstream\na\nendstream")),
            id="a stream with a key of its own",
        ),
    ],
)
def test_what_is_not_plain_is_left_to_the_library(file: bytes) -> None:
    with pytest.raises(NotPlainError):
        PlainFile(file).encrypted(HANDLER)


def test_a_file_that_is_not_plain_is_encrypted_all_the_same() -> None:
    made = encrypt_pdf_with_passphrase(_file((*PLAIN[:5], b"(a\rb)", PLAIN[6])), "abc")

    reader = PdfFileReader(BytesIO(made))
    assert reader.decrypt("abc").status is not AuthStatus.FAILED
    assert b"Xy7-kq2" in _page(reader)
    assert b"Xy7-kq2" not in made


# ---- how it is encrypted ----


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
