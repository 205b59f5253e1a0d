"""Vietnamese telephone numbers, digits only with the leading zero."""

from __future__ import annotations

import re

from parsers.flag import FlagCode
from parsers.values.doubt import Value

# Prefixes after the change of 2018: 10-digit mobiles, 02x landlines of 10 or 11 digits, and the
# government's own network 080.
MOBILE = re.compile(r"^0(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-9])\d{7}$")
LANDLINE = re.compile(r"^02\d{8,9}$")
GOVERNMENT = re.compile(r"^080\d{5,8}$")
EXTENSION = re.compile(
    r"\(?\s*(?:máy lẻ|số lẻ|lẻ|ext\.?|nội bộ|-\s*nhánh)\s*:?\s*\d{1,5}\s*\)?", re.IGNORECASE
)
SEPARATORS = re.compile(r"[\s.\-()–/]")
SEVERAL = re.compile(r"[;,/\n]|\s-\s|\bhoặc\b|\bvà\b")
LABEL = re.compile(
    r"^(?:đt|sđt|dđ|tel|điện thoại|số điện thoại|di động|mobile)\s*[:.]?\s*", re.IGNORECASE
)


def is_phone(digits: str) -> bool:
    """Return whether the digits are a number of the Vietnamese plan."""
    return bool(MOBILE.match(digits) or LANDLINE.match(digits) or GOVERNMENT.match(digits))


def is_mobile(number: str) -> bool:
    """Return whether a number is one that a person carries."""
    return MOBILE.match(number) is not None


def is_either(number: str) -> bool:
    """Return whether a landline that was given a zero may be a mobile number whose own zero was
    mistyped: 2916220415 is 02916220415 or 0916220415.
    """
    return bool(LANDLINE.match(number) and MOBILE.match("0" + number[2:]))


def read_phone(text: str) -> Value:
    """Return the number as `0901234567`; doubtful text comes back as it stands."""
    plain = LABEL.sub("", text).strip(" .,;:")
    whole = _settled(plain)
    if whole is not None:
        return whole
    parts = [part for part in SEVERAL.split(plain) if part.strip()]
    numbers = [value for part in parts if (value := _settled(part)) is not None]
    if len(parts) > 1 and len(numbers) == len(parts):
        return Value(numbers[0].text, (FlagCode.PHONE_SEVERAL,))
    shorter = EXTENSION.sub("", plain)
    value = _settled(shorter) if shorter != plain else None
    return Value(value.text if value else text, (FlagCode.PHONE_ODD,))


def _settled(text: str) -> Value | None:
    """Return the number where the text is one number and nothing else."""
    digits = SEPARATORS.sub("", text)
    if digits.startswith("+84"):
        digits = "0" + digits[3:].removeprefix("0")
    elif digits.startswith("0084"):
        digits = "0" + digits[4:].removeprefix("0")
    if not digits.isascii() or not digits.isdigit():
        return None
    if is_phone(digits):
        return Value(digits)
    if digits.startswith("84") and len(digits) in (11, 12) and is_phone("0" + digits[2:]):
        return Value("0" + digits[2:])
    if len(digits) in (9, 10) and digits[0] in "235789" and is_phone("0" + digits):
        return Value("0" + digits, (FlagCode.PHONE_ZERO,))
    return None
