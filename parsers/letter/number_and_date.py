"""Number and date of a letter ("Số: 12/UBND-VP", "Cần Thơ, ngày 3 tháng 12 năm 2026").

Law: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II, khoản 3 and 4.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from parsers.letter.fact import Fact, first_with

NUMBER = re.compile(
    r"^\s*S[ốo]\s*[:.]?\s*"
    r"(\d{1,5}[a-z]?(?:\s*-\s*[A-ZĐ]{1,5})?\s*/\s*[A-ZĐƯÂÊÔƠĂ0-9&.]+(?:\s*[-/]\s*[\wĐđ&.]+)*)",
    re.IGNORECASE,
)
DATE = re.compile(r"ng[àa]y\s*(\d{1,2})\s*th[áa]ng\s*(\d{1,2})\s*n[ăa]m\s*(\d{4})", re.IGNORECASE)
NUMERIC_DATE = re.compile(r"(?<![\d/])(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})(?!\d)")
PLACE_AND_DATE = re.compile(
    rf"^(?:[^\d,]{{2,30}},)?\s*(?:ng[àa]y)?\s*{NUMERIC_DATE.pattern}\s*$", re.IGNORECASE
)
WITHOUT_YEAR = re.compile(r"th[áa]ng\s*\d{1,2}\s*(?:n[ăa]m)?$|ng[àa]y\s*\d{1,2}$", re.IGNORECASE)
OF_ANOTHER = re.compile(r"\(|căn cứ|kèm", re.IGNORECASE)
"""How a line begins whose date is that of another paper."""

DATED_WITHIN, DATE_LINE = 60, 110
"""Among how many lines the date stands, and how many letters its line has at most."""


def read_number(texts: Sequence[str]) -> Fact[str]:
    """Return the letter's number, "" where it has none."""
    at = first_with(texts, NUMBER)
    found = NUMBER.search(texts[at]) if at is not None else None
    if found is None:
        return Fact("")
    return Fact(re.sub(r"\s*([/-])\s*", r"\1", found.group(1)).rstrip("."), at)


def read_date(texts: Sequence[str]) -> Fact[date | None]:
    """Return the date of the line that begins with a place name, or of the first dated line."""
    for at, text in enumerate(texts[:DATED_WITHIN]):
        found = DATE.search(text) or PLACE_AND_DATE.search(text) or _wrapped_date(texts, at)
        if found and len(text) < DATE_LINE and not OF_ANOTHER.match(text):
            return Fact(_as_date(found), at)
    return Fact(None)


def date_in(text: str) -> date | None:
    """Return the first date of a text, in words or in figures; None for none that exists."""
    found = DATE.search(text) or NUMERIC_DATE.search(text)
    return _as_date(found) if found else None


def _as_date(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def _wrapped_date(texts: Sequence[str], at: int) -> re.Match[str] | None:
    """Return the date of a line that ends in "năm" with the year standing below it."""
    if not WITHOUT_YEAR.search(texts[at]):
        return None
    below = (text for text in texts[at + 1 : at + 5] if re.search(r"\d{4}$", text))
    return DATE.search(f"{texts[at]} {next(below, '')}")
