"""A part of the corpus by every producer: read exactly or flagged, never wrongly in silence.

`make lists` reads the whole of it.
"""

from __future__ import annotations

import pytest

from parsers import Flag, SourceFile, read_request
from tests.parsers.corpus.document import Document
from tests.parsers.corpus.documents import PRODUCERS, documents
from tests.parsers.score.facts import Fact, Tally, is_proposed, shortfalls, tally, total
from tests.parsers.score.mark import Mark, mark

SEED = 12
EVERY = 20
RECOGNISED = {"letters nobody can map"}
"""Pages that must be recognised from their picture take seconds: one producer is enough here."""

ROUNDED = 2e-5
"""Places are rounded to five digits."""


def _is_shown(flag: Flag) -> bool:
    """Return whether a flag has a place that can be shown: on a page an area of it, and such as can
    be seen where it is about a cell.
    """
    if flag.place is None or not flag.place.file:
        return False
    about_cell = flag.row is not None and flag.column != ""
    if flag.place.box is None:
        return not about_cell or (flag.place.page is None and flag.place.cell != "")
    left, top, width, height = flag.place.box
    inside = min(left, top, width, height) >= 0 and max(left + width, top + height) <= 1 + ROUNDED
    return inside and (not about_cell or (width > 0 and height > 0))


def _marked(document: Document) -> tuple[Mark, Tally]:
    read = read_request([SourceFile(*file) for file in document.files])
    assert [flag for flag in (*read.flags, *read.notes) if not _is_shown(flag)] == []
    return mark(document, read), Tally() if is_proposed(read) else tally(document, read)


@pytest.mark.parametrize("producer", [name for name in PRODUCERS if name != "scanner"])
def test_a_part_of_the_corpus_is_read_exactly_or_flagged(producer: str) -> None:
    marks = {
        f"{document.group}: {document.layout}": (document, *_marked(document))
        for document in documents(SEED, (producer,), every=EVERY)
        if document.layout not in RECOGNISED or producer == "reportlab"
    }

    wrong = [
        name
        for name, (_, got, _) in marks.items()
        if got.silent or got.unmarked or got.false_rows or got.negatives != got.negatives_right
    ]
    clean = [got for document, got, _ in marks.values() if document.verdict == "clean"]
    assert wrong == []
    assert sum(got.rows for got in clean) > 15
    assert all(got.whole or got.over_flagged for got in clean)
    assert sum(got.over_flagged for got in clean) <= 1
    facts = total(found for _, _, found in marks.values())
    assert [name for name, fact in facts if fact is Fact.WRONG] == []
    assert shortfalls(total(f for one, _, f in marks.values() if one.verdict == "clean")) == []
