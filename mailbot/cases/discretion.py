"""What of a row is shown outside the paper itself: never a national ID number as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mailbot.cases.row import Holder, ListedRow

PHONE_COLUMNS = frozenset({"phone", "manager_phone"})
_LONG_NUMBER = re.compile(r"\+?\d(?:[\s.\-]*\d){8,}")
_LACKS_ONE = re.compile(r"0[235789]\d{7}")
_ID_LENGTH = 12
_OF_OFFICERS = ("manager_name", "manager_phone", "phone", "national_id")
_OF_PEOPLE = ("name", *_OF_OFFICERS)
_ANY_ID = (r"\d{12}", r"\d{9}")  # also of somebody whom no row is about
_TELLING = 5  # signs: what is shorter may be any word or number


def masked_id(number: str) -> str:
    """Return a national ID number with only its last four digits: `********1234`."""
    return "*" * max(0, len(number) - 4) + number[-4:] if number else ""


def phone_shown(text: str, own_id: str) -> str:
    """Return a telephone cell as people may see it; what may be an ID that strayed there has stars.

    A telephone number that lost a digit has nine, as many as the old identity card. Where it begins
    like one and the row's own ID stands in its own column, the cells did not shift, and the officer
    sees the number whole.
    """
    return _LONG_NUMBER.sub(lambda found: _number_shown(found[0], _digits(own_id)), text)


def without_people(text: str, rows: Iterable[ListedRow]) -> str:
    """Return a text as the history may hold it, which nobody can be erased from: without names and
    numbers of whom these rows are about. Their rows tell whom it speaks of.
    """
    told = {value for row in rows for value in _of_people(row) if len(value) >= _TELLING}
    longest_first = map(re.escape, sorted(told, key=len, reverse=True))
    gone = "|".join((*longest_first, *_ANY_ID))
    return re.sub(rf"(?<!\w)(?:{gone})(?!\w)", "…", text, flags=re.IGNORECASE)


def _of_people(row: ListedRow) -> Iterator[str]:
    columns = _OF_PEOPLE if row.holder is Holder.PERSON else _OF_OFFICERS
    for column in columns:
        yield from (getattr(row, column), row.raw.get(column, ""))


def _number_shown(number: str, own_id: str) -> str:
    digits = _digits(number)
    if _is_no_id(number, digits) or _stands_beside(own_id, digits):
        return number
    return digits[:3] + "*" * (len(digits) - 5) + digits[-2:]


def _is_no_id(number: str, digits: str) -> bool:
    """Return whether no ID looks so: one that lost its zeros begins with another digit."""
    if number.startswith("+84"):
        return len(digits) <= 12
    return digits.startswith("0") and len(digits) in {10, 11}


def _stands_beside(own_id: str, digits: str) -> bool:
    shaped = _LACKS_ONE.fullmatch(digits) is not None
    return shaped and len(own_id) == _ID_LENGTH and digits not in own_id


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdecimal())
