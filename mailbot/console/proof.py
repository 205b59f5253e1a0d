"""Who somebody is: passwords as argon2id, codes of an authenticator (RFC 6238)."""

from __future__ import annotations

from datetime import datetime
from functools import cache

import pyotp
import segno
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

ISSUER = "mailbot"
SHORTEST_PASSWORD = 12
_STEP_SECONDS = 30
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


def hash_password(password: str) -> str:
    """Return the argon2id hash (RFC 9106) to be stored."""
    return _HASHER.hash(password)


def is_password(stored: str, password: str) -> bool:
    """Return whether the password fits; without a hash the work is done all the same."""
    try:
        return _HASHER.verify(stored or _nobodys_hash(), password) and bool(stored)
    except (Argon2Error, InvalidHashError):
        return False


def new_secret() -> str:
    """Return a fresh secret for an authenticator, in base32."""
    return pyotp.random_base32()


def code_step(secret: str, code: str, now: datetime) -> int | None:
    """Return the time step whose code this is, one step of drift allowed, or None."""
    step = int(now.timestamp()) // _STEP_SECONDS
    totp = pyotp.TOTP(secret)
    typed = code.replace(" ", "")
    for candidate in (step, step - 1, step + 1):
        if pyotp.utils.strings_equal(totp.generate_otp(candidate), typed):
            return candidate
    return None


def enrolment_picture(secret: str, name: str) -> str:
    """Return the QR code of the secret as a data: URI."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)
    return segno.make(uri, error="m").svg_data_uri(scale=4, border=2)


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash("nobody has this password")
