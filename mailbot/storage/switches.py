"""What is switched for the whole installation, on every host: pause, and shadow for good."""

from __future__ import annotations

from sqlalchemy import Connection

from mailbot.errors import SettingsError
from mailbot.storage import facts
from mailbot.storage.database import lock
from mailbot.words import say

_PAUSED = "paused"
_SHADOW = "shadow"


def paused_by(connection: Connection) -> str:
    """Return who has paused the work, with the reason; empty while it goes on."""
    return facts.told(connection, _PAUSED) or ""


def pause(connection: Connection, who: str, reason: str) -> None:
    """Let no step begin until `resume`. Mail is still taken in, and deadlines run on."""
    facts.tell(connection, _PAUSED, f"{who}: {reason}")


def resume(connection: Connection) -> None:
    """Let the work go on."""
    facts.forget(connection, _PAUSED)


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
