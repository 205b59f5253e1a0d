"""A case: one request, from receipt to reply."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from mailbot.cases.change import RowChange, row_changes
from mailbot.cases.edit import Edit
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.row import ListedRow, Row, UnservedRow
from mailbot.cases.sender_proof import SenderProof
from mailbot.cases.state import State, check_move


class Channel(StrEnum):
    """How the dossier came (Quyết định 2829/QĐ-UBND, "Cách thức thực hiện")."""

    EMAIL = "email"
    IN_PERSON = "in_person"
    POST = "post"
    ONLINE = "online"  # another electronic way, such as the document interconnection axis


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What the request letter says; empty where it could not be read.

    `counted_*` is how many people and organisations it asks for, `counted` the words it says it in.
    """

    number: str = ""
    dated_on: date | None = None
    agency_name: str = ""
    ground: str = ""
    counted_people: int | None = None
    counted_organisations: int | None = None
    counted: str = ""


@dataclass(frozen=True, slots=True)
class Paperwork:
    """How a dossier that did not come by e-mail was taken in, and compared by a second person.

    `entered_by` and `compared_by` are accounts. `compared` are the very rows that were compared:
    a row changed since then is not among them. `on_paper`: answers are printed and handed over.
    """

    entered_by: str
    on_paper: bool
    needs_comparison: bool
    compared_by: str = ""
    compared: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """The dossier as it was before the agency sent it anew."""

    letter: LetterFacts
    rows: tuple[Row, ...]


class DecisionKind(StrEnum):
    """What an officer may decide. Only a person refuses, only a person asks for a supplement."""

    APPROVE = "approve"
    SUPPLEMENT = "supplement"
    REFUSE = "refuse"
    CLOSE = "close"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class Decision:
    """An officer's decision with its reasons, in the words the letter will carry.

    `rows` are those approved, none where all are; with `ask_rest` a supplement is asked for the
    others at once. `left_out` are findings (their indices) that a supplement does not ask to mend.
    """

    kind: DecisionKind
    officer: str
    decided_at: datetime
    reasons: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()
    ask_rest: bool = False
    left_out: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One request. Instants are UTC; `arrived_at` is the arrival of the message that completed the
    dossier, from which `due_at` counts. `reply_to` is empty where nobody proven may be answered.
    `thread` holds the Message-IDs of the request, oldest first. `corrections` counts the messages
    that answered a supplement request; `earlier` is what the last of them took the place of.
    `edits` tell what staff set right in `rows`, oldest first. `sender` is the evidence about the
    mail that completed the dossier; None where there was no mail, or nobody kept it. `mail` is that
    mail's row, 0 where nobody kept it.
    """

    id: int
    number: str
    state: State
    version: int
    channel: Channel
    agency_code: str
    reply_to: str
    procedure: str
    arrived_at: datetime
    due_at: datetime
    letter: LetterFacts = LetterFacts()
    rows: tuple[Row, ...] = ()
    unserved: tuple[UnservedRow, ...] = ()
    findings: tuple[Finding, ...] = ()
    subject: str = ""
    thread: tuple[str, ...] = ()
    decision: Decision | None = None
    corrections: int = 0
    parent_id: int | None = None
    paperwork: Paperwork | None = None
    earlier: Earlier | None = None
    edits: tuple[Edit, ...] = ()
    sender: SenderProof | None = None
    mail: int = 0

    @property
    def listed(self) -> tuple[ListedRow, ...]:
        """Return all that its list holds, with what nobody serves."""
        return (*self.rows, *self.unserved)

    @property
    def is_answered_on_paper(self) -> bool:
        """Return whether answers are printed and handed over, not mailed."""
        return self.paperwork is not None and self.paperwork.on_paper

    def moved(self, after: State) -> Case:
        """Return the case in its new state; WrongMoveError where MOVES forbids it."""
        check_move(self.state, after)
        return replace(self, state=after)

    def changes(self) -> tuple[RowChange, ...]:
        """Return what the list changed since it was sent before; nothing for a first dossier."""
        return row_changes(self.earlier.rows, self.rows) if self.earlier else ()

    def blockers(self) -> tuple[Finding, ...]:
        """Return the findings that forbid approval as things stand."""
        return tuple(f for f in self.findings if f.severity is Severity.BLOCKS)


def case_number(year: int, ordinal: int) -> str:
    """Return the number people use for a case: `HS-2026-00042`, counted anew each year."""
    return f"HS-{year}-{ordinal:05d}"
