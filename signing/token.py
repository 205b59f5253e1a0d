"""A signing key in a PKCS#11 token (a USB token, an HSM): it signs, and never leaves.

Needs the package `python-pkcs11`; nothing else in this library does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from signing.errors import SigningError


@dataclass(frozen=True, slots=True)
class TokenPlace:
    """Where a key lies: the library that speaks to the token, the token's label, the key's."""

    library: Path
    token: str
    pin: str = field(repr=False)
    key: str


@dataclass(slots=True)
class TokenKey:
    """A key of a token with its certificate; `close` ends the session.

    One at a time: PKCS#11 sessions are not for several threads at once. A token that is drawn out
    takes its session along and is opened again when it is needed next.
    """

    certificate: bytes
    chain: tuple[bytes, ...]
    place: TokenPlace
    session: Any = field(repr=False)
    private: Any = field(repr=False)
    refused: bool = False

    def sign(self, data: bytes) -> bytes:
        """Return the SHA-256 signature made by the token. SigningError: as `open_token`."""
        try:
            return self._signed(data)
        except SigningError:
            self._open_again()
        return self._signed(data)

    def _open_again(self) -> None:
        """Take a new session; not after a refused PIN, for a token locks after a few of them."""
        if self.refused:
            raise SigningError("pin_refused", token=self.place.token)
        self.close()  # Not every failure has ended it, and a token has few sessions to give.
        try:
            opened = open_token(self.place, self.chain)
        except SigningError as error:
            self.refused = error.code == "pin_refused"
            raise
        if opened.certificate != self.certificate:
            opened.close()
            raise SigningError("no_key", detail="another certificate than before")
        self.session, self.private = opened.session, opened.private

    def _signed(self, data: bytes) -> bytes:
        import pkcs11  # noqa: PLC0415 - an optional package

        with _told(pkcs11):
            if self._is_rsa:
                return bytes(self.private.sign(data, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS))
            raw = bytes(self.private.sign(data, mechanism=pkcs11.Mechanism.ECDSA_SHA256))
            half = len(raw) // 2
            first, second = int.from_bytes(raw[:half]), int.from_bytes(raw[half:])
            return encode_dss_signature(first, second)

    @property
    def mechanism(self) -> str:
        """Return the CMS name of the signature algorithm."""
        return "sha256_rsa" if self._is_rsa else "sha256_ecdsa"

    @property
    def signature_size(self) -> int:
        """Return the greatest length of a signature in bytes."""
        bits = _public(self.certificate).key_size
        return bits // 8 if self._is_rsa else bits // 4 + 16

    @property
    def _is_rsa(self) -> bool:
        return isinstance(_public(self.certificate), rsa.RSAPublicKey)

    def close(self) -> None:
        """End the session with the token, where it has not ended by itself."""
        _end(self.session)


def open_token(place: TokenPlace, chain: tuple[bytes, ...] = ()) -> TokenKey:
    """Return the key of that place; the certificate must stand in the token under the same label.

    SigningError: `token_unavailable` (library, token), `pin_refused`, `no_key`.
    """
    try:
        import pkcs11  # noqa: PLC0415 - an optional package
    except ImportError as error:
        raise SigningError("token_unavailable", detail="python-pkcs11 is not installed") from error
    with _told(pkcs11):
        token = pkcs11.lib(str(place.library)).get_token(token_label=place.token)
        session = _opened(token, place, pkcs11)
    try:
        with _told(pkcs11):
            certificate = _certificate(session, place.key, pkcs11)
            private = _private(session, place.key, pkcs11)
        _public(certificate)
    except SigningError:
        _end(session)
        raise
    return TokenKey(certificate, chain, place, session, private)


def _opened(token: Any, place: TokenPlace, pkcs11: Any) -> Any:
    """Return a session; whoever has one with this token is logged in for all (PKCS#11 §5.6)."""
    try:
        return token.open(user_pin=place.pin)
    except pkcs11.UserAlreadyLoggedIn:
        return token.open()
    except (pkcs11.PinIncorrect, pkcs11.PinLenRange, pkcs11.PinLocked) as error:
        raise SigningError("pin_refused", token=place.token) from error


def _end(session: Any) -> None:
    """End a session; one of a token that was drawn out has ended by itself."""
    import pkcs11  # noqa: PLC0415 - an optional package

    with suppress(pkcs11.PKCS11Error):
        session.close()


def _certificate(session: Any, label: str, pkcs11: Any) -> bytes:
    wanted = {
        pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
        pkcs11.Attribute.LABEL: label,
    }
    for found in session.get_objects(wanted):
        return bytes(found[pkcs11.Attribute.VALUE])
    raise SigningError("no_key", detail=f"no certificate labelled {label}")


def _private(session: Any, label: str, pkcs11: Any) -> Any:
    try:
        return session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=label)
    except pkcs11.NoSuchKey as error:
        raise SigningError("no_key", detail=f"no key labelled {label}") from error


def _public(certificate: bytes) -> rsa.RSAPublicKey | ec.EllipticCurvePublicKey:
    public = x509.load_der_x509_certificate(certificate).public_key()
    if not isinstance(public, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        raise SigningError("no_key", detail="neither RSA nor EC")
    return public


@contextmanager
def _told(pkcs11: Any) -> Iterator[None]:
    """Turn the token's errors into ours; a PIN never stands in them."""
    try:
        yield
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
        raise SigningError("token_unavailable", detail=type(error).__name__) from error
