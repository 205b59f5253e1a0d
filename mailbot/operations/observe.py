"""Observing: the doctor's looks made now and then, and the history's chain walked, for the pages.

A page asks nobody outside; it shows what was seen last, and when.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import groupby, islice
from socket import gethostname

from mailbot.house import House
from mailbot.operations.doctor import LOOKS, Look, checks
from mailbot.storage import history, observations
from mailbot.storage.chain import START, Break, Linked, breaks, line_hash
from mailbot.storage.database import Database
from mailbot.storage.observations import Observation
from mailbot.timetable import Recurring

LOOK_EVERY = timedelta(minutes=10)
WALK_EVERY = timedelta(hours=1)
CHAIN = "history_chain"
# The probe sends a mail of its own: only a person asks for it (`mailbot doctor`).
_LEFT_TO_PEOPLE = frozenset({"evidence"})
_TOLD_BREAKS = 5


def observing_jobs(house: House) -> tuple[Recurring, ...]:
    """Return the daemon's jobs that look around."""
    return (
        Recurring("observe", LOOK_EVERY, partial(observe, house)),
        Recurring("walk_history", WALK_EVERY, partial(walk, house)),
    )


def observe(house: House, looks: Iterable[tuple[str, Look]] = LOOKS) -> None:
    """Make every look and keep what was found."""
    wanted = tuple(one for one in looks if one[0] not in _LEFT_TO_PEOPLE)
    host, now = gethostname(), house.clock()
    found = []
    for code, lines in groupby(checks(house, wanted), key=lambda check: check.code):
        seen = tuple(lines)
        good = all(check.good for check in seen)
        found.append(Observation(host, code, good, tuple(check.detail for check in seen), now))
    with house.database.transaction() as connection:
        observations.keep(connection, found)


def walk(house: House) -> None:
    """Walk the whole chain of the history and keep whether it holds."""
    walked = _Walk(house.database)
    broken = tuple(islice(walked.breaks(), _TOLD_BREAKS))
    say = house.words.say
    told = tuple(say(f"audit.{one.code}", line=str(one.id)).strip(" -") for one in broken)
    whole = say("audit.whole", lines=str(walked.count))
    seen = Observation(gethostname(), CHAIN, not broken, told or (whole,), house.clock())
    with house.database.transaction() as connection:
        observations.keep(connection, [seen])


@dataclass(slots=True)
class _Walk:
    """Goes through the lines, a short transaction for each portion, and remembers the last."""

    database: Database
    count: int = 0
    last: tuple[int, str] = (0, START)
    head: tuple[int, str] = (0, START)

    def breaks(self) -> Iterator[Break]:
        """Yield where the chain does not hold; at the end, whether its end is the one noted."""
        yield from breaks(self._lines())
        if self.last != self.head:
            yield Break("cut", self.head[0])

    def _lines(self) -> Iterator[Linked]:
        while True:
            with self.database.reading() as connection:
                portion = history.portion(connection, self.last[0])
                self.head = history.head(connection)
            if not portion:
                return
            for line, stored in portion:
                self.count += 1
                yield Linked(line.id, line_hash(line), stored)
            self.last = (portion[-1][0].id, portion[-1][1])
