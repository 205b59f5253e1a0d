"""Lists the way agencies send them when the form is only a hint: exact, or flagged."""

from __future__ import annotations

import pytest

from parsers import SourceFile, read_request
from tests.parsers.corpus.documents import documents
from tests.parsers.score.mark import mark

SEED = 5


@pytest.mark.parametrize("producer", ["docx", "xlsx", "reportlab"])
def test_no_odd_list_is_misread_in_silence(producer: str) -> None:
    found = {
        document.layout: mark(document, read_request([SourceFile(*f) for f in document.files]))
        for document in documents(SEED, (producer,), ("odd lists",))
    }

    assert [name for name, got in found.items() if got.silent or got.unmarked] == []
    assert [name for name, got in found.items() if got.false_rows] == []
    assert [name for name, got in found.items() if got.over_flagged] == []
    assert len(found) > 50
