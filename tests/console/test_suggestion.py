"""Each flag has one action beside it: the likeliest to settle it."""

from __future__ import annotations

from typing import Any

import pytest

from mailbot.cases.finding import Finding, Severity
from mailbot.console.suggestion import Suggestion, suggestion_for
from tests.builders import a_case, a_row

BLOCKS, LOOK, NOTE = Severity.BLOCKS, Severity.LOOK, Severity.NOTE
AN = {"proposal": "Trần Văn An", "text": "Trần Văn An - Chuyên viên"}
CASE = a_case(rows=(a_row(name="Trần Văn An"),))


@pytest.mark.parametrize(
    ("code", "severity", "where", "suggestion"),
    [
        ("row.national_id_malformed", BLOCKS, {"row": 0, "column": "national_id"}, "supplement"),
        ("request.agency_unknown", BLOCKS, {}, "nothing"),
        ("manual.needs_comparison", BLOCKS, {}, "nothing"),
        ("row.phone_odd", LOOK, {"row": 0, "column": "phone"}, "edit"),
        ("row.missing_unit", LOOK, {"row": 0, "column": "unit"}, "edit"),
        ("list.phone_missing", LOOK, {"row": 0, "column": "phone"}, "edit"),
        ("list.name_with_position", LOOK, {"row": 0, "column": "name", "fields": AN}, "use"),
        ("list.national_id_padded", LOOK, {"row": 0, "column": "national_id"}, "use"),
        ("row.holder_differs", LOOK, {"row": 0, "column": "name"}, "ask"),
        ("list.count_differs", LOOK, {}, "ask"),
        ("list.annex_number_differs", LOOK, {}, "accept"),
        ("list.scan_unsure", LOOK, {"row": 0, "column": "name"}, "accept"),
        ("sender.reply_to_differs", LOOK, {}, "accept"),
        ("row.directory_missing_new", NOTE, {}, "nothing"),
    ],
)
def test_the_likeliest_action_is_suggested(
    code: str, severity: Severity, where: dict[str, Any], suggestion: str
) -> None:
    assert suggestion_for(CASE, Finding(code, severity, **where)) == Suggestion(suggestion)


@pytest.mark.parametrize(
    "where",
    [
        pytest.param({"row": 0, "column": "unit"}, id="of another cell"),
        pytest.param({"row": 3, "column": "name"}, id="of a row that is gone"),
        pytest.param({}, id="of no cell"),
    ],
)
def test_a_proposal_that_the_row_does_not_hold_is_not_offered_as_taken(
    where: dict[str, Any],
) -> None:
    finding = Finding("list.name_with_position", LOOK, AN, **where)
    assert suggestion_for(CASE, finding) is not Suggestion.USE
