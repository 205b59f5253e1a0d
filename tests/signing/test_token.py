"""Signing with a key in SoftHSM2."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from signing import SigningError, Verdict, sign_pdf
from signing.token import TokenKey, open_token
from tests.pki import asking
from tests.pki.token import LIBRARY, PIN, is_installed
from tests.signing.world import SIGNED_AT, leader, make_token, organisation, pki, plain, verify

pytest.importorskip("pkcs11", reason="needs python-pkcs11")
pytestmark = pytest.mark.skipif(not is_installed(), reason="needs softhsm2")


@pytest.fixture(scope="module", autouse=True)
def token() -> None:
    make_token()


@pytest.fixture
def key() -> Iterator[TokenKey]:
    made = open_token(LIBRARY, "mailbot", PIN, "van-thu", (pki().intermediate.der,))
    yield made
    made.close()


def test_the_token_signs_and_what_it_signed_passes(key: TokenKey) -> None:
    made = sign_pdf(plain(), key, field_name="VanThu", signed_at=SIGNED_AT)

    report = verify(made)
    assert report.verdict is Verdict.PASSED
    assert report.signatures[0].certificate == organisation().der


def test_two_keys_of_one_token_sign_one_after_the_other(key: TokenKey) -> None:
    hand = open_token(LIBRARY, "mailbot", PIN, "lanh-dao")

    approved = sign_pdf(plain(), hand, field_name="LanhDao", signed_at=SIGNED_AT)
    hand.close()
    issued = sign_pdf(approved, key, field_name="VanThu", signed_at=SIGNED_AT)

    report = verify(issued)
    assert report.verdict is Verdict.PASSED
    assert [one.certificate for one in report.signatures] == [leader().der, organisation().der]


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
