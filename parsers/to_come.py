"""Days that are to come when a letter is written."""

from __future__ import annotations

import re
from datetime import date

from parsers.words import clean

_DAY = re.compile(r"(?<![\d/.-])(?<!số )(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](20\d\d)(?![\d/-])")
_IN_WORDS = re.compile(r"(?<=\d)\s+(?:tháng|năm)\s+(?=\d)", re.IGNORECASE)
_YEAR = re.compile(r"\bnăm (20\d\d)\b", re.IGNORECASE)
_OF_THIS_YEAR = re.compile(
    r"(?:\b(?:từ|ngày|vào) (\d{1,2})[/.-]|\btháng )(\d{1,2})(?![\d/.-])", re.IGNORECASE
)
_BEGINNING = re.compile(
    r"\b(?:từ|sang|sau|vào) (?:(?:đầu|giữa|cuối|hết|ngày|tháng|năm|quý) )*\d++(?:[/.-]\d++)*+"
    r"(?: (?:tháng|năm) \d++)*",
    re.IGNORECASE,
)


def is_to_come(text: str, on: date) -> bool:
    """Return whether the text names a day, a month of a year, or a year, after that date."""
    if any(int(year) > on.year for year in _YEAR.findall(clean(text))):
        return True
    return any(
        (int(year), int(month), int(day or 0)) > (on.year, on.month, on.day if day else 0)
        for day, month, year in _DAY.findall(_IN_WORDS.sub("/", text))
        if int(month) <= 12 and int(day or 1) <= 31
    )


def is_over(text: str, on: date) -> bool:
    """Return whether the text names a day, or a month of a year, that is not after that date."""
    return _DAY.search(_IN_WORDS.sub("/", text)) is not None and not is_to_come(text, on)


def is_to_come_in_all(text: str, on: date) -> bool:
    """Return whether it names one, where a day without a year is of the letter's."""
    return is_to_come(_OF_THIS_YEAR.sub(rf"\g<0>/{on.year}", _IN_WORDS.sub("/", text)), on)


def begins_to_come(sentence: str, on: date) -> bool:
    """Return whether a sentence tells of what begins on such a day: "từ tháng 3 năm 2027"."""
    plain = clean(sentence)
    return any(is_to_come_in_all(found.group(), on) for found in _BEGINNING.finditer(plain))
