"""Whether the history is as it was written: `mailbot audit verify`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from mailbot.storage import history
from mailbot.storage.chain import START, Break, Linked, breaks


@dataclass(frozen=True, slots=True)
class Audit:
    """How many lines there are, the last link, and where the chain does not hold."""

    lines: int
    head: str
    breaks: tuple[Break, ...]


def audit(connection: Connection, noted: str = "") -> Audit:
    """Return what the whole history shows.

    Whoever can write the database can also write a whole new chain into it; only a link noted
    elsewhere before shows that.

    Args:
        noted: a link that was the last one once, from an earlier audit or an exported case.
    """
    walk = _Walk(noted)
    found = tuple(breaks(walk.through(history.linked(connection))))
    number, last = history.head(connection)
    if (walk.number, walk.last) != (number, last):
        found = (*found, Break("cut", number))
    if not walk.met:
        found = (*found, Break("noted_link_gone", 0))
    return Audit(walk.count, walk.last, found)


@dataclass(slots=True)
class _Walk:
    """Remembers what passes by."""

    noted: str
    count: int = 0
    number: int = 0
    last: str = START
    seen: bool = False

    @property
    def met(self) -> bool:
        """Whether the noted link is in the chain; none was noted, none is missed."""
        return self.seen or self.noted in {"", START}

    def through(self, lines: Iterator[Linked]) -> Iterator[Linked]:
        """Yield the lines as they come."""
        for line in lines:
            self.count += 1
            self.number, self.last = line.id, line.link
            self.seen = self.seen or line.link == self.noted
            yield line
