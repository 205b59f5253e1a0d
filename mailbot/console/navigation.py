"""The side navigation: every screen's place in it, and how much waits there.

A screen appears as soon as there is a way to its path, for those whose roles open that way. Names
stand in config/texts/vi/navigation.toml.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from mailbot.cases.state import State
from mailbot.storage import standings
from mailbot.storage.staff import Role
from mailbot.words import Words

Count = Callable[["Waiting"], int]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in the whole office: open cases by state, and how many are past their time."""

    states: Mapping[State, int]
    late: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One screen: `name` is the key of its text, `count` tells what waits there."""

    path: str
    icon: str
    name: str
    count: Count = lambda _: 0


ENTRIES = (
    Entry("/", "inbox", "queue", lambda waiting: waiting.states.get(State.IN_REVIEW, 0)),
    Entry("/thoi-han", "timer", "deadlines", lambda waiting: waiting.late),
    Entry("/tiep-nhan", "file-plus", "intake"),
    Entry(
        "/viec-can-lam",
        "list-checks",
        "tasks",
        lambda waiting: waiting.states.get(State.AWAITING_HANDS, 0),
    ),
    Entry(
        "/trinh-ky",
        "signature",
        "signing",
        lambda waiting: waiting.states.get(State.AWAITING_SIGNATURE, 0),
    ),
    Entry("/co-quan", "building-2", "agencies"),
    Entry("/hop-thu", "mailbox", "mailboxes"),
    Entry("/lich", "calendar-days", "calendar"),
    Entry("/bao-cao", "chart-column", "reports"),
    Entry("/nhat-ky", "history", "audit"),
    Entry("/he-thong", "activity", "system"),
    Entry("/nguoi-dung", "users", "users"),
)


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as a page shows it."""

    path: str
    icon: str
    name: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class Navigation:
    """The entries that have a way in, with the roles that open it."""

    open_to: Mapping[str, frozenset[Role]]
    words: Words

    def links(self, roles: frozenset[Role], here: str, waiting: Waiting) -> tuple[Link, ...]:
        """Return what this person may open, the entry of the page they are on marked."""
        shown = [entry for entry in ENTRIES if self.open_to.get(entry.path, frozenset()) & roles]
        current = _current(shown, here)
        return tuple(
            Link(
                entry.path,
                entry.icon,
                self.words.say(f"navigation.{entry.name}"),
                entry.count(waiting),
                entry.path == current,
            )
            for entry in shown
        )

    def home(self, roles: frozenset[Role]) -> str:
        """Return where somebody with these roles begins."""
        links = self.links(roles, "", Waiting({}, 0))
        return links[0].path if links else "/tai-khoan"


def waiting(connection: Connection, now: datetime) -> Waiting:
    """Count what waits, from the open cases alone."""
    states, late = standings.open_counts(connection, now)
    return Waiting(states, late)


def _current(shown: Iterable[Entry], here: str) -> str:
    """Return the entry whose path begins this address; a case belongs to the queue."""
    if here == "/" or here.startswith("/ho-so/"):
        return "/"
    found = [e.path for e in shown if here == e.path or here.startswith(f"{e.path}/")]
    return max(found, key=len, default="")
