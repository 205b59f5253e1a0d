"""Copies of one mail: the one whose sender is proven counts, also while another is examined."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailbot.errors import TryLaterError
from mailbot.storage import messages
from mailbot.storage.database import Database
from mailbot.storage.messages import Arrived, Disposition, Spot
from mailbot.storage.work import Lane
from tests.builders import MONDAY

FORGED = Arrived("c" * 64, "f" * 64, 9, "<a@x>", MONDAY)
GENUINE = replace(FORGED, raw_sha="9" * 64)


def test_what_was_read_of_a_forged_copy_does_not_conclude_the_genuine_one(
    database: Database,
) -> None:
    with database.transaction() as connection:
        row_id = messages.record(connection, FORGED, Spot("inbox", 1, 1), MONDAY, Lane.AFTER)
        (being_read,) = messages.new_ones(connection, (row_id,))
    with database.transaction() as connection:
        assert messages.record(connection, GENUINE, Spot("inbox", 1, 2), MONDAY) == row_id

    read = being_read.raw_sha
    with pytest.raises(TryLaterError), database.transaction() as connection:
        messages.conclude(connection, row_id, Disposition.REJECTED, as_read=read)

    with database.transaction() as connection:
        (anew,) = messages.new_ones(connection, (row_id,))
        messages.conclude(connection, row_id, Disposition.CASE, as_read=anew.raw_sha)
    assert anew.raw_sha == GENUINE.raw_sha
