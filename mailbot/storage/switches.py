"""What is switched for the whole installation, on every host: pause, and shadow for good."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from mailbot.errors import SettingsError
from mailbot.storage.database import lock
from mailbot.storage.tables import fact

_PAUSED = "paused"
_SHADOW = "shadow"


def paused_by(connection: Connection) -> str:
    """Return who has paused the work, with the reason; empty while it goes on."""
    return _value(connection, _PAUSED) or ""


def pause(connection: Connection, who: str, reason: str) -> None:
    """Let no step begin until `resume`. Mail is still taken in, and deadlines run on."""
    resume(connection)
    connection.execute(insert(fact).values(name=_PAUSED, value=f"{who}: {reason}"))


def resume(connection: Connection) -> None:
    """Let the work go on."""
    connection.execute(delete(fact).where(fact.c.name == _PAUSED))


def check_shadow(connection: Connection, *, shadow: bool) -> None:
    """Raise SettingsError where a database used in shadow would be used for real, or a real one in
    shadow: its answers were never sent, its mailboxes never made.
    """
    lock(connection, _SHADOW)
    wanted, found = str(shadow).lower(), _value(connection, _SHADOW)
    if found is None:
        connection.execute(insert(fact).values(name=_SHADOW, value=wanted))
    elif found != wanted:
        raise SettingsError(
            f"operations.shadow = {wanted}, nhưng cơ sở dữ liệu này đã dùng với {found}; "
            "hãy dùng một cơ sở dữ liệu riêng (database.url) cho mỗi chế độ."
        )


def _value(connection: Connection, name: str) -> str | None:
    found: str | None = connection.execute(
        select(fact.c.value).filter_by(name=name)
    ).scalar_one_or_none()
    return found
