"""Days that are to come when a letter is written."""

from __future__ import annotations

import re
from datetime import date

from parsers.text.words import clean
from parsers.values.day import days_in, in_figures, is_after

_FIGURE = re.compile(r"\d")
_YEAR = re.compile(r"\bnăm (20\d\d)\b", re.IGNORECASE)
_OF_THIS_YEAR = re.compile(
    r"(?:\b(?:từ|ngày|vào) (\d{1,2})[/.-]|\btháng )(\d{1,2})(?![\d/.-])", re.IGNORECASE
)
_BEGINNING = re.compile(
    r"\b(?:từ|sang|sau|vào) (?:(?:đầu|giữa|cuối|hết|ngày|tháng|năm|quý) )*\d++(?>(?:[/.-]\d++)*)"
    r"(?: (?:tháng|năm) \d++)*",
    re.IGNORECASE,
)


def is_to_come(text: str, on: date) -> bool:
    """Return whether the text names a day, a month of a year, or a year, after that date."""
    if not _FIGURE.search(text):
        return False
    if any(int(year) > on.year for year in _YEAR.findall(clean(text))):
        return True
    return any(is_after(day, on) for days in days_in(text, on) for day in days)


def is_over(text: str, on: date) -> bool:
    """Return whether the text names days, or months of a year, none of which is after that date."""
    named = list(days_in(text, on))
    return bool(named) and all(any(not is_after(day, on) for day in days) for days in named)


def is_to_come_in_all(text: str, on: date) -> bool:
    """Return whether it names one, where a day without a year is of the letter's."""
    return is_to_come(_OF_THIS_YEAR.sub(rf"\g<0>/{on.year}", in_figures(text)), on)


def begins_to_come(sentence: str, on: date) -> bool:
    """Return whether a sentence tells of what begins on such a day: "từ tháng 3 năm 2027"."""
    plain = clean(sentence)
    return any(is_to_come_in_all(found.group(), on) for found in _BEGINNING.finditer(plain))
