"""What we sign ourselves: whole, quick, with the key read once."""

from __future__ import annotations

import shutil
import subprocess
import time
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    pkcs12,
)
from pyhanko.pdf_utils.reader import PdfFileReader

from signing import (
    Appearance,
    SigningError,
    SigningKey,
    Verdict,
    add_document_timestamp,
    add_validation_data,
    load_pkcs12,
    sign_pdf,
)
from tests.pki import asking, simple_pdf
from tests.pki.certificates import ec_key
from tests.signing.picture import red_square
from tests.signing.world import (
    CITY,
    SIGNED_AT,
    leader,
    organisation,
    pki,
    plain,
    signed,
    verify,
)


@pytest.fixture(scope="module")
def key() -> SigningKey:
    return load_pkcs12(organisation().pkcs12(b"mat khau"), b"mat khau")


def test_our_bytes_stand_unchanged_at_the_start(key: SigningKey) -> None:
    made = sign_pdf(plain(), key, field_name="Signature1", signed_at=SIGNED_AT)

    assert made.startswith(plain())
    assert len(made) > len(plain())


def test_reason_place_and_time_are_written(key: SigningKey) -> None:
    made = sign_pdf(
        plain(),
        key,
        field_name="Signature1",
        reason="Phát hành văn bản",
        location="Cần Thơ",
        signed_at=SIGNED_AT,
    )

    signature = PdfFileReader(BytesIO(made)).embedded_signatures[0].sig_object
    assert (signature["/Reason"], signature["/Location"]) == ("Phát hành văn bản", "Cần Thơ")
    assert signature["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature["/M"] == "D:20260302023000Z"


def test_the_issuers_go_along_but_not_the_root(key: SigningKey) -> None:
    made = sign_pdf(plain(), key, field_name="Signature1", signed_at=SIGNED_AT)

    embedded = PdfFileReader(BytesIO(made)).embedded_signatures[0]
    assert [c.dump() for c in embedded.other_embedded_certs] == [pki().intermediate.der]


def test_an_elliptic_curve_key_signs_too() -> None:
    who = pki().organisation("Cơ quan EC", CITY, key=ec_key("ours"))
    key = load_pkcs12(who.pkcs12(b"x"), b"x")

    made = sign_pdf(plain(), key, field_name="Signature1", signed_at=SIGNED_AT)

    assert verify(made).verdict is Verdict.PASSED


def test_the_private_key_is_in_no_representation(key: SigningKey) -> None:
    assert "private" not in repr(key)


def test_a_wrong_passphrase_is_told() -> None:
    with pytest.raises(SigningError, match="wrong_passphrase"):
        load_pkcs12(organisation().pkcs12(b"dung"), b"sai")


def test_a_file_that_is_no_key_is_told() -> None:
    with pytest.raises(SigningError, match="wrong_passphrase"):
        load_pkcs12(b"khong phai PKCS12", b"x")


def test_a_file_without_a_key_is_told() -> None:
    data = pkcs12.serialize_key_and_certificates(
        b"x", None, organisation().certificate, None, BestAvailableEncryption(b"x")
    )

    with pytest.raises(SigningError, match="no_key"):
        load_pkcs12(data, b"x")


def test_a_field_that_is_taken_is_told(key: SigningKey) -> None:
    with pytest.raises(SigningError, match="field_taken"):
        sign_pdf(signed(), key, field_name="Signature1")


def test_bytes_that_are_no_pdf_are_told(key: SigningKey) -> None:
    with pytest.raises(SigningError, match="pdf_unreadable"):
        sign_pdf(b"khong phai PDF", key, field_name="Signature1")


def test_a_tsa_that_answers_rubbish_is_told(key: SigningKey) -> None:
    with pytest.raises(SigningError, match="timestamp_unavailable"):
        sign_pdf(plain(), key, field_name="Signature1", timestamper=lambda _: b"rubbish")


def test_the_errors_of_the_way_to_the_tsa_pass_through(key: SigningKey) -> None:
    def unreachable(_: bytes) -> bytes:
        raise ConnectionError("away")

    with pytest.raises(ConnectionError):
        sign_pdf(plain(), key, field_name="Signature1", timestamper=unreachable)


@pytest.mark.parametrize("page", [0, 1, -1])
def test_a_picture_stands_on_the_page_in_its_box(key: SigningKey, page: int) -> None:
    appearance = Appearance(page, (100, 200, 190, 290), red_square())
    letter = simple_pdf(pages=3)

    made = sign_pdf(letter, key, field_name="Seal", signed_at=SIGNED_AT, appearance=appearance)

    reader = PdfFileReader(BytesIO(made))
    widget = reader.embedded_signatures[0].sig_field
    assert [int(number) for number in widget["/Rect"]] == [100, 200, 190, 290]
    pages = [kid.get_object() for kid in reader.root["/Pages"]["/Kids"]]
    assert "/Annots" in pages[page]
    assert verify(made).verdict is Verdict.PASSED


def test_a_page_of_pdf_may_be_the_picture(key: SigningKey) -> None:
    appearance = Appearance(0, (300, 700, 560, 740), simple_pdf("09:30:00 02/03/2026 +07:00"))

    made = sign_pdf(plain(), key, field_name="Seal", signed_at=SIGNED_AT, appearance=appearance)

    assert verify(made).verdict is Verdict.PASSED


def test_a_picture_that_is_none_is_told(key: SigningKey) -> None:
    with pytest.raises(SigningError, match="image_unreadable"):
        sign_pdf(plain(), key, field_name="S", appearance=Appearance(0, (0, 0, 9, 9), b"GIF"))


def test_signing_costs_at_most_fifty_milliseconds_of_cpu(key: SigningKey) -> None:
    sign_pdf(plain(), key, field_name="Warm")
    started = time.process_time()

    for _ in range(5):
        sign_pdf(plain(), key, field_name="Signature1")

    assert (time.process_time() - started) / 5 <= 0.050


@pytest.mark.parametrize("level", ["B-B", "B-T", "B-LT", "B-LTA"])
def test_poppler_calls_what_we_sign_valid(key: SigningKey, level: str, tmp_path: Path) -> None:
    made = sign_pdf(
        plain(),
        key,
        field_name="Signature1",
        signed_at=SIGNED_AT,
        timestamper=None if level == "B-B" else asking(pki().tsa, SIGNED_AT),
    )
    if level in {"B-LT", "B-LTA"}:
        made = add_validation_data(made, [pki().intermediate.der], pki().crls())
    if level == "B-LTA":
        made = add_document_timestamp(made, asking(pki().tsa, SIGNED_AT), "Archive1")

    assert "Signature is Valid" in pdfsig(made, tmp_path)


def test_poppler_calls_both_of_two_signatures_valid(key: SigningKey, tmp_path: Path) -> None:
    approved = pki().sign(plain(), leader())
    made = sign_pdf(approved, key, field_name="Signature2", signed_at=SIGNED_AT)

    assert pdfsig(made, tmp_path).count("Signature is Valid") == 2


def pdfsig(data: bytes, folder: Path) -> str:
    """Return what poppler says about the signatures, without asking about certificates."""
    tool = shutil.which("pdfsig")
    if tool is None:
        pytest.skip("poppler-utils is not installed")
    path = folder / "a.pdf"
    path.write_bytes(data)
    done = subprocess.run(
        [tool, "-nocert", str(path)],
        env={"HOME": str(folder), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.stdout
