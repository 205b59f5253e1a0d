"""What was read beside what was written, counted."""

from __future__ import annotations

from dataclasses import dataclass, fields

from parsers import RequestList
from parsers.request import Row
from tests.parsers.corpus.document import Document, Fields

DIGITS = ("stt", "national_id", "phone")
HIDDEN = frozenset({"raw", "place", "cells"})


@dataclass(frozen=True)
class Mark:
    """Counts over one document or many.

    `silent` are documents read wrongly without any flag, or that must be flagged and are not;
    `digits` are the cells with running number, national ID or telephone;
    `unmarked` are wrong rows of flagged documents, where every flag speaks of other rows.
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
        return Mark(documents=1, silent=int(not request.flags), whole=int(bool(request.flags)))
    return _rows(document, request)


def _negative(request: RequestList) -> Mark:
    rows = len(request.organisations) + len(request.individuals)
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
    written = [*document.organisations, *document.individuals]
    rows: tuple[Row, ...] = (*request.organisations, *request.individuals)
    read = [_plain(row) for row in rows]
    exact, pairs, missing, false = _paired(written, read)
    cells = sum(len(row) for row in written)
    right = sum(len(written[i]) for i, _ in exact)
    right += sum(written[i].get(k) == v for i, j in pairs for k, v in read[j].items())
    digits = [(i, name) for i, row in enumerate(written) for name in DIGITS if row.get(name)]
    partner = dict([*exact, *pairs])
    digits_right = sum(
        i in partner and written[i][name] == read[partner[i]].get(name) for i, name in digits
    )
    wrong = [j for _, j in pairs] + false
    facts = _facts_agree(document, request)
    whole = not wrong and not missing and facts
    covered = {flag.row for flag in request.flags}
    unmarked = [j for j in wrong if None not in covered and j not in covered]
    flagged = bool(request.flags)
    return Mark(
        documents=1,
        rows=len(written),
        exact=len(exact),
        cells=cells,
        right=right,
        false_rows=len(false),
        silent=int(not flagged and (not whole or document.verdict == "review")),
        unmarked=len(unmarked) if flagged else 0,
        clean=int(document.verdict == "clean"),
        over_flagged=int(document.verdict == "clean" and flagged),
        whole=int(whole),
        digits=len(digits),
        digits_right=digits_right,
    )


def _plain(row: Row) -> Fields:
    return {name: getattr(row, name) for name in row.__slots__ if name not in HIDDEN}


def _facts_agree(document: Document, request: RequestList) -> bool:
    letter = request.letter
    return (request.procedure, letter.number, letter.date, letter.agency) == (
        document.procedure,
        document.number,
        document.on,
        document.agency,
    )


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
