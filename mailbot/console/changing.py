"""What happened to a case that a decision rests on: what an officer must have seen of its story."""

from __future__ import annotations

from sqlalchemy import Connection

from mailbot.cases.case import Case
from mailbot.storage import history
from mailbot.storage.history import Event

_NO_CHANGE = frozenset(
    {"ids_read", "claimed", "released", "handed_over", "noted", "decision_called_back"}
)


def changing(connection: Connection, case: Case) -> tuple[Event, ...]:
    """Return the events that changed the case, oldest first."""
    return tuple(one for one in history.of_case(connection, case.id) if one.what not in _NO_CHANGE)
