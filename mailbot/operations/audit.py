"""Whether the history is as it was written: `mailbot audit verify`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mailbot.storage import history
from mailbot.storage.chain import START, Break, Line, Linked, breaks, line_hash
from mailbot.storage.database import Database


@dataclass(frozen=True, slots=True)
class Audit:
    """How many lines there are, the last link, and where the chain does not hold."""

    lines: int
    head: str
    breaks: tuple[Break, ...]


def audit(database: Database, noted: str = "") -> Audit:
    """Return what the whole history shows, lines that are written meanwhile included.

    Whoever can write the database can also write a whole new chain into it; only a link noted
    elsewhere before shows that.

    Args:
        noted: a link that was the last one once, from an earlier audit or an exported case.
    """
    walk = _Walk(noted)
    found = tuple(breaks(walk.through(database)))
    if (walk.number, walk.last) != walk.head:
        found = (*found, Break("cut", walk.head[0]))
    if not walk.met:
        found = (*found, Break("noted_link_gone", 0))
    return Audit(walk.count, walk.last, found)


@dataclass(slots=True)
class _Walk:
    """Remembers what passes by. `head` is as noted when the end was reached."""

    noted: str
    head: tuple[int, str] = (0, START)
    count: int = 0
    number: int = 0
    last: str = START
    seen: bool = False

    @property
    def met(self) -> bool:
        """Whether the noted link is in the chain; none was noted, none is missed."""
        return self.seen or self.noted in {"", START}

    def through(self, database: Database) -> Iterator[Linked]:
        """Yield the whole chain, odd numbers first; no writer waits longer than for a page."""
        with database.reading() as connection:
            page = history.strange(connection)
        yield from self._passed(page)
        while True:
            with database.reading() as connection:
                page = history.portion(connection, max(self.number, 0))
                self.head = history.head(connection)
            if not page:
                return
            yield from self._passed(page)

    def _passed(self, page: Sequence[tuple[Line, str]]) -> Iterator[Linked]:
        for line, link in page:
            self.count += 1
            self.number, self.last = line.id, link
            self.seen = self.seen or link == self.noted
            yield Linked(line.id, line_hash(line), link)
