"""What is suggested about a flag: the one action that most likely settles it."""

from __future__ import annotations

from enum import StrEnum

from mailbot.cases.case import Case
from mailbot.cases.edit import EDITABLE
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.mending import gives_reason_to_write


class Suggestion(StrEnum):
    """One action; `NOTHING` where there is nothing to do about the flag by itself."""

    SUPPLEMENT = "supplement"  # the agency must mend what blocks
    ASK = "ask"  # the agency is asked what it meant
    USE = "use"  # the value shown is a proposal, and is taken
    EDIT = "edit"  # the cell is set right
    ACCEPT = "accept"  # the flag was looked into
    NOTHING = "nothing"


# Faults of one cell, which a look at the paper or a call may settle.
_OF_A_CELL = frozenset(
    {"name_odd", "phone_odd", "email_odd", "email_several", "mailbox_malformed", "manager_unclear"}
)
_PADDED = "list.national_id_padded"


def suggestion_for(case: Case, finding: Finding) -> Suggestion:
    """Return what is suggested about this finding of the case."""
    if finding.severity is Severity.NOTE:
        return Suggestion.NOTHING
    is_a_defect = gives_reason_to_write(finding)
    if finding.severity is Severity.BLOCKS:
        return Suggestion.SUPPLEMENT if is_a_defect else Suggestion.NOTHING
    if _is_proposed(case, finding):
        return Suggestion.USE
    if _is_of_a_cell(finding):
        return Suggestion.EDIT
    return Suggestion.ASK if is_a_defect else Suggestion.ACCEPT


def _is_proposed(case: Case, finding: Finding) -> bool:
    """Return whether the row holds already what the finding proposes."""
    if finding.code == _PADDED:
        return True
    proposal = finding.fields.get("proposal", "")
    if not proposal or finding.row is None or finding.row >= len(case.rows):
        return False
    return bool(getattr(case.rows[finding.row], finding.column, "") == proposal)


def _is_of_a_cell(finding: Finding) -> bool:
    """Return whether it is a fault of a cell that can be set right."""
    name = finding.code.partition(".")[2]
    known = name in _OF_A_CELL or name.startswith("missing_") or name.endswith("_missing")
    return known and finding.row is not None and finding.column in EDITABLE
