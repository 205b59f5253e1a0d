"""The shadow report: what mailbot decided beside what staff decided about the same letter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection

from mailbot.cases.agency import Registry
from mailbot.cases.case import Case
from mailbot.cases.finding import Severity
from mailbot.cases.name import name_key
from mailbot.cases.state import State
from mailbot.csv_table import Columns, read_table
from mailbot.storage import history
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.words import Words


class Outcome(StrEnum):
    """What staff decided."""

    APPROVED = "approved"
    SUPPLEMENT = "supplement"
    REFUSED = "refused"


class Proposal(StrEnum):
    """What mailbot did by itself, before any person."""

    APPROVED = "approved"
    SUPPLEMENT = "supplement"
    REVIEW = "review"
    NO_CASE = "no_case"


class Comparison(StrEnum):
    """How the two go together. `wrong` is what must not happen when it runs for real."""

    SAME = "same"
    LEFT_TO_STAFF = "left_to_staff"
    WRONG = "wrong"
    MISSED = "missed"
    NOT_RECORDED = "not_recorded"


@dataclass(frozen=True, slots=True)
class Recorded:
    """One decision of staff, from a line of their table."""

    letter: str
    agency: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Judged:
    """One letter as mailbot decided; `findings` are why it asked for a person."""

    letter: str
    agency: str
    case: str
    proposal: Proposal
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One letter with both decisions."""

    letter: str
    agency: str
    case: str
    proposal: Proposal
    outcome: Outcome | None
    comparison: Comparison
    findings: tuple[str, ...] = ()

    @property
    def must_not_happen(self) -> bool:
        """Whether mailbot would have done what staff did not, as far as they have recorded it."""
        granted = self.proposal is Proposal.APPROVED
        unrecorded = self.comparison is Comparison.NOT_RECORDED
        return self.comparison is Comparison.WRONG or (granted and unrecorded)


_AT_ONCE = 100  # cases in one reading
COLUMNS = Columns(
    ("letter", "agency", "outcome"),
    ("letter", "agency", "outcome"),
    {"số văn bản": "letter", "cơ quan": "agency", "kết quả": "outcome"},
)
_OUTCOMES = {
    "approved": Outcome.APPROVED,
    "đã cấp": Outcome.APPROVED,
    "duyệt": Outcome.APPROVED,
    "supplement": Outcome.SUPPLEMENT,
    "bổ sung": Outcome.SUPPLEMENT,
    "refused": Outcome.REFUSED,
    "từ chối": Outcome.REFUSED,
}
_PROPOSALS = {
    State.ACCEPTED: Proposal.APPROVED,
    State.SUPPLEMENT_ASKED: Proposal.SUPPLEMENT,
}


def read_recorded(data: bytes, file: str, registry: Registry, words: Words) -> tuple[Recorded, ...]:
    """Return staff's decisions from a CSV file; an agency by code, mailbox or name."""
    lines = read_table(data, file, COLUMNS, words)
    return tuple(
        Recorded(
            line.required("letter"),
            _agency(line.required("agency"), registry),
            Outcome(line.choice("outcome", {k: str(v) for k, v in _OUTCOMES.items()})),
        )
        for line in lines
    )


def judged(database: Database, store: CaseStore) -> Iterator[Judged]:
    """Yield what mailbot decided, some cases at a time: no writer waits longer than for those."""
    last = 0
    while True:
        with database.reading() as connection:
            portion = store.portion(connection, last, _AT_ONCE)
            found = [_judged(connection, case) for case in portion if case.parent_id is None]
        if not portion:
            return
        yield from found
        last = portion[-1].id


def compare(cases: Iterable[Judged], recorded: Iterable[Recorded]) -> tuple[Compared, ...]:
    """Return every letter staff or mailbot knows, staff's first; one that came twice, with each of
    its cases.
    """
    by_letter: dict[tuple[str, str], list[Judged]] = {}
    for case in cases:
        by_letter.setdefault(_key(case.agency, case.letter), []).append(case)
    found, known = [], set()
    for one in recorded:
        letter = _key(one.agency, one.letter)
        known.add(letter)
        found += [_compared(case, one) for case in by_letter.get(letter, (None,))]
    alone = [case for letter, some in by_letter.items() if letter not in known for case in some]
    return (*found, *map(_alone, alone))


def _judged(connection: Connection, case: Case) -> Judged:
    codes = (one.code for one in case.findings if one.severity is not Severity.NOTE)
    return Judged(
        case.letter.number,
        case.agency_code,
        case.number,
        _proposal(connection, case),
        tuple(dict.fromkeys(codes)),
    )


def _compared(case: Judged | None, one: Recorded) -> Compared:
    if case is None:
        return Compared(
            one.letter, one.agency, "", Proposal.NO_CASE, one.outcome, Comparison.MISSED
        )
    together = _together(case.proposal, one.outcome)
    return Compared(
        one.letter, one.agency, case.case, case.proposal, one.outcome, together, case.findings
    )


def _alone(case: Judged) -> Compared:
    return Compared(
        case.letter,
        case.agency,
        case.case,
        case.proposal,
        None,
        Comparison.NOT_RECORDED,
        case.findings,
    )


def _together(proposal: Proposal, outcome: Outcome) -> Comparison:
    if proposal is Proposal.REVIEW:
        return Comparison.LEFT_TO_STAFF
    return Comparison.SAME if proposal.value == outcome.value else Comparison.WRONG


def _proposal(connection: Connection, case: Case) -> Proposal:
    """Return what mailbot decided by itself before anybody else moved the case: at once, or later,
    as where revocation data had to be waited for.
    """
    for one in history.of_case(connection, case.id):
        state = one.detail.get("state")
        if state and one.who != history.MAILBOT:
            break
        if state in _PROPOSALS:
            return _PROPOSALS[State(state)]
    return Proposal.REVIEW


def _key(agency: str, letter: str) -> tuple[str, str]:
    return agency, name_key(letter)


def _agency(text: str, registry: Registry) -> str:
    """Return the agency's code, or the text as it stands where no one agency has this name."""
    known = registry.by_code(text) or registry.by_mailbox(text.lower())
    if known is not None:
        return known.code
    named = registry.by_name(text)
    return named[0].code if len(named) == 1 else text
