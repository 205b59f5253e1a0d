"""Reading beside the writers: one state, no waiting, no change."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import SQLAlchemyError

from mailbot.errors import TryLaterError
from mailbot.storage import schema
from mailbot.storage.database import Database
from mailbot.storage.tables import fact


def test_a_reader_sees_what_was_committed_while_its_own_thread_is_writing(
    database: Database,
) -> None:
    schema.upgrade(database)
    with database.transaction() as writing:
        writing.execute(insert(fact).values(name="mine", value="1"))
        with database.reading() as reading:
            assert reading.execute(select(fact).filter_by(name="mine")).all() == []
    with database.reading() as reading:
        assert len(reading.execute(select(fact).filter_by(name="mine")).all()) == 1


def test_a_reader_cannot_change_anything_and_the_next_writer_can(database: Database) -> None:
    schema.upgrade(database)
    with pytest.raises((SQLAlchemyError, TryLaterError)), database.reading() as reading:
        reading.execute(insert(fact).values(name="mine", value="1"))
    with database.transaction() as writing:
        writing.execute(insert(fact).values(name="mine", value="2"))
    with database.reading() as reading:
        assert reading.execute(select(fact.c.value).filter_by(name="mine")).scalar_one() == "2"
