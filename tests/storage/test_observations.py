from __future__ import annotations

from datetime import timedelta

from mailbot.storage import observations
from mailbot.storage.database import Database
from mailbot.storage.observations import FORGOTTEN_AFTER, Observation
from tests.builders import MONDAY


def seen(**different: object) -> Observation:
    sound = {"host": "a", "code": "disk", "good": True, "lines": ("còn 9 GB",), "seen_at": MONDAY}
    return Observation(**(sound | different))  # type: ignore[arg-type]


def test_the_newest_look_of_each_host_is_kept(database: Database) -> None:
    low = seen(good=False, lines=("còn 0,5 GB",), seen_at=MONDAY + timedelta(minutes=5))
    with database.transaction() as connection:
        observations.keep(connection, [seen(), seen(host="b"), seen(code="trust")])
        observations.keep(connection, [low])
        assert observations.latest(connection) == (low, seen(code="trust"), seen(host="b"))


def test_a_host_long_silent_is_forgotten(database: Database) -> None:
    late = seen(seen_at=MONDAY + FORGOTTEN_AFTER + timedelta(seconds=1))
    with database.transaction() as connection:
        observations.keep(connection, [seen(host="b")])
        observations.keep(connection, [late])
        assert observations.latest(connection) == (late,)
