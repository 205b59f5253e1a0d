"""SQLite that leaves it to the system when the disk is written.

A killed process loses nothing by it, only a machine that loses power would; and tests commit tens
of thousands of times.
"""

from __future__ import annotations

from typing import Any

from mailbot.storage import database

prepare_soundly = database._prepare_sqlite


def prepare_carelessly(connection: Any, record: Any) -> None:
    prepare_soundly(connection, record)
    connection.execute("PRAGMA synchronous=OFF").close()


def be_careless() -> None:
    """Have this process wait for no disk from now on."""
    vars(database)["_prepare_sqlite"] = prepare_carelessly
