"""The cells of one row, judged by themselves: there, whole, plausible."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from mailbot.cases.finding import Finding, Severity
from mailbot.cases.row import Holder, Procedure
from mailbot.intake.national_id import IdFault, id_faults
from mailbot.intake.phone_number import is_phone_number
from mailbot.intake.row_known import Known, NumberedRow

_BLOCKS, _LOOK = Severity.BLOCKS, Severity.LOOK

# What the decision's forms ask for, and how much its absence weighs. A reset departing from the
# printed form alone is no defect: the directory has the rest.
REQUIRED: dict[tuple[Procedure, Holder], dict[str, Severity]] = {
    (Procedure.NEW, Holder.ORGANISATION): {
        "name": _BLOCKS,
        "manager_name": _BLOCKS,
        "manager_phone": _BLOCKS,
        "parent_agency": _LOOK,
        "phone": _LOOK,
        "manager_email": _LOOK,
    },
    (Procedure.NEW, Holder.PERSON): {
        "name": _BLOCKS,
        "national_id": _BLOCKS,
        "phone": _BLOCKS,
        "unit": _LOOK,
        "position": _LOOK,
    },
    (Procedure.RESET, Holder.ORGANISATION): {"name": _BLOCKS, "email": _BLOCKS},
    (Procedure.RESET, Holder.PERSON): {"name": _BLOCKS, "email": _BLOCKS},
}

_ID_SEVERITY = {IdFault.MALFORMED: _BLOCKS}
_MAILBOX = re.compile(r"[a-z0-9](?:[a-z0-9._+-]*[a-z0-9])?@(?:[a-z0-9-]+\.)+[a-z]{2,}")
_MARKS = frozenset("\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b")  # five tones, â ă ơ
_BETWEEN = frozenset("'’-")
_LONGEST_NAME = 60


def judge_cells(numbered: NumberedRow, known: Known) -> Iterator[Finding]:
    """Yield what speaks against the row's own cells."""
    yield from _missing(numbered)
    yield from _odd_names(numbered)
    yield from _odd_id(numbered, known)
    yield from _odd_phones(numbered)
    yield from _odd_mailboxes(numbered, known)


def is_mailbox_address(text: str) -> bool:
    """Return whether the text is one plain address, in any case."""
    return bool(_MAILBOX.fullmatch(text.lower())) and ".." not in text


def _missing(numbered: NumberedRow) -> Iterator[Finding]:
    row = numbered.row
    for column, severity in REQUIRED[row.procedure, row.holder].items():
        if not getattr(row, column):
            yield numbered.finding(f"missing_{column}", severity, column)


def _odd_names(numbered: NumberedRow) -> Iterator[Finding]:
    row = numbered.row
    people = {"manager_name": row.manager_name}
    if row.holder is Holder.PERSON:
        people["name"] = row.name
    elif row.name and not any(char.isalpha() for char in row.name):
        yield numbered.finding("name_odd", _LOOK, "name", value=row.name)
    for column, name in people.items():
        if name and not _is_persons_name(name):
            yield numbered.finding("name_odd", _LOOK, column, value=name)


def _is_persons_name(name: str) -> bool:
    words = name.split()
    whole = len(words) >= 2 or "'" in name  # K'Brối is a full name
    return whole and len(name) <= _LONGEST_NAME and all(map(_is_syllable, words))


def _is_syllable(word: str) -> bool:
    """Return whether the word is written in Vietnamese letters, H'Hen and Y-Bih included."""
    letters = unicodedata.normalize("NFD", word.replace("Đ", "D").replace("đ", "d"))
    return letters[0].isalpha() and all(
        (char.isascii() and char.isalpha()) or char in _MARKS or char in _BETWEEN
        for char in letters
    )


def _odd_id(numbered: NumberedRow, known: Known) -> Iterator[Finding]:
    row = numbered.row
    if row.procedure is Procedure.NEW and row.holder is Holder.PERSON and row.national_id:
        for fault in id_faults(row.national_id, known.letter_date or known.on):
            severity = _ID_SEVERITY.get(fault, _LOOK)
            yield numbered.finding(f"national_id_{fault}", severity, "national_id")


def _odd_phones(numbered: NumberedRow) -> Iterator[Finding]:
    for column in ("phone", "manager_phone"):
        value = getattr(numbered.row, column)
        if value and not is_phone_number(value):
            yield numbered.finding("phone_odd", _LOOK, column, value=value)


def is_ours(address: str, known: Known) -> bool:
    """Return whether the address lies in one of the department's domains."""
    return address.lower().endswith(tuple(f"@{domain.lower()}" for domain in known.domains))


def _odd_mailboxes(numbered: NumberedRow, known: Known) -> Iterator[Finding]:
    """Yield addresses that are none, or lie elsewhere: official dealings go by official mailboxes.
    What a reset asks for is held against the directory.
    """
    row = numbered.row
    is_reset = row.procedure is Procedure.RESET
    for column in ("email", "manager_email"):
        value, is_asked = getattr(row, column), is_reset and column == "email"
        if value and not is_mailbox_address(value):
            severity = _BLOCKS if is_asked else _LOOK
            yield numbered.finding("mailbox_malformed", severity, column, value=value)
        elif value and not is_asked and not is_ours(value, known):
            yield numbered.finding("mailbox_outside", _LOOK, column, value=value)
