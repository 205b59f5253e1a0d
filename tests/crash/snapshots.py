"""How a database was when a play began, to begin anew from."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, insert, select, text

from mailbot.storage.database import Database
from tests.databases import without_triggers


@dataclass
class Snapshot:
    """The rows of every table."""

    database: Database
    metadata: MetaData
    rows: dict[str, list[dict[str, Any]]] = field(init=False)

    def __post_init__(self) -> None:
        with self.database.transaction() as connection:
            self.rows = {
                table.name: [dict(row._mapping) for row in connection.execute(select(table))]
                for table in self.metadata.sorted_tables
            }

    def restore(self) -> None:
        """Bring every table back, counters too."""
        with self.database.transaction() as connection, without_triggers(connection):
            names = ", ".join(f'"{table.name}"' for table in self.metadata.sorted_tables)
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
            for table in reversed(self.metadata.sorted_tables):
                connection.execute(table.delete())
            for table in self.metadata.sorted_tables:
                if self.rows[table.name]:
                    connection.execute(insert(table), self.rows[table.name])


@dataclass
class Lost:
    """A database that is gone when the play begins."""

    database: Database

    def restore(self) -> None:
        """Leave nothing where it was."""
        url = self.database.engine.url
        if url.get_backend_name() == "postgresql":
            with self.database.transaction() as connection:
                connection.execute(text("DROP SCHEMA public CASCADE"))
                connection.execute(text("CREATE SCHEMA public"))
        else:
            file = Path(str(url.database))
            for path in file.parent.glob(f"{file.name}*"):  # with journals, and what a death left
                path.unlink()
        self.database.close()  # its connections know what is no more
