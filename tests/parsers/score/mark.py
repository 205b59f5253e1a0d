"""What was read beside what was written, counted."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, fields

from parsers import Flag, RequestList
from parsers.request import Row
from tests.parsers.corpus.document import Document, Fields
from tests.parsers.score.facts import wrong_facts

DIGITS = ("stt", "national_id", "phone")
HIDDEN = frozenset({"raw", "place", "cells"})


@dataclass(frozen=True)
class Mark:
    """Counts over one document or many.

    `silent` are documents read wrongly without any flag, or that must be flagged (by the right
    code, where one alone is) and are not;
    `digits` are the cells with running number, national ID or telephone;
    `unmarked` are wrong or missing rows of flagged documents, of which no flag speaks: of those
    that must be flagged only one of the row, of its column, or of the code expected;
    `rows` to `false_rows` and the digits are not counted where a document must be flagged.
    """

    documents: int = 0
    rows: int = 0
    exact: int = 0
    cells: int = 0
    right: int = 0
    false_rows: int = 0
    silent: int = 0
    unmarked: int = 0
    clean: int = 0
    over_flagged: int = 0
    negatives: int = 0
    negatives_right: int = 0
    whole: int = 0
    digits: int = 0
    digits_right: int = 0

    def __add__(self, other: Mark) -> Mark:
        return Mark(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Mark)))


def mark(document: Document, request: RequestList) -> Mark:
    """Return the counts of one document."""
    if document.verdict == "none":
        return _negative(request)
    if document.verdict == "flagged":
        flagged = any(document.told in ("", flag.code) for flag in request.flags)
        unmarked = _unmarked(document, request) if flagged else 0
        return Mark(documents=1, silent=int(not flagged), unmarked=unmarked, whole=int(flagged))
    return _rows(document, request)


def _negative(request: RequestList) -> Mark:
    rows = len(request.rows)
    right = request.procedure == "none" and not rows
    silent = int(not right and not request.flags)
    return Mark(
        documents=1,
        false_rows=rows,
        silent=silent,
        negatives=1,
        negatives_right=int(right),
        whole=int(right),
    )


def _rows(document: Document, request: RequestList) -> Mark:
    written, read = _written(document), _read(request)
    exact, pairs, missing, false = _paired(written, read)
    cells = sum(len(row) for row in written)
    right = sum(len(written[i]) for i, _ in exact)
    right += sum(written[i].get(k) == v for i, j in pairs for k, v in read[j].items())
    digits = [(i, name) for i, row in enumerate(written) for name in DIGITS if row.get(name)]
    partner = dict([*exact, *pairs])
    digits_right = sum(
        i in partner and written[i][name] == read[partner[i]].get(name) for i, name in digits
    )
    facts = _facts_agree(document, request)
    whole = not pairs and not false and not missing and facts
    flagged = bool(request.flags)
    return Mark(
        documents=1,
        rows=len(written),
        exact=len(exact),
        cells=cells,
        right=right,
        false_rows=len(false),
        silent=int(not flagged and (not whole or document.verdict == "review")),
        unmarked=_unmarked(document, request) if flagged else 0,
        clean=int(document.verdict == "clean"),
        over_flagged=int(document.verdict == "clean" and flagged),
        whole=int(whole),
        digits=len(digits),
        digits_right=digits_right,
    )


def _unmarked(document: Document, request: RequestList) -> int:
    """Return how many rows are wrong or lost though no flag speaks of them, nor of the whole.

    A column that is spoken of tells of rows that are wrong in it alone. Lost rows are spoken of
    where a wrong one is: two that were read as one.
    """
    if any(_is_of_the_whole(flag, document) for flag in request.flags):
        return 0
    rows = {flag.row for flag in request.flags}
    columns = {flag.column for flag in request.flags if flag.row is None}
    written, read = _written(document), _read(request)
    _, pairs, missing, false = _paired(written, read)
    wrong = {j: _differing(written[i], read[j]) for i, j in pairs}
    wrong |= {j: _differing({}, read[j]) for j in false}
    untold = [j for j, fields in wrong.items() if j not in rows and not fields <= columns]
    return len(untold) + (len(missing) if len(untold) == len(wrong) else 0)


def _is_of_the_whole(flag: Flag, document: Document) -> bool:
    """Return whether the flag excuses whatever was read: in a document that must be flagged it is
    of the code expected, for what else it tells of was not spoilt.
    """
    expected = document.verdict != "flagged" or flag.code == document.told
    return flag.row is None and expected


def _differing(written: Fields, read: Fields) -> Set[str]:
    return {name for name, value in read.items() if written.get(name, "") != value}


def _written(document: Document) -> list[Fields]:
    return [*document.organisations, *document.individuals]


def _read(request: RequestList) -> list[Fields]:
    return [_plain(row) for row in request.rows]


def _plain(row: Row) -> Fields:
    return {name: getattr(row, name) for name in row.__slots__ if name not in HIDDEN}


def _facts_agree(document: Document, request: RequestList) -> bool:
    """Return whether the facts a request rests on were read, and no fact otherwise than written."""
    letter = request.letter
    resting = (request.procedure, letter.number, letter.date, letter.agency)
    written = (document.procedure, document.number, document.on, document.agency)
    return resting == written and not wrong_facts(document, request)


Pairs = list[tuple[int, int]]


def _paired(written: list[Fields], read: list[Fields]) -> tuple[Pairs, Pairs, list[int], list[int]]:
    """Return rows that are exact, rows that are wrong, those missing and those made up."""
    left, exact = list(range(len(read))), []
    missing = []
    for i, row in enumerate(written):
        j = next((j for j in left if read[j] == row), None)
        if j is None:
            missing.append(i)
        else:
            left.remove(j)
            exact.append((i, j))
    pairs = []
    for i in list(missing):
        j = max(left, key=lambda j: _likeness(written[i], read[j]), default=None)
        if j is not None and _likeness(written[i], read[j]) >= 3:
            left.remove(j)
            missing.remove(i)
            pairs.append((i, j))
    return exact, pairs, missing, left


def _likeness(written: Fields, read: Fields) -> int:
    """Return in how many filled fields two rows agree."""
    return sum(bool(value) and read.get(name) == value for name, value in written.items())
