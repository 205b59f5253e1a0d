"""The facts of a letter as the templates read them: plain JSON, every text fit to be printed.

Templates get text as data and never as markup. What could do harm is settled here: white space
and invisible characters, national ID numbers, characters the font has no glyph for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from typing import Any
from unicodedata import category

from mailbot.cases.name import clean_text, without_marks
from mailbot.clock import local
from mailbot.errors import NeedsStaffError
from mailbot.replies.document_number import DocumentNumber, letter_symbol
from mailbot.replies.letter import (
    Apology,
    Defect,
    Guide,
    Issuer,
    Letter,
    Numbering,
    Refusal,
    Result,
    Slip,
    Supplement,
)
from mailbot.words import say

Fact = str | int | bool | None | list["Fact"] | dict[str, "Fact"]

_ID_COLUMN = re.compile(r"cccd|cmnd|can cuoc|dinh danh|national[_ ]id", re.IGNORECASE)
_ID_NUMBER = re.compile(
    r"(?<!\d)(?:\d{9}|\d{12}|\d{3}(?:[ .-]\d{3}){3}|\d{4}(?:[ .-]\d{4}){2})(?!\d)"
)
_NINE_DIGITS = re.compile(r"(?:\D*+\d){9}")
_MAIL_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")
_DIGITS = re.compile(r"\d[\d .-]{4,}\d")
_NUMBERED = (Result, Refusal, Supplement, Apology)
_NAMES: dict[type[Any], tuple[str, ...]] = {}  # asking a dataclass each time takes long
_DISPATCHES = (Supplement, Apology)


class LetterError(NeedsStaffError):
    """The letter cannot be set as it is; the message says which text must be mended."""

    code = "letter"


def letter_facts(letter: Letter, issuer: Issuer, numbering: Numbering | None) -> dict[str, Fact]:
    """Return everything a template may print.

    Raises LetterError for a letter that says nothing and for a national ID number.
    """
    _refuse_emptiness(letter)
    told: dict[str, Fact] = {"letter": _fact(_quoted(letter)), "issuer": _fact(issuer)}
    if not isinstance(letter, Slip):
        _refuse_id_numbers(told)
    return told | {
        "number": _number(letter, issuer, numbering),
        "issued_on": _fact(numbering.issued_on if numbering else None),
        "dated": _fact(document_date(letter, numbering)),
    }


def document_date(letter: Letter, numbering: Numbering | None) -> date:
    """Return the date in the file's metadata: of issue, else of what the letter answers."""
    if numbering is not None:
        return numbering.issued_on
    if isinstance(letter, Guide | Slip):
        return letter.dated
    return local(letter.dossier.received_at).date()


def unprintable(text: str, characters: frozenset[int]) -> tuple[str, ...]:
    """Return the characters of the text that cannot be printed with these glyphs, in order."""
    if text.isprintable() and characters.issuperset(map(ord, text)):
        return ()  # nearly always, so without looking letter by letter
    return tuple(dict.fromkeys(char for char in text if not _is_printable(char, characters)))


def printable(text: str, characters: frozenset[int]) -> str:
    """Return the text with each unprintable character spelled as `[U+4E2D]`: for what we quote."""
    return "".join(c if _is_printable(c, characters) else f"[U+{ord(c):04X}]" for c in text)


def texts(fact: Fact, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text below a fact with its path, e.g. `letter.rows[0].name`."""
    if isinstance(fact, str):
        yield path, fact
    elif isinstance(fact, dict):
        for key, value in fact.items():
            yield from texts(value, f"{path}.{key}" if path else key)
    elif isinstance(fact, list):
        for index, value in enumerate(fact):
            yield from texts(value, f"{path}[{index}]")


def masked(read: str, column: str) -> str:
    """Return what was read with its national ID number hidden but for the last three digits."""
    if _ID_COLUMN.search(without_marks(column)):
        return _DIGITS.sub(lambda found: re.sub(r"\d(?=(?:\D*\d){3})", "*", found[0]), read)
    return _ID_NUMBER.sub(lambda found: "*" * (len(found[0]) - 3) + found[0][-3:], read)


def has_id_number(text: str) -> bool:
    """Return whether digits stand there as a CCCD (12) or CMND (9) has them; a mail address may."""
    if _NINE_DIGITS.match(text) is None:
        return False
    return _ID_NUMBER.search(_MAIL_ADDRESS.sub("", text)) is not None


def _quoted(letter: Letter) -> Letter:
    if not isinstance(letter, Supplement | Refusal):
        return letter
    return replace(letter, defects=tuple(_masked_defect(defect) for defect in letter.defects))


def _masked_defect(defect: Defect) -> Defect:
    return replace(defect, read=masked(defect.read, defect.column))


def _refuse_emptiness(letter: Letter) -> None:
    match letter:
        case Result(rows=()) | Refusal(reasons=()) | Supplement(defects=()) | Slip(credentials=()):
            raise LetterError(say("letters.empty"))


def _refuse_id_numbers(told: Fact) -> None:
    for path, text in texts(told):
        if has_id_number(text):
            raise LetterError(say("letters.holds_an_id", path=path))


def _number(letter: Letter, issuer: Issuer, numbering: Numbering | None) -> Fact:
    """Return the parts of `Số: 12/TB-TTCNTT`, the value None while it is open."""
    if not isinstance(letter, _NUMBERED):
        return None
    if numbering is None:
        symbol = issuer.symbol
        return {
            "value": None,
            "symbol": letter_symbol(symbol) if isinstance(letter, _DISPATCHES) else symbol,
        }
    number: DocumentNumber = numbering.number
    return {"value": f"{number.value:02d}", "symbol": number.symbol}


def _fact(value: object) -> Fact:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, datetime):
        here = local(value)
        return _day(here.date()) | {"hour": f"{here.hour:02d}", "minute": f"{here.minute:02d}"}
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, tuple):
        return [_fact(item) for item in value]
    if is_dataclass(value):
        return {name: _fact(getattr(value, name)) for name in _names(type(value))}
    raise TypeError(f"no fact of a letter: {type(value).__name__}")


def _names(kind: Any) -> tuple[str, ...]:
    if kind not in _NAMES:
        _NAMES[kind] = tuple(item.name for item in fields(kind))
    return _NAMES[kind]


def _day(day: date) -> dict[str, Fact]:
    """Return the parts of a date; days under 10 and months 1 and 2 have a leading 0 (NĐ 30/2020,
    Phụ lục I, Phần I, Mục II.4).
    """
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return {"day": f"{day.day:02d}", "month": month, "year": str(day.year)}


def _is_printable(char: str, characters: frozenset[int]) -> bool:
    return ord(char) in characters and category(char)[0] != "C"
