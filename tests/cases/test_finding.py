"""A finding is stored with its case as JSON."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from mailbot.cases.finding import Finding, Place, Severity

STORED = TypeAdapter(Finding)


@pytest.mark.parametrize(
    "finding",
    [
        pytest.param(Finding("signature.unsigned", Severity.BLOCKS), id="without fields"),
        pytest.param(
            Finding("row.phone_odd", Severity.LOOK, {"stt": "2"}, 1, "phone", Place("a.pdf", 2)),
            id="whole",
        ),
    ],
)
def test_it_comes_back_from_storage_as_it_was(finding: Finding) -> None:
    assert STORED.validate_json(STORED.dump_json(finding)) == finding
