"""Signing with a key in SoftHSM2."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from signing import SigningError, Verdict, sign_pdf
from signing.token import TokenKey, open_token
from tests.pki import asking
from tests.signing.world import SIGNED_AT, organisation, pki, plain, verify

pkcs11 = pytest.importorskip("pkcs11", reason="needs python-pkcs11")
LIBRARY = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN = "1234"

pytestmark = pytest.mark.skipif(
    not LIBRARY.exists() or shutil.which("softhsm2-util") is None, reason="needs softhsm2"
)


@pytest.fixture(scope="module", autouse=True)
def token(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("token")
    _configure(folder)
    _fill(folder)


@pytest.fixture
def key() -> Iterator[TokenKey]:
    made = open_token(LIBRARY, "mailbot", PIN, "van-thu", (pki().intermediate.der,))
    yield made
    made.close()


def _configure(folder: Path) -> None:
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")


def _fill(folder: Path) -> None:
    private = organisation().key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(private)
    token = ["softhsm2-util", "--token", "mailbot", "--pin", PIN]
    made = ["softhsm2-util", "--init-token", "--free", "--label", "mailbot"]
    subprocess.run([*made, "--pin", PIN, "--so-pin", "5678"], check=True, capture_output=True)
    imported = ["--import", str(folder / "key.pem"), "--label", "van-thu", "--id", "01"]
    subprocess.run([*token, *imported], check=True, capture_output=True)
    with (
        pkcs11.lib(str(LIBRARY))
        .get_token(token_label="mailbot")
        .open(user_pin=PIN, rw=True) as session
    ):
        session.create_object(
            {
                pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
                pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                pkcs11.Attribute.LABEL: "van-thu",
                pkcs11.Attribute.TOKEN: True,
                pkcs11.Attribute.SUBJECT: organisation().certificate.subject.public_bytes(),
                pkcs11.Attribute.VALUE: organisation().der,
            }
        )


def test_the_token_signs_and_what_it_signed_passes(key: TokenKey) -> None:
    made = sign_pdf(plain(), key, field_name="VanThu", signed_at=SIGNED_AT)

    report = verify(made)
    assert report.verdict is Verdict.PASSED
    assert report.signatures[0].certificate == organisation().der


def test_the_token_signs_with_a_time_stamp(key: TokenKey) -> None:
    tsa = asking(pki().tsa, SIGNED_AT)

    made = sign_pdf(plain(), key, field_name="VanThu", signed_at=SIGNED_AT, timestamper=tsa)

    assert verify(made).signatures[0].level == "B-T"


def test_a_wrong_pin_is_told_without_the_pin() -> None:
    with pytest.raises(SigningError, match="token_unavailable") as caught:
        open_token(LIBRARY, "mailbot", "9999", "van-thu")

    assert "9999" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "label", "code"),
    [("khac", "van-thu", "token_unavailable"), ("mailbot", "khac", "no_key")],
)
def test_a_missing_token_or_key_is_told(name: str, label: str, code: str) -> None:
    with pytest.raises(SigningError, match=code):
        open_token(LIBRARY, name, PIN, label)


def test_a_missing_library_is_told(tmp_path: Path) -> None:
    with pytest.raises(SigningError, match="token_unavailable"):
        open_token(tmp_path / "none.so", "mailbot", PIN, "van-thu")
