"""One list's way: drawn, written as it is and changed, read, judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from parsers import RequestList, SourceFile, read_request
from tests.parsers.asserts import rows_read
from tests.parsers.corpus.paper import Paper
from tests.parsers.corpus.request import Fields
from tests.parsers.round_trip.changes import CHANGES
from tests.parsers.round_trip.lists import Drafted, lists
from tests.parsers.round_trip.producers import ALWAYS_FLAGGED, PRODUCERS

SomeFiles = Sequence[tuple[str, bytes]]


@dataclass(frozen=True)
class Trip:
    """A list with the same list changed; `changes` names how."""

    drafted: Drafted
    changed: Paper
    changes: tuple[str, ...]


@st.composite
def trips(draw: st.DrawFn) -> Trip:
    """Return a list and the same changed in one respect, or in all of them at once."""
    drafted = draw(lists())
    changes = draw(st.sampled_from([*((name,) for name in CHANGES), tuple(CHANGES)]))
    paper = drafted.paper
    for name in changes:
        paper = draw(CHANGES[name](paper))
    return Trip(drafted, paper, changes)


def drawn_trips(of_seed: int, count: int) -> list[Trip]:
    """Return as many trips as that, always the same of a seed."""
    found: list[Trip] = []

    @seed(of_seed)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(trips())
    def gather(trip: Trip) -> None:
        found.append(trip)

    gather()
    return found


@dataclass(frozen=True)
class Outcome:
    """What was read of one paper: the rows it has and those it should have, whether the letter's
    facts are right, and the flags without those that such a file always has.
    """

    plain: bool
    rows: tuple[Fields, ...]
    written: tuple[Fields, ...]
    facts_right: bool
    flags: tuple[str, ...]

    @property
    def exact(self) -> bool:
        return self.facts_right and self.rows == self.written

    @property
    def verdict(self) -> str:
        """Return "exact", "flagged" (with exact rows), "wrong" (and flagged) or "silent"."""
        if self.exact:
            return "flagged" if self.flags else "exact"
        return "wrong" if self.flags else "silent"

    @property
    def is_silent(self) -> bool:
        """Return whether something was read wrongly, and nobody told."""
        return self.verdict == "silent"

    @property
    def is_fault(self) -> bool:
        """Return whether this must not be: read wrongly in silence, or a plain list not exactly
        or not without a flag.
        """
        return self.is_silent or (self.plain and self.verdict != "exact")


def judged(paper: Paper, files: SomeFiles, producer: str, *, plain: bool) -> Outcome:
    """Return what became of the paper in these files."""
    read = read_request([SourceFile(*file) for file in files])
    always = ALWAYS_FLAGGED.get(producer, frozenset())
    return Outcome(
        plain,
        (*rows_read(read, "organisation"), *rows_read(read, "individual")),
        (*paper.organisations, *paper.individuals),
        facts_read(read) == facts_of(paper),
        tuple(flag.code.value for flag in read.flags if flag.code.value not in always),
    )


def facts_read(read: RequestList) -> tuple[object, ...]:
    """Return what was read of the letter itself."""
    return read.procedure, read.letter.number, read.letter.date, read.letter.agency


def facts_of(paper: Paper) -> tuple[object, ...]:
    """Return what stands in the letter itself."""
    return paper.procedure, paper.number, paper.on, " ".join(paper.agency.split("\n"))


@dataclass(frozen=True)
class Way:
    """What was made of one paper: how it had been changed, what was written, what was read."""

    changes: tuple[str, ...]
    files: SomeFiles
    outcome: Outcome


def ways(some: Sequence[Trip], producer: str) -> Iterator[Way]:
    """Yield what becomes of each trip's list as it is, and of the same changed."""
    papers = {f"{at:04d}a": trip.drafted.paper for at, trip in enumerate(some)}
    papers |= {f"{at:04d}b": trip.changed for at, trip in enumerate(some)}
    written = PRODUCERS[producer](papers)
    for name, files in sorted(written.items()):
        trip = some[int(name[:-1])]
        changes = trip.changes if name.endswith("b") else ()
        outcome = judged(papers[name], files, producer, plain=trip.drafted.plain)
        yield Way(changes, files, outcome)
