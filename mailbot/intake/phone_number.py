"""A telephone number of the Vietnamese plan."""

from __future__ import annotations

import re

import phonenumbers

# The government's own network (080 xxxxx), which the public plan does not list.
_GOVERNMENT = re.compile(r"0?80\d{5,6}")
_EXTENSION = re.compile(
    r"[(\s]*(?:máy lẻ|số lẻ|lẻ|nội bộ|ext\.?)\s*:?\s*\d{1,5}\)?$", re.IGNORECASE
)
_NOT_DIGITS = re.compile(r"[\s.()\-–]")


def is_phone_number(text: str) -> bool:
    """Return whether the text is one number in use in Vietnam; extensions are allowed."""
    plain = _EXTENSION.sub("", text.strip())
    if _GOVERNMENT.fullmatch(_NOT_DIGITS.sub("", plain)):
        return True
    try:
        number = phonenumbers.parse(plain, "VN")
    except phonenumbers.NumberParseException:
        return False
    return number.country_code == 84 and phonenumbers.is_valid_number(number)
