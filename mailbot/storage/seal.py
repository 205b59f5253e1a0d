"""Encryption at rest for national IDs, passwords and passphrases (Fernet: AES-CBC with HMAC)."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from mailbot.errors import SettingsError
from mailbot.words import say


@dataclass(frozen=True, slots=True)
class Seal:
    """Seals with the newest key, opens with any. `secrets` are the same keys; the newest comes
    first.
    """

    keys: tuple[Fernet, ...]
    secrets: tuple[bytes, ...]

    def close(self, plain: bytes) -> bytes:
        """Return the sealed bytes."""
        return self.keys[0].encrypt(plain)

    def open(self, sealed: bytes) -> bytes:
        """Return the plain bytes; SettingsError when none of the keys fits."""
        try:
            return MultiFernet(self.keys).decrypt(sealed)
        except InvalidToken as error:
            raise SettingsError(say("storage.seal_fits_not")) from error

    def mark(self, text: str) -> str:
        """Return 16 hexadecimal digits that nobody else can tell of this text."""
        return self.marks(text)[0]

    def marks(self, text: str) -> tuple[str, ...]:
        """Return the mark under each key, the newest first: what was marked before a new key."""
        told = text.encode()
        return tuple(hmac.new(key, told, sha256).hexdigest()[:16] for key in self.secrets)

    def is_mark(self, text: str, mark: str) -> bool:
        """Return whether one of the keys made this mark of this text."""
        return any(hmac.compare_digest(one.encode(), mark.encode()) for one in self.marks(text))

    def renewed(self, sealed: bytes) -> bytes | None:
        """Return it sealed with the newest key, or None where it is that already."""
        try:
            self.keys[0].decrypt(sealed)
        except InvalidToken:
            return self.close(self.open(sealed))
        return None


def seal_from(secret: str) -> Seal:
    """Return the seal for a secret that holds one key a line, the newest first."""
    try:
        keys = tuple(Fernet(line) for line in secret.split())
    except ValueError:
        keys = ()
    if not keys:
        raise SettingsError(say("storage.seal_empty"))
    return Seal(keys, tuple(line.encode() for line in secret.split()))


def new_key() -> str:
    """Return a fresh key for the file `seal-key`."""
    return Fernet.generate_key().decode()
