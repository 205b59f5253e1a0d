"""A credential: the initial password of a mailbox, with the way it reaches its holder."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from enum import StrEnum

# Without the letters and digits people confuse: B 8, D O Q 0 o, G 6, I l i j 1, S 5 s, Z 2 z, and
# the pairs u v, w vv.
UPPER = "ACEFHKLMNPRTUXY"
LOWER = "abcdefghkmnpqrtxy"
DIGITS = "3479"
SEPARATOR = "-"

_GROUPS = 4
_GROUP_LENGTH = 4


class HandOver(StrEnum):
    """How a password reaches its holder; never by plain mail."""

    PASSPHRASE = "passphrase"  # noqa: S105 - an AES-256 slip, opened with the agency's passphrase
    CERTIFICATE = "certificate"  # a slip encrypted to the agency's certificate
    IN_PERSON = "in_person"  # staff reveals it once


def initial_password() -> str:
    """Return a random password such as `Kx7m-Pa4t-Hq9x-Rc3n`, from the system's random source.

    19 characters of four classes (the separator is the fourth); 16 random ones, more than 80 bits.
    """
    while True:
        groups = [_group() for _ in range(_GROUPS)]
        letters = set("".join(groups))
        if all(letters & set(kind) for kind in (UPPER, LOWER, DIGITS)):
            return SEPARATOR.join(groups)


def hand_over_method(
    wanted: str,
    *,
    has_passphrase: bool,
    certificate_encrypts: bool,
    recipients: Collection[str],
    reset_addresses: Collection[str],
) -> HandOver:
    """Return how the passwords of one reply are handed over.

    `wanted` is the agency's or the operator's choice: `auto` or a HandOver. `recipients` are the
    mailboxes the reply goes to; a slip never goes to one whose password this case set, nor is
    another electronic way taken in place of the one chosen: what cannot be done is in person.
    """
    just_reset = {address.lower() for address in reset_addresses}
    if just_reset & {address.lower() for address in recipients}:
        return HandOver.IN_PERSON
    if wanted in {"auto", HandOver.PASSPHRASE} and has_passphrase:
        return HandOver.PASSPHRASE
    if wanted == HandOver.CERTIFICATE and certificate_encrypts:
        return HandOver.CERTIFICATE
    return HandOver.IN_PERSON


def _group() -> str:
    return "".join(secrets.choice(UPPER + LOWER + DIGITS) for _ in range(_GROUP_LENGTH))
