"""Observing: the doctor's looks made now and then, and the history's chain walked, for the pages.

A page asks nobody outside; it shows what was seen last, and when.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from itertools import groupby
from socket import gethostname

from mailbot.house import House
from mailbot.operations.audit import audit
from mailbot.operations.doctor import LOOKS, Look, checks
from mailbot.storage import observations
from mailbot.storage.observations import Observation
from mailbot.timetable import Recurring

LOOK_EVERY = timedelta(minutes=10)
WALK_EVERY = timedelta(hours=1)
CHAIN = "history_chain"
# The probe sends a mail of its own: only a person asks for it (`mailbot doctor`). A pause is told
# as it is now, and to staff once it has lasted.
_LEFT_TO_PEOPLE = frozenset({"evidence", "pause"})
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
        told = tuple(check.detail for check in seen if check.good is good)
        found.append(Observation(host, code, good, told, now))
    with house.database.transaction() as connection:
        observations.keep(connection, found)


def walk(house: House) -> None:
    """Walk the whole chain of the history and keep whether it holds."""
    walked = audit(house.database)
    broken = walked.breaks[:_TOLD_BREAKS]
    say = house.words.say
    told = tuple(say(f"audit.{one.code}", line=str(one.id)).strip(" -") for one in broken)
    whole = say("audit.whole", lines=str(walked.lines))
    seen = Observation(gethostname(), CHAIN, not broken, told or (whole,), house.clock())
    with house.database.transaction() as connection:
        observations.keep(connection, [seen])
