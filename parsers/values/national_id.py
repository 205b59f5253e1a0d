"""National ID numbers: the 12-digit CCCD and the old 9-digit CMND."""

from __future__ import annotations

import re
from datetime import date

from parsers.flag import FlagCode
from parsers.values.birth import stated_years
from parsers.values.doubt import Value

# Thông tư 07/2016/TT-BCA: codes of the provinces; numbers issued before a merger stay as they are.
_ISSUED = (
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37,
    38, 40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77,
    79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
)  # fmt: skip
PROVINCES = frozenset(f"{code:03d}" for code in _ISSUED)
# Luật Căn cước 26/2023/QH15, Điều 46: 9-digit identity cards may be used until this day.
LAST_OLD_DAY = date(2024, 12, 31)


def read_national_id(text: str, letter_date: date | None) -> Value:
    """Return the digits; a number with a lost leading zero comes back filled up, as a proposal."""
    digits = re.sub(r"[\s.\-]", "", text).removeprefix("'")
    if not digits.isascii() or not digits.isdigit():
        return Value(text, (FlagCode.NATIONAL_ID_ODD,))
    if len(digits) == 12:
        return Value(digits, _structure(digits, letter_date))
    if len(digits) in (10, 11) and digits.zfill(12)[:3] in PROVINCES:
        return Value(digits.zfill(12), (FlagCode.NATIONAL_ID_PADDED,))
    if len(digits) == 9:
        old = letter_date is None or letter_date > LAST_OLD_DAY
        return Value(digits, (FlagCode.NATIONAL_ID_OLD,) if old else ())
    return Value(digits, (FlagCode.NATIONAL_ID_ODD,))


def _structure(digits: str, letter_date: date | None) -> tuple[FlagCode, ...]:
    """Return what speaks against 3 digits of province, 1 of century and sex, 2 of the year."""
    if digits[:3] not in PROVINCES:
        return (FlagCode.NATIONAL_ID_PROVINCE,)
    born = birth_year(digits)
    if letter_date is not None and not 15 <= letter_date.year - born <= 100:
        return (FlagCode.NATIONAL_ID_ODD,)
    return ()


def birth_year(digits: str) -> int:
    """Return the year of birth a 12-digit number carries."""
    return 1900 + 100 * (int(digits[3]) // 2) + int(digits[4:6])


def agrees_with_birth(digits: str, birth: str) -> bool:
    """Return whether a stated birth date, its year in four digits or in two, fits the number."""
    years = stated_years(birth)
    return not years or any(str(birth_year(digits)).endswith(year) for year in years)


def agrees_with_sex(digits: str, sex: int) -> bool:
    """Return whether a stated sex fits the number: even in the fourth place is male, odd female."""
    return int(digits[3]) % 2 == sex
