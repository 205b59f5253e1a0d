"""Numbers of documents: `12/TB-TTCNTT`, and the register of one year.

Nghị định 30/2020/NĐ-CP, Điều 15: numbers run from 01 on 1 January to 31 December; number and
symbol together are unique within the year. Phụ lục I: a number under 10 is written with a leading
0; "/" stands between number and symbol, "-" between the groups of the symbol, without spaces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_GROUP = r"[A-ZĐ][A-Z0-9ĐƯƠÂÊÔĂ]*"
_SYMBOL = re.compile(rf"{_GROUP}(?:-{_GROUP})*")
_NUMBER = re.compile(r"(0[1-9]|[1-9][0-9]{1,5})/(.+)")
_WITHIN = re.compile(rf"(?<![\w/])(0[1-9]|[1-9][0-9]{{1,5}})/({_GROUP}(?:-{_GROUP})*)(?![\w/-])")
NOTICE = "TB"


class NumberFault(StrEnum):
    """Why there is no number, or why a text is none."""

    NOT_A_NUMBER = "number.not_a_number"
    WRONG_SYMBOL = "number.wrong_symbol"
    RANGE_EXHAUSTED = "number.range_exhausted"
    BEFORE_RANGE = "number.before_range"


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A number with its symbol; `value` is at least 1."""

    value: int
    symbol: str

    def __post_init__(self) -> None:
        if not 1 <= self.value <= 999_999:
            raise ValueError(f"a document number runs from 1 to 999999, not {self.value}")
        if not is_symbol(self.symbol):
            raise ValueError(f"not a symbol of Nghị định 30/2020: {self.symbol!r}")

    def __str__(self) -> str:
        return f"{self.value:02d}/{self.symbol}"


@dataclass(frozen=True, slots=True)
class Register:
    """The numbers one symbol may take within one year; `last_number` None means no upper end."""

    symbol: str
    first_number: int = 1
    last_number: int | None = None


def is_symbol(text: str) -> bool:
    """Return whether the text is a symbol: groups of capital letters joined by "-"."""
    return _SYMBOL.fullmatch(text) is not None


def parse_number(text: str) -> DocumentNumber | NumberFault:
    """Return the number a person typed (`12/TB-TTCNTT`, `Số: 12/TB-TTCNTT`), or what is wrong."""
    bare = re.sub(r"^\s*số\s*:?\s*", "", text, flags=re.IGNORECASE).strip()
    found = _NUMBER.fullmatch(bare)
    if found is None:
        return NumberFault.NOT_A_NUMBER
    if not is_symbol(found[2]):
        return NumberFault.WRONG_SYMBOL
    return DocumentNumber(int(found[1]), found[2])


def typed_number(text: str) -> DocumentNumber | NumberFault:
    """Return the number a person typed in a hurry: the leading 0 of a small one may be missing."""
    return parse_number(re.sub(r"^(\D*)(\d)/", r"\g<1>0\2/", text))


def number_in(text: str) -> DocumentNumber | None:
    """Return the first number that a text of ours names, or None."""
    found = _WITHIN.search(text)
    return DocumentNumber(int(found[1]), found[2]) if found else None


def next_number(register: Register, last: int | None) -> DocumentNumber | NumberFault:
    """Return the number after `last` (None: the year has none yet), without a gap.

    The range may be used up, or `last` may lie before it (the range was moved within the year):
    then a person decides.
    """
    if last is not None and last < register.first_number:
        return NumberFault.BEFORE_RANGE
    value = register.first_number if last is None else last + 1
    if register.last_number is not None and value > register.last_number:
        return NumberFault.RANGE_EXHAUSTED
    return DocumentNumber(value, register.symbol)


def letter_symbol(symbol: str) -> str:
    """Return the symbol of a công văn, which has no kind in it: `TB-TTCNTT` gives `TTCNTT`."""
    return symbol.removeprefix(f"{NOTICE}-")
