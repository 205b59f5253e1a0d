"""A row that asks for a new mailbox, against the mailboxes there are."""

from __future__ import annotations

from collections.abc import Iterator

from mailbot.cases.finding import Finding, Severity
from mailbot.cases.holder import Likeness
from mailbot.cases.position import is_leader
from mailbot.cases.row import Holder
from mailbot.intake.row_known import NumberedRow, Surroundings

_CODES = {
    Likeness.SAME: ("already_has_mailbox", Severity.BLOCKS),
    Likeness.OTHER_UNIT: ("namesake_has_mailbox", Severity.LOOK),
    Likeness.OTHER_SPELLING: ("similar_has_mailbox", Severity.LOOK),
}


def judge_new(numbered: NumberedRow, around: Surroundings) -> Iterator[Finding]:
    """Yield the mailboxes the person or the unit already has, surely or perhaps.

    Law: Quyết định 2829/QĐ-UBND, procedure 1 (only for who has no mailbox of the city yet).
    """
    if is_leader(numbered.row.position):
        yield numbered.finding("leader_asked", Severity.LOOK, "position")
    addresses = set()
    for holding in around.holders.of(numbered.row):
        code, severity = _CODES[holding.likeness]
        addresses.add(holding.mailbox.address)
        yield numbered.finding(
            code,
            severity,
            "name",
            address=holding.mailbox.address,
            known_as=holding.mailbox.name,
            unit=holding.mailbox.unit,
        )
    for address in sorted(_registered(numbered, around) - addresses):
        yield numbered.finding(
            "already_has_mailbox", Severity.BLOCKS, "name", address=address, unit=""
        )


def _registered(numbered: NumberedRow, around: Surroundings) -> set[str]:
    """Return the registry's mailboxes of the asker's units of this name."""
    if numbered.row.holder is not Holder.ORGANISATION:
        return set()
    units = around.called(numbered.row.name)
    return {unit.mailbox for unit in units if unit.code in around.family and unit.mailbox}
