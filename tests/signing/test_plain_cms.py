"""The signature's CMS put together from bytes is the one pyHanko builds."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from signing import SigningKey, load_pkcs12
from signing.plain_cms import signed_data
from signing.sign import _Signer
from signing.waiting import run
from tests.pki.certificates import ec_key
from tests.signing.world import CITY, organisation, pki

DIGEST = bytes(range(32))


@dataclass(frozen=True)
class Fixed:
    """A key whose signature is the same each time, as an elliptic one's is not."""

    certificate: bytes
    chain: tuple[bytes, ...]
    mechanism: str
    signature_size: int

    def sign(self, data: bytes) -> bytes:
        return (data * self.signature_size)[: self.signature_size]


def _by_the_library(key: SigningKey | Fixed) -> bytes:
    return bytes(run(_Signer(key).async_sign(DIGEST, "sha256", use_pades=True)).dump())


def _key(*chain: bytes, mechanism: str = "sha256_rsa", size: int = 256) -> Fixed:
    return Fixed(organisation().der, chain, mechanism, size)


def test_a_real_key_gives_the_librarys_bytes() -> None:
    key = load_pkcs12(organisation().pkcs12(b"mat khau"), b"mat khau")
    assert signed_data(DIGEST, key) == _by_the_library(key)


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(_key(), id="without issuers"),
        pytest.param(_key(pki().intermediate.der, pki().root.der), id="the root does not go along"),
        pytest.param(_key(mechanism="sha256_ecdsa", size=71), id="elliptic"),
        pytest.param(_key(size=64), id="a short signature"),
        pytest.param(_key(size=70_000), id="a very long signature"),
    ],
)
def test_any_key_gives_the_librarys_bytes(key: Fixed) -> None:
    assert signed_data(DIGEST, key) == _by_the_library(key)


def test_the_signers_certificate_goes_along_once() -> None:
    assert signed_data(DIGEST, _key(organisation().der)) == signed_data(DIGEST, _key())


def test_an_elliptic_certificate_gives_the_librarys_bytes() -> None:
    who = pki().organisation("Trung tâm", CITY, key=ec_key("ours"))
    key = Fixed(who.der, (), "sha256_ecdsa", 72)
    assert signed_data(DIGEST, key) == _by_the_library(key)
