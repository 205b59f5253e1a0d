"""Comparing typed rows with the paper: by a second person, row by row, before anything is granted.

The rows that were compared are kept: a row changed afterwards must be compared anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from mailbot.cases.case import Case
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.state import State
from mailbot.clock import Clock
from mailbot.errors import BadInputError
from mailbot.storage.case_store import CaseStore
from mailbot.words import Words

WANTED = "manual.needs_comparison"
DONE = "manual.compared"


def uncompared(case: Case, rows: Collection[int], words: Words) -> Iterator[str]:
    """Yield why rows of a dossier that was typed in must not be granted yet; `rows` empty: all."""
    work = case.paperwork
    if work is None or not work.needs_comparison:
        return
    if not work.compared_by:
        yield words.say(WANTED)
        return
    for n in sorted(rows or range(len(case.rows))):
        if n < len(case.rows) and case.rows[n] not in work.compared:
            yield words.say("manual.changed_after_comparison", line=str(n + 1))


def compared(case: Case, login: str, officer: str, rows: Collection[int], words: Words) -> Case:
    """Return the case as compared; BadInputError where this person, or not all of it, did it."""
    work = case.paperwork
    if work is None or not work.needs_comparison or case.state is not State.IN_REVIEW:
        raise BadInputError(words.say("manual.nothing_to_compare"))
    if login == work.entered_by:
        raise BadInputError(words.say("manual.same_person"))
    if not case.rows or set(rows) != set(range(len(case.rows))):
        raise BadInputError(words.say("manual.not_all_compared"))
    told = Finding(DONE, Severity.NOTE, {"who": officer})
    others = tuple(one for one in case.findings if one.code not in {WANTED, DONE})
    return replace(
        case,
        findings=(*others, told),
        paperwork=replace(work, compared_by=login, compared=case.rows),
    )


@dataclass(frozen=True, slots=True)
class Compare:
    """Writes that a second person has compared the rows."""

    cases: CaseStore
    words: Words
    clock: Clock

    def __call__(
        self, connection: Connection, case: Case, login: str, officer: str, rows: Collection[int]
    ) -> Case:
        """Return the case as saved."""
        done = compared(case, login, officer, rows, self.words)
        return self.cases.save(connection, done, self.clock(), "compared", officer)
