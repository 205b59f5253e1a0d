"""Passkeys of staff: public keys only (WebAuthn Level 3), and challenges that are good for once."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from mailbot.errors import BadInputError
from mailbot.storage.staff import Member
from mailbot.storage.tables import challenge, passkey
from mailbot.words import say

CHALLENGE_LASTS = timedelta(minutes=5)
MOST_PASSKEYS = 10
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Passkey:
    """One passkey. `credential` is its identifier in base64url, as browsers say it."""

    id: int
    staff_id: int
    credential: str
    public_key: bytes = field(repr=False)
    sign_count: int
    name: str
    added_at: datetime
    used_at: datetime | None = None


def new_challenge(connection: Connection, now: datetime) -> bytes:
    """Return fresh random bytes that count as a challenge once, for five minutes."""
    made = secrets.token_bytes(32)
    connection.execute(delete(challenge).where(challenge.c.until < now))
    connection.execute(insert(challenge).values(sha=_sha(made), until=now + CHALLENGE_LASTS))
    return made


def use_challenge(connection: Connection, made: bytes, now: datetime) -> bool:
    """Return whether this challenge of ours was still good; it is used up now."""
    wanted = (challenge.c.sha == _sha(made)) & (challenge.c.until >= now)
    return connection.execute(delete(challenge).where(wanted)).rowcount == 1


def add(connection: Connection, member: Member, new: Passkey) -> None:
    """Add a passkey to the account; BadInputError where it has one of that key, or too many."""
    known = of_member(connection, member)
    if by_credential(connection, new.credential) is not None:
        raise BadInputError(say("storage.passkey_known"))
    if len(known) >= MOST_PASSKEYS:
        raise BadInputError(say("storage.passkeys_many", most=MOST_PASSKEYS))
    connection.execute(
        insert(passkey).values(
            staff_id=member.id,
            credential=new.credential,
            public_key=new.public_key,
            sign_count=new.sign_count,
            name=_name(new.name),
            added_at=new.added_at,
        )
    )


def of_member(connection: Connection, member: Member) -> tuple[Passkey, ...]:
    """Return the account's passkeys, oldest first."""
    rows = connection.execute(select(passkey).filter_by(staff_id=member.id).order_by(passkey.c.id))
    return tuple(_passkey(row) for row in rows)


def by_credential(connection: Connection, credential: str) -> Passkey | None:
    """Return the passkey with this identifier, or None."""
    row = connection.execute(select(passkey).filter_by(credential=credential)).one_or_none()
    return _passkey(row) if row else None


def used(connection: Connection, key: Passkey, sign_count: int, now: datetime) -> None:
    """Write that the passkey was used."""
    changed = update(passkey).where(passkey.c.id == key.id)
    connection.execute(changed.values(sign_count=sign_count, used_at=now))


def rename(connection: Connection, member: Member, key_id: int, name: str) -> None:
    """Give one of the account's passkeys another name."""
    named = (passkey.c.id == key_id) & (passkey.c.staff_id == member.id)
    if connection.execute(update(passkey).where(named).values(name=_name(name))).rowcount == 0:
        raise BadInputError(say("storage.no_passkey"))


def remove(connection: Connection, member: Member, key_id: int) -> Passkey:
    """Take a passkey from the account and return it; BadInputError where it is not there."""
    found = next((one for one in of_member(connection, member) if one.id == key_id), None)
    if found is None:
        raise BadInputError(say("storage.no_passkey"))
    connection.execute(delete(passkey).where(passkey.c.id == key_id))
    return found


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise BadInputError(say("storage.passkey_without_name"))
    return name[:_LONGEST_NAME]


def _sha(made: bytes) -> str:
    return hashlib.sha256(made).hexdigest()


def _passkey(row: Row[Any]) -> Passkey:
    return Passkey(
        row.id,
        row.staff_id,
        row.credential,
        row.public_key,
        row.sign_count,
        row.name,
        row.added_at,
        row.used_at,
    )
