"""The open sessions of an account: told apart by where they began, ended one by one.

A session is named by the start of its token's hash, from which nobody finds the token.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from mailbot.storage.seal import Seal
from mailbot.storage.staff import Member, holds, token_sha
from mailbot.storage.tables import staff, staff_session

_KEY_LENGTH = 16


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One login that holds now."""

    key: str
    began_at: datetime
    seen_at: datetime
    address: str
    agent: str
    is_own: bool


def open_sessions(
    connection: Connection, member: Member, token: str, now: datetime
) -> tuple[OpenSession, ...]:
    """Return the account's sessions that still hold, the last used first; `token` is one's own."""
    rows = connection.execute(
        select(staff_session)
        .where(staff_session.c.staff_id == member.id, holds(now))
        .order_by(staff_session.c.seen_at.desc())
    )
    own = token_sha(token)
    return tuple(_session(row, own) for row in rows)


def end_named(connection: Connection, member: Member, key: str) -> bool:
    """End the session of this account with this key; False where there is none (any more)."""
    if len(key) != _KEY_LENGTH or not key.isalnum():
        return False
    named = staff_session.c.token_sha.startswith(key) & (staff_session.c.staff_id == member.id)
    return connection.execute(delete(staff_session).where(named)).rowcount > 0


def end_others(connection: Connection, member: Member, token: str) -> int:
    """End every session of the account but this one; return how many there were."""
    others = (staff_session.c.staff_id == member.id) & (
        staff_session.c.token_sha != token_sha(token)
    )
    return connection.execute(delete(staff_session).where(others)).rowcount


@dataclass(frozen=True, slots=True)
class Enrolments:
    """A new authenticator that is being set up: kept with the session until a code proves it."""

    seal: Seal

    def begin(self, connection: Connection, token: str, secret: str) -> None:
        """Keep the secret that is shown now; one shown before is void."""
        sealed = self.seal.close(secret.encode())
        connection.execute(
            update(staff_session)
            .where(staff_session.c.token_sha == token_sha(token))
            .values(sealed_totp=sealed)
        )

    def of(self, connection: Connection, token: str) -> str | None:
        """Return the secret that waits to be proven, or None."""
        sealed = connection.execute(
            select(staff_session.c.sealed_totp).filter_by(token_sha=token_sha(token))
        ).scalar_one_or_none()
        return self.seal.open(sealed).decode() if sealed else None

    def settle(self, connection: Connection, token: str, member: Member, step: int) -> None:
        """Take the new authenticator for the old one; the code of `step` is used up."""
        session = staff_session.c.token_sha == token_sha(token)
        sealed = connection.execute(select(staff_session.c.sealed_totp).where(session)).scalar_one()
        connection.execute(
            update(staff).where(staff.c.id == member.id).values(sealed_totp=sealed, totp_step=step)
        )
        connection.execute(update(staff_session).where(session).values(sealed_totp=None))


def _session(row: Row[Any], own: str) -> OpenSession:
    return OpenSession(
        row.token_sha[:_KEY_LENGTH],
        row.began_at,
        row.seen_at,
        row.address,
        row.agent,
        row.token_sha == own,
    )
