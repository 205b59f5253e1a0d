"""A row that asks for a new password, against the mailbox it names."""

from __future__ import annotations

from collections.abc import Iterator

from mailbot.cases.finding import Finding, Severity
from mailbot.cases.holder import holder_names, same_name, same_unit
from mailbot.cases.mailbox import Mailbox
from mailbot.cases.position import is_leader
from mailbot.cases.row import Holder
from mailbot.intake.row_cells import is_mailbox_address, is_ours
from mailbot.intake.row_known import Known, NumberedRow, Surroundings

_BLOCKS, _LOOK = Severity.BLOCKS, Severity.LOOK


def judge_reset(numbered: NumberedRow, around: Surroundings) -> Iterator[Finding]:
    """Yield what speaks against setting this mailbox's password for this asker.

    Granted only for mailboxes of the asker and its subordinate units; for a person only where
    name and unit agree with the directory.
    """
    known, address = around.known, numbered.row.email.lower()
    if not is_mailbox_address(address):
        return
    if address == known.sending_mailbox.lower():
        yield numbered.finding("own_mailbox", _BLOCKS, "email", address=address)
    if not is_ours(address, known):
        yield numbered.finding("mailbox_foreign", _BLOCKS, "email", address=address)
        return
    box = known.directory.find(address) or _official(address, known)
    if box is None:
        yield numbered.finding("mailbox_unknown", _BLOCKS, "email", address=address)
    elif box.agency_code not in around.family:
        yield numbered.finding("mailbox_of_another", _BLOCKS, "email", address=address)
    else:
        yield from _judge_box(numbered, box, known)


def _official(address: str, known: Known) -> Mailbox | None:
    """Return an agency's own mailbox from the registry, as the directory would have it."""
    agency = known.registry.by_mailbox(address)
    if agency is None:
        return None
    return Mailbox(address, Holder.ORGANISATION, agency.name, agency.code)


def _judge_box(numbered: NumberedRow, box: Mailbox, known: Known) -> Iterator[Finding]:
    row = numbered.row
    if not box.active:
        yield numbered.finding("mailbox_inactive", _LOOK, "email", address=box.address)
    # Of a position that the directory has, its `protected` was told apart when it was imported.
    leads = is_leader(row.position) and not is_leader(box.position)
    if box.protected or leads or known.registry.by_mailbox(box.address) is not None:
        yield numbered.finding("mailbox_protected", _LOOK, "email", address=box.address)
    if box.holder is not row.holder:
        yield numbered.finding("holder_kind_differs", _LOOK, "email", address=box.address)
    elif box.holder is Holder.PERSON:
        yield from _judge_person(numbered, box, known)
    elif not any(same_name(row.name, name) for name in holder_names(box, known.registry)):
        yield _differs(numbered, "holder_differs", "name", box.name)


def _judge_person(numbered: NumberedRow, box: Mailbox, known: Known) -> Iterator[Finding]:
    row = numbered.row
    if row.name and not same_name(row.name, box.name):
        yield _differs(numbered, "holder_differs", "name", box.name)
    if not row.unit:
        yield _differs(numbered, "unit_not_given", "unit", box.unit)
    elif not same_unit(row.unit, box, known.registry):
        yield _differs(numbered, "unit_differs", "unit", box.unit)


def _differs(numbered: NumberedRow, code: str, column: str, directory: str) -> Finding:
    given = getattr(numbered.row, column)
    return numbered.finding(code, _LOOK, column, value=given, directory=directory)
