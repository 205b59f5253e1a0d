"""What is switched for the whole installation, on every host: pause, and shadow for good."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from mailbot.errors import SettingsError
from mailbot.storage import facts, history
from mailbot.storage.database import lock
from mailbot.words import say

_PAUSED = "paused"
_SHADOW = "shadow"
_RESTORED = "restored"
_TAKEN_IN = "taken_in_since_restore"


def paused_by(connection: Connection) -> str:
    """Return who has paused the work, with the reason; empty while it goes on."""
    return facts.told(connection, _PAUSED) or ""


def paused_since(connection: Connection) -> datetime | None:
    """Return when the work was paused, by a person or by a restore; None while it goes on."""
    if not paused_by(connection):
        return None
    moments = history.last_time(connection, _PAUSED), restored_at(connection)
    return max((at for at in moments if at is not None), default=None)


def pause(connection: Connection, who: str, reason: str) -> None:
    """Let no step begin until `resume`. Mail is still taken in, deadlines run on, and our own staff
    is warned of them.
    """
    facts.tell(connection, _PAUSED, _by(who, reason))


def _by(who: str, reason: str) -> str:
    return f"{who}: {reason}"


def resume(connection: Connection) -> None:
    """Let the work go on."""
    facts.forget(connection, _PAUSED)


def as_restored(who: str, reason: str, now: datetime) -> tuple[str, ...]:
    """Return the SQL that a database must hold before anybody opens it again: it is paused, a copy
    of an earlier day, and not yet reconciled with what was done after it.
    """
    told = {_PAUSED: _by(who, reason), _RESTORED: now.isoformat(), _TAKEN_IN: ""}
    return tuple(sql for name, value in told.items() for sql in facts.telling(name, value))


def restored_at(connection: Connection) -> datetime | None:
    """Return when the database was brought back, None where it is not, or is reconciled."""
    told = facts.told(connection, _RESTORED)
    return datetime.fromisoformat(told) if told else None


def note_end_of_inbox(connection: Connection) -> None:
    """Write that a look at the inbox came to its end, where the database was restored."""
    if restored_at(connection) is not None:
        facts.tell(connection, _TAKEN_IN, "yes")


def has_taken_in(connection: Connection) -> bool:
    """Return whether all mail was taken in since the database was restored."""
    return bool(facts.told(connection, _TAKEN_IN))


def reconciled(connection: Connection) -> None:
    """Write that what was done after the copy was made is known again."""
    facts.forget(connection, _TAKEN_IN)
    facts.forget(connection, _RESTORED)


def check_shadow(connection: Connection, *, shadow: bool) -> None:
    """Raise SettingsError where a database used in shadow would be used for real, or a real one in
    shadow: its answers were never sent, its mailboxes never made.
    """
    lock(connection, _SHADOW)
    wanted, found = str(shadow).lower(), facts.told(connection, _SHADOW)
    if found is None:
        facts.tell(connection, _SHADOW, wanted)
    elif found != wanted:
        raise SettingsError(say("storage.shadow_differs", wanted=wanted, found=found))
