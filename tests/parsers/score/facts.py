"""The letter's facts: what was read of each beside what was written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import TypeAlias

from parsers import FlagCode, RequestList
from tests.parsers.corpus.document import Document

COUNTS = ("counted_people", "counted_organisations", "counted_rows")
NAMES = ("number", "date", "agency", "subject", "addressee", "signer", "signer_title", *COUNTS)
PROMISED = ("number", "date", "agency", "addressee", "signer")
"""Of these 99 % must be found in clean documents that were never on paper."""

PROMISED_SHARE = 0.99
PROPOSED = frozenset({FlagCode.SCAN, FlagCode.LEGACY_ENCODING})
"""Flags that make the words of their pages proposals: recognised, or put into Unicode."""


class Fact(StrEnum):
    """What became of one fact: WRONG is another one than is written, also where none is."""

    RIGHT = "right"
    MISSING = "missing"
    WRONG = "wrong"


Tally: TypeAlias = Counter[tuple[str, Fact]]


def tally(document: Document, request: RequestList) -> Tally:
    """Return what became of each fact of a letter that asks for something."""
    if document.verdict == "none":
        return Counter()
    # Of a letter that must be flagged the count may be the very fault.
    names = [name for name in NAMES if document.verdict != "flagged" or name not in COUNTS]
    return Counter((name, _judged(document, request, name)) for name in names)


def is_proposed(request: RequestList) -> bool:
    """Return whether what was read is a proposal, which a person compares word for word."""
    return any(flag.code in PROPOSED for flag in request.flags)


def wrong_facts(document: Document, request: RequestList) -> list[str]:
    """Return the facts that were read as others than are written."""
    found = tally(document, request)
    return [name for name, fact in found if fact is Fact.WRONG]


def _judged(document: Document, request: RequestList, name: str) -> Fact:
    written, read = document.facts.get(name), getattr(request.letter, name)
    if written == read:
        return Fact.RIGHT
    return Fact.MISSING if read in ("", None) else Fact.WRONG


def shortfalls(found: Tally) -> list[str]:
    """Return the promised facts of which too few were found."""
    return [
        name
        for name in PROMISED
        if found[name, Fact.RIGHT] < PROMISED_SHARE * sum(found[name, fact] for fact in Fact)
    ]


def total(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Counter())
