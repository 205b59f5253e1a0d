"""Two transactions at the same moment: the later one waits for the end of the first."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

from sqlalchemy import Connection

from mailbot.storage.database import Database

Thing = TypeVar("Thing")


def held_up(
    database: Database, ours: Callable[[Connection], object], theirs: Callable[[Connection], Thing]
) -> Thing:
    """Do ours, and theirs before ours is committed; return what theirs comes to once it is. Fail
    where theirs did not wait: on SQLite it always does.
    """

    def beside() -> Thing:
        with database.transaction() as connection:
            return theirs(connection)

    with ThreadPoolExecutor(1) as another:
        with database.transaction() as connection:
            ours(connection)
            coming = another.submit(beside)
            assert wait([coming], timeout=0.5).not_done
        return coming.result()
