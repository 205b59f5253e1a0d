"""The mark of a restore that was begun: a table that stands alone in an otherwise empty database.

Without it whoever finds an empty database makes its tables, and the whole inbox is answered again.
The copy comes in the mark's place in one step, so no crash leaves both or neither.
"""

from __future__ import annotations

from sqlalchemy import Connection, inspect

TABLE = "restore_begun"
BEGIN = f"CREATE TABLE IF NOT EXISTS {TABLE} (id integer)"
END = f"DROP TABLE IF EXISTS {TABLE}"


def is_left(connection: Connection) -> bool:
    """Return whether a restore into this database was begun and not finished."""
    return inspect(connection).has_table(TABLE)
