"""What a finished letter says, read from its bytes and held against what was decided.

The last look before a letter leaves: a template that drops a fact, a wrong file or a wrong number
is found here. White space does not count, everything else does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pypdfium2

from mailbot.replies.facts import Fact, has_id_number, letter_facts, texts
from mailbot.replies.letter import (
    Apology,
    Issuer,
    Numbering,
    Receipt,
    Refusal,
    Result,
    Supplement,
)

SignedLetter = Result | Refusal | Supplement | Receipt | Apology

# What steers a template and is not printed as it stands, and what is printed only sometimes.
_UNPRINTED = frozenset(
    {"outcome", "hand_over", "procedure", "procedures", "holder", "hour", "minute"}
)
_SPELLED = re.compile(r"\[U\+([0-9A-F]{4,6})\]")


def printed_text(pdf: bytes) -> str:
    """Return the text of all pages in the order it was written: cell by cell, not line by line."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
    # The reader takes a hyphen at a line's end for a broken word and gives it as U+0002.
    return text.replace("\x02", "-")


def missing_facts(
    letter: SignedLetter, issuer: Issuer, numbering: Numbering | None, printed: str
) -> tuple[str, ...]:
    """Return the paths of the facts the text lacks (`letter.rows[2]`), nothing when it is right.

    A row of a result must stand in one piece, name, unit and address, so that no address can
    belong to another name. `national_id` is returned where the text shows such a number.
    """
    text = _squashed(_SPELLED.sub(lambda found: chr(int(found[1], 16)), printed))
    lacking = [path for path, fact in _expected(letter, issuer, numbering) if fact not in text]
    if has_id_number(printed):
        lacking.append("national_id")
    return tuple(lacking)


def _expected(
    letter: SignedLetter, issuer: Issuer, numbering: Numbering | None
) -> Iterator[tuple[str, str]]:
    facts = letter_facts(letter, issuer, numbering)
    if numbering is not None:
        yield "number", _squashed(f"Số: {numbering.number}")
        yield "issued_on", _squashed(f"{issuer.place}, ngày {_date(facts['issued_on'])}")
    if isinstance(letter, Result):
        for index, row in enumerate(letter.rows):
            yield f"letter.rows[{index}]", _squashed(row.name + row.unit + row.address)
    for path, fact in texts(_dates_joined(facts["letter"]), "letter"):
        if _is_printed(path):
            yield path, _squashed(fact.rstrip("."))


def _is_printed(path: str) -> bool:
    names = [part.split("[")[0] for part in path.split(".")]
    return _UNPRINTED.isdisjoint(names) and names[1] != "collect_from"


def _dates_joined(fact: Fact) -> Fact:
    """Return the fact with the parts of each date put into the words of a letter."""
    if isinstance(fact, list):
        return [_dates_joined(item) for item in fact]
    if not isinstance(fact, dict):
        return fact
    if "day" in fact:
        return _date(fact)
    return {key: _dates_joined(value) for key, value in fact.items()}


def _date(fact: Fact) -> str:
    if not isinstance(fact, dict):
        raise TypeError("not the parts of a date")
    return f"{fact['day']} tháng {fact['month']} năm {fact['year']}"


def _squashed(text: str) -> str:
    return "".join(text.split())
