"""Signing with a key in SoftHSM2."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from signing import SigningError, Verdict, sign_pdf
from signing.token import TokenKey, TokenPlace, open_token
from tests.pki import asking
from tests.pki.token import LIBRARY, PIN, is_installed
from tests.signing.world import (
    LEADER_PIN,
    SIGNED_AT,
    leader,
    make_tokens,
    organisation,
    pki,
    plain,
    verify,
)

pkcs11 = pytest.importorskip("pkcs11", reason="needs python-pkcs11")
pytestmark = pytest.mark.skipif(not is_installed(), reason="needs softhsm2")


@pytest.fixture(scope="module", autouse=True)
def token() -> None:
    make_tokens()


def place(label: str) -> TokenPlace:
    return TokenPlace(LIBRARY, "mailbot", PIN, label)


@pytest.fixture
def key() -> Iterator[TokenKey]:
    made = open_token(place("van-thu"), (pki().intermediate.der,))
    yield made
    made.close()


def test_the_token_signs_and_what_it_signed_passes(key: TokenKey) -> None:
    made = sign_pdf(plain(), key, field_name="VanThu", signed_at=SIGNED_AT)

    report = verify(made)
    assert report.verdict is Verdict.PASSED
    assert report.signatures[0].certificate == organisation().der


def test_two_keys_of_one_token_sign_one_after_the_other(key: TokenKey) -> None:
    hand = open_token(place("lanh-dao"))

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


def test_a_token_that_was_drawn_out_signs_again_once_it_is_back(key: TokenKey) -> None:
    key.session.close()  # what is left of a session then: a handle nobody knows

    made = sign_pdf(plain(), key, field_name="VanThu", signed_at=SIGNED_AT)

    assert verify(made).verdict is Verdict.PASSED


def test_a_session_that_signs_no_more_is_given_back(
    key: TokenKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_key: TokenKey, _data: bytes) -> bytes:
        raise SigningError("token_unavailable", detail="FunctionFailed")

    monkeypatch.setattr(TokenKey, "_signed", failing)
    first = key.session
    with pytest.raises(SigningError, match="FunctionFailed"):
        key.sign(b"x")

    with pytest.raises(pkcs11.PKCS11Error):
        first.generate_random(64)
    assert key.session.generate_random(64)


def test_another_key_in_the_same_place_does_not_sign(key: TokenKey) -> None:
    key.certificate = leader().der
    key.session.close()

    with pytest.raises(SigningError, match="no_key"):
        key.sign(b"x")


def test_a_refused_pin_is_not_tried_again(key: TokenKey) -> None:
    """A token locks after a few wrong ones; ten tries of a step would do it."""
    key.close()
    key.place = replace(key.place, token="giam-doc")
    for _ in range(2):
        with pytest.raises(SigningError, match="pin_refused"):
            key.sign(b"x")
    key.place = replace(key.place, pin=LEADER_PIN)

    with pytest.raises(SigningError, match="pin_refused"):
        key.sign(b"x")


def test_a_token_that_is_drawn_out_while_it_is_opened_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def drawn_out(session: Any, *_: Any) -> bytes:
        session.close()
        return bytes(session.generate_random(64))

    monkeypatch.setattr("signing.token._certificate", drawn_out)

    with pytest.raises(SigningError, match="token_unavailable"):
        open_token(place("van-thu"))


def test_a_wrong_pin_is_told_without_the_pin() -> None:
    with pytest.raises(SigningError, match="pin_refused") as caught:
        open_token(replace(place("van-thu"), pin="9999", token="giam-doc"))

    assert "9999" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "label", "code"),
    [("khac", "van-thu", "token_unavailable"), ("mailbot", "khac", "no_key")],
)
def test_a_missing_token_or_key_is_told(name: str, label: str, code: str) -> None:
    with pytest.raises(SigningError, match=code):
        open_token(replace(place(label), token=name))


def test_a_missing_library_is_told(tmp_path: Path) -> None:
    with pytest.raises(SigningError, match="token_unavailable"):
        open_token(replace(place("van-thu"), library=tmp_path / "none.so"))
