"""Password hashes as Dovecot reads them: `{ARGON2ID}$argon2id$v=19$m=…`."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

SCHEME = "{ARGON2ID}"

# Stretching makes up for passwords people choose. Ours are random, of 82 bits, and to be changed
# within days: at a mebibyte a guess there is nothing to make up for. The holder's own password is
# hashed by whatever takes it, at its own cost. One lane: libsodium (Dovecot) reads no other.
_ITERATIONS = 1
_MEMORY_KIB = 1024
_LANES = 1


def hashed(password: str) -> str:
    """Return a fresh salted hash of a random password with Dovecot's scheme in front.

    Not for a password that a person chose: see the cost above.
    """
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
