"""A national ID number: 12-digit CCCD, or 9-digit CMND in old letters."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from mailbot.cases.same_person import id_digits

# Thông tư 07/2016/TT-BCA. A number keeps its code when provinces merge; people born abroad and
# codes given later have others, so that an unknown code is a question, not a fault.
PROVINCES = frozenset(
    {1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37}
    | {38, 40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75}
    | {77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96}
)

LAST_CMND_DAY = date(2024, 12, 31)

_YOUNGEST, _OLDEST = 15, 80


class IdFault(StrEnum):
    """What speaks against a number; the value is the end of a finding's code."""

    MALFORMED = "malformed"
    ZERO_LOST = "zero_lost"
    CMND = "cmnd"
    PROVINCE = "province"
    YEAR = "year"


def id_faults(text: str, dated_on: date) -> tuple[IdFault, ...]:
    """Return what speaks against a number written in a letter of this date.

    Law: Thông tư 07/2016/TT-BCA (codes of the 12 digits); Luật Căn cước 26/2023/QH15, Article 46
    (9-digit cards count until 31/12/2024).
    """
    digits = id_digits(text)
    if not (digits.isascii() and digits.isdigit()):
        return (IdFault.MALFORMED,)
    match len(digits):
        case 12:
            return _structure_faults(digits, dated_on)
        case 11 | 10 if not _structure_faults(digits.zfill(12), dated_on):
            return (IdFault.ZERO_LOST,)
        case 9:
            return (IdFault.CMND,) if dated_on > LAST_CMND_DAY else ()
    return (IdFault.MALFORMED,)


def birth_year(digits: str) -> int:
    """Return the year of birth in 12 digits: 0 and 1 stand for 1900–1999, 2 and 3 for 2000–2099."""
    return 1900 + 100 * (int(digits[3]) // 2) + int(digits[4:6])


def _structure_faults(digits: str, dated_on: date) -> tuple[IdFault, ...]:
    age = dated_on.year - birth_year(digits)
    speaking_against = {
        IdFault.PROVINCE: int(digits[:3]) not in PROVINCES,
        IdFault.YEAR: not _YOUNGEST <= age <= _OLDEST,
    }
    return tuple(fault for fault, found in speaking_against.items() if found)
