"""Single facts about the whole installation, each by its name: when the last backup was made …"""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.engine.default import DefaultDialect

from mailbot.storage.tables import fact

# Asked for in nearly every transaction, so they are put together once.
_TOLD = select(fact.c.value).where(fact.c.name == bindparam("wanted"))
_PLAIN = DefaultDialect(paramstyle="named")  # it leaves % as it is
_TELL = update(fact).where(fact.c.name == bindparam("wanted"))


def told(connection: Connection, name: str) -> str | None:
    """Return the fact, or None where nobody has written it yet."""
    found: str | None = connection.execute(_TOLD, {"wanted": name}).scalar_one_or_none()
    return found


def tell(connection: Connection, name: str, value: str) -> None:
    """Write the fact over what it was."""
    changed = connection.execute(_TELL, {"wanted": name, "value": value})
    if changed.rowcount == 0:
        connection.execute(insert(fact).values(name=name, value=value))


def telling(name: str, value: str) -> tuple[str, ...]:
    """Return the SQL that writes the fact over what it was, for a database nobody has opened."""
    over = delete(fact).filter_by(name=name), insert(fact).values(name=name, value=value)
    return tuple(
        str(one.compile(dialect=_PLAIN, compile_kwargs={"literal_binds": True})) for one in over
    )


def forget(connection: Connection, name: str) -> None:
    """Take the fact away."""
    connection.execute(delete(fact).filter_by(name=name))
