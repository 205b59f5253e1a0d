"""Who asks for a new mailbox and has one already, in whatever agency.

A name alone tells nothing there, for many bear it. A second fact does: the national ID number for
which an earlier case made a mailbox, the telephone that the directory has, the mailbox the row
names itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from mailbot.cases.finding import Finding, Severity
from mailbot.cases.mailbox import Mailbox
from mailbot.cases.row import Procedure, Row
from mailbot.cases.same_person import id_key, person_key, phone_key
from mailbot.intake.row_known import Known, NumberedRow


def judge_elsewhere(
    rows: Sequence[NumberedRow], known: Known, told: Sequence[Finding]
) -> Iterator[Finding]:
    """Yield the mailboxes that others than the asker may have given a row's holder; what is `told`
    of a row already is not told again.
    """
    new = [one for one in rows if one.row.procedure is Procedure.NEW]
    seen = {(one.row, one.fields.get("address", "")) for one in told}
    for found in chain(_by_number(new, known), _by_phone(new, known), _by_mailbox(new, known)):
        mark = (found.row, found.fields["address"])
        if mark not in seen:
            seen.add(mark)
            yield found


def _by_number(rows: Sequence[NumberedRow], known: Known) -> Iterator[Finding]:
    """Yield what cases that have ended made for the holder of a row's national ID number."""
    keys = {one.index: key for one in rows if (key := id_key(one.row.national_id))}
    made = known.given_before(frozenset(keys.values())) if keys else {}
    for one in rows:
        for given in made.get(keys.get(one.index, ""), ()):
            told = {"address": given.address, "case": given.case}
            yield one.finding("given_before", Severity.LOOK, "national_id", **told)


def _by_phone(rows: Sequence[NumberedRow], known: Known) -> Iterator[Finding]:
    """Yield whose name, in whatever spelling, and telephone the directory has."""
    keys = {one.index: key for one in rows if (key := phone_key(one.row.phone))}
    at: dict[str, list[Mailbox]] = {}
    for box in known.directory.reached_at(frozenset(keys.values())) if keys else ():
        if box.active:
            at.setdefault(phone_key(box.phone), []).append(box)
    for one in rows:
        for box in at.get(keys.get(one.index, ""), ()):
            if _is_named(one.row, box):
                yield _at_phone(one, box, known)


def _is_named(row: Row, box: Mailbox) -> bool:
    return row.holder is box.holder and person_key(row.name) == person_key(box.name)


def _at_phone(one: NumberedRow, box: Mailbox, known: Known) -> Finding:
    agency = known.registry.by_code(box.agency_code)
    told = {
        "address": box.address,
        "known_as": box.name,
        "agency": agency.name if agency else box.agency_code,
    }
    return one.finding("same_phone_has_mailbox", Severity.LOOK, "name", **told)


def _by_mailbox(rows: Sequence[NumberedRow], known: Known) -> Iterator[Finding]:
    """Yield that the mailbox a row names for itself is there already."""
    for one in rows:
        box = known.directory.find(one.row.email) if one.row.email else None
        if box is not None:
            yield one.finding("mailbox_exists", Severity.LOOK, "email", address=box.address)
