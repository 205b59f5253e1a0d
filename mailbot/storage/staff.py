"""Staff of the console: accounts with roles, invitations used once, sessions kept on the server.

Tokens are stored as hashes: whoever reads the database cannot log in with what stands there.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, insert, not_, select, update

from mailbot.cases.fold import asks_for_an_id
from mailbot.errors import BadInputError
from mailbot.storage.history import MAILBOT
from mailbot.storage.seal import Seal
from mailbot.storage.tables import passkey, staff, staff_session
from mailbot.words import say

INVITATION_LASTS = timedelta(hours=48)
SESSION_LASTS = timedelta(hours=8)
IDLE_AT_MOST = timedelta(minutes=30)
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,58}[a-z0-9]")


class Role(StrEnum):
    """What a member of staff may do; one person may have several."""

    VIEW = "xem"
    HANDLE = "xu-ly"
    APPROVE = "duyet"
    ADMINISTER = "quan-tri"
    AUDIT = "kiem-toan"


@dataclass(frozen=True, slots=True)
class Member:
    """One account. Without a password it waits for its invitation to be used."""

    id: int
    name: str
    display_name: str
    roles: frozenset[Role]
    password_hash: str = field(default="", repr=False)
    has_totp: bool = False
    active: bool = True
    email: str = ""
    single_keys: bool = True


@dataclass(frozen=True, slots=True)
class Session:
    """A login that holds now. `proved_at` is when the second factor was last shown."""

    member: Member
    form_token: str = field(repr=False)
    began_at: datetime
    seen_at: datetime
    proved_at: datetime


def invite(  # noqa: PLR0913, PLR0917 (an account, told whole)
    connection: Connection,
    name: str,
    display_name: str,
    roles: Iterable[Role],
    now: datetime,
    email: str = "",
) -> str:
    """Make the account, or invite it anew, and return the one-time token.

    A new invitation ends the old password, every second factor and every session. The history
    knows people by the name shown, so no two accounts have the same one. The name to log in with
    stands in addresses and in the history, so none is a national ID.
    """
    given = frozenset(roles)
    known = named_or_none(connection, name)
    display_name = " ".join(unicodedata.normalize("NFC", display_name).split()) or name
    _keep_names_apart(connection, display_name, name)
    if known is not None and Role.ADMINISTER not in given:
        _keep_an_administrator(connection, known)
    if _NAME.fullmatch(name) is None:
        raise BadInputError(say("storage.bad_login_name", name=name))
    if known is None and asks_for_an_id(name):
        raise BadInputError(say("storage.login_is_an_id"))
    token = secrets.token_urlsafe(32)
    values = {
        "display_name": display_name,
        "roles": sorted(given),
        "email": email,
        "password_hash": "",
        "sealed_totp": None,
        "totp_step": 0,
        "invitation_sha": token_sha(token),
        "invited_until": now + INVITATION_LASTS,
        "active": True,
    }
    if known is None:
        connection.execute(insert(staff).values(name=name, **values))
    else:
        connection.execute(update(staff).where(staff.c.id == known.id).values(values))
        connection.execute(delete(passkey).where(passkey.c.staff_id == known.id))
        end_sessions(connection, known)
    return token


def invited(connection: Connection, token: str, now: datetime) -> Member | None:
    """Return whom this invitation is for while it holds, or None."""
    row = connection.execute(
        select(staff).where(
            staff.c.invitation_sha == token_sha(token), staff.c.invited_until > now, staff.c.active
        )
    ).one_or_none()
    return _member(row) if row else None


def listed(connection: Connection) -> tuple[Member, ...]:
    """Return every account by name."""
    return tuple(_member(row) for row in connection.execute(select(staff).order_by(staff.c.name)))


def named_or_none(connection: Connection, name: str) -> Member | None:
    """Return the account with this name, or None."""
    row = connection.execute(select(staff).where(staff.c.name == name)).one_or_none()
    return _member(row) if row else None


def by_id(connection: Connection, ids: Iterable[int]) -> dict[int, Member]:
    """Return these accounts by their id."""
    rows = connection.execute(select(staff).where(staff.c.id.in_(tuple(ids))))
    return {row.id: _member(row) for row in rows}


def set_password(connection: Connection, member: Member, password_hash: str) -> None:
    """Write the password's hash."""
    connection.execute(
        update(staff).where(staff.c.id == member.id).values(password_hash=password_hash)
    )


def set_roles(connection: Connection, member: Member, roles: Iterable[Role]) -> None:
    """Give the account these roles instead; the last administrator stays one."""
    given = frozenset(roles)
    if not given:
        raise BadInputError(say("storage.no_role"))
    if Role.ADMINISTER not in given:
        _keep_an_administrator(connection, member)
    _change(connection, member, roles=sorted(given))


def set_email(connection: Connection, member: Member, email: str) -> None:
    """Write where our mails to this person go; empty means nowhere."""
    _change(connection, member, email=email)


def set_single_keys(connection: Connection, member: Member, *, on: bool) -> None:
    """Write whether a key pressed alone does something in the pages (WCAG 2.1.4)."""
    _change(connection, member, single_keys=on)


def deactivate(connection: Connection, member: Member) -> None:
    """Close the account: it can log in no more, and its sessions end at once.

    BadInputError for the last administrator: nobody could let anybody in again.
    """
    _keep_an_administrator(connection, member)
    connection.execute(
        update(staff).where(staff.c.id == member.id).values(active=False, invitation_sha="")
    )
    end_sessions(connection, member)


@dataclass(frozen=True, slots=True)
class SecondFactors:
    """The shared secrets of TOTP (RFC 6238), sealed."""

    seal: Seal

    def begin(self, connection: Connection, member: Member, secret: str) -> None:
        """Keep the secret; the account uses it once a first code has proven it."""
        connection.execute(
            update(staff)
            .where(staff.c.id == member.id)
            .values(sealed_totp=self.seal.close(secret.encode()), totp_step=0)
        )

    def of(self, connection: Connection, member: Member) -> str | None:
        """Return the secret, or None where none was begun."""
        sealed = connection.execute(
            select(staff.c.sealed_totp).where(staff.c.id == member.id)
        ).scalar_one()
        return self.seal.open(sealed).decode() if sealed else None


def use_step(connection: Connection, member: Member, step: int) -> bool:
    """Return whether this time step's code was still unused; it is used up now (RFC 6238, 5.2).

    The first code used ends the invitation.
    """
    used = connection.execute(
        update(staff)
        .where(staff.c.id == member.id, staff.c.totp_step < step)
        .values(totp_step=step, invitation_sha="", invited_until=None)
    )
    return used.rowcount == 1


def begin_session(
    connection: Connection, member: Member, now: datetime, address: str = "", agent: str = ""
) -> str:
    """Begin a session and return its token, which is told to nobody else; all that are over go."""
    connection.execute(delete(staff_session).where(not_(holds(now))))
    token = secrets.token_urlsafe(32)
    connection.execute(
        insert(staff_session).values(
            token_sha=token_sha(token),
            staff_id=member.id,
            form_token=secrets.token_urlsafe(32),
            began_at=now,
            seen_at=now,
            proved_at=now,
            address=address[:60],
            agent=agent[:200],
        )
    )
    return token


def holds(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a session is neither too old now nor unused for too long."""
    return and_(
        staff_session.c.began_at >= now - SESSION_LASTS,
        staff_session.c.seen_at >= now - IDLE_AT_MOST,
    )


def session_of(connection: Connection, token: str, now: datetime) -> Session | None:
    """Return the session while it holds, else None; nothing is written."""
    found = connection.execute(
        select(staff_session, staff)
        .join(staff, staff.c.id == staff_session.c.staff_id)
        .where(staff_session.c.token_sha == token_sha(token), holds(now), staff.c.active)
    ).one_or_none()
    if found is None:
        return None
    return Session(_member(found), found.form_token, found.began_at, found.seen_at, found.proved_at)


def see(connection: Connection, token: str, now: datetime) -> None:
    """Count the session as used now."""
    own = staff_session.c.token_sha == token_sha(token)
    connection.execute(update(staff_session).where(own).values(seen_at=now))


def prove(connection: Connection, token: str, now: datetime) -> None:
    """Write that the second factor was shown again in this session."""
    proven = update(staff_session).where(staff_session.c.token_sha == token_sha(token))
    connection.execute(proven.values(proved_at=now))


def end_session(connection: Connection, token: str) -> None:
    """End one session; ending what is over is no error."""
    connection.execute(delete(staff_session).where(staff_session.c.token_sha == token_sha(token)))


def end_sessions(connection: Connection, member: Member | None) -> None:
    """End every session of the account."""
    if member is not None:
        connection.execute(delete(staff_session).where(staff_session.c.staff_id == member.id))


def _change(connection: Connection, member: Member, **values: object) -> None:
    connection.execute(update(staff).where(staff.c.id == member.id).values(values))


def _keep_an_administrator(connection: Connection, member: Member) -> None:
    """Raise BadInputError where nobody else could administer accounts without this one."""
    others = (one for one in listed(connection) if one.id != member.id)
    if _administers(member) and not any(map(_administers, others)):
        raise BadInputError(say("storage.last_administrator", name=member.display_name))


def _keep_names_apart(connection: Connection, display_name: str, name: str) -> None:
    """Raise BadInputError where another account, or the program itself, is shown by this name."""
    same = display_name.casefold()
    if same == MAILBOT:
        raise BadInputError(say("storage.name_of_ours", name=display_name))
    for other in listed(connection):
        if other.name != name and other.display_name.casefold() == same:
            told = {"name": display_name, "login": other.name}
            raise BadInputError(say("storage.display_name_taken", **told))


def _administers(member: Member) -> bool:
    """Return whether the account can administer now: open, and no invitation still to be used."""
    return member.active and bool(member.password_hash) and Role.ADMINISTER in member.roles


def token_sha(token: str) -> str:
    """Return what of a token is stored: its hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def _member(row: Row[Any]) -> Member:
    return Member(
        id=row.id,
        name=row.name,
        display_name=row.display_name,
        roles=frozenset(Role(role) for role in row.roles),
        password_hash=row.password_hash,
        has_totp=row.totp_step > 0,
        active=row.active,
        email=row.email,
        single_keys=row.single_keys,
    )
