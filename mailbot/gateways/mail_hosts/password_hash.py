"""Password hashes as Dovecot reads them: `{ARGON2ID}$argon2id$v=19$m=…`."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

SCHEME = "{ARGON2ID}"

# RFC 9106 asks for as much as one can afford; this is OWASP's least, since an IMAP server checks
# the password at every login. One lane, because libsodium (Dovecot) reads no other.
_ITERATIONS = 2
_MEMORY_KIB = 19456
_LANES = 1


def hashed(password: str) -> str:
    """Return a fresh salted hash of the password with Dovecot's scheme in front."""
    kdf = Argon2id(
        salt=os.urandom(16),
        length=32,
        iterations=_ITERATIONS,
        lanes=_LANES,
        memory_cost=_MEMORY_KIB,
    )
    return SCHEME + kdf.derive_phc_encoded(password.encode())


def is_hash_of(password: str, stored: str) -> bool:
    """Return whether `stored` was made of this password by `hashed`; other schemes never were."""
    if not stored.startswith(SCHEME):
        return False
    try:
        Argon2id.verify_phc_encoded(password.encode(), stored.removeprefix(SCHEME))
    except (InvalidKey, ValueError):
        return False
    return True
