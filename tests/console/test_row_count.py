from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mailbot.cases.case import Decision, DecisionKind, LetterFacts
from mailbot.cases.row import Holder
from mailbot.console.row_count import row_count
from mailbot.words import load_words
from tests.builders import MONDAY, a_case, a_row

TWO = (a_row(), a_row(stt="2"))
SIX = LetterFacts(counted_people=6, counted="06 (sáu) công chức")
SOME = Decision(DecisionKind.APPROVE, "Lan", MONDAY, rows=(0, 1))


@pytest.mark.parametrize(
    ("letter", "different", "level", "text"),
    [
        pytest.param(
            replace(SIX, counted_people=2, counted="02 (hai) công chức"),
            {},
            "ok",
            "2 người, khớp “02 (hai) công chức” trong văn bản",
            id="as many as the letter says",
        ),
        pytest.param(
            SIX,
            {},
            "warn",
            "2 người, không khớp “06 (sáu) công chức” trong văn bản",
            id="fewer than the letter says",
        ),
        pytest.param(
            LetterFacts(),
            {},
            "none",
            "2 người; không đọc được số lượng ghi trong văn bản",
            id="a letter that says no number",
        ),
        pytest.param(
            LetterFacts(counted_people=1, counted_organisations=1, counted="01 đơn vị và 01 người"),
            {"rows": (a_row(), a_row(holder=Holder.ORGANISATION))},
            "ok",
            "1 người và 1 cơ quan, đơn vị, khớp “01 đơn vị và 01 người” trong văn bản",
            id="people and units, each by itself",
        ),
        pytest.param(
            LetterFacts(counted_people=1, counted_organisations=1, counted="01 đơn vị và 01 người"),
            {},
            "warn",
            "2 người, không khớp “01 đơn vị và 01 người” trong văn bản",
            id="as many in all, but not of each kind",
        ),
        pytest.param(
            SIX,
            {"parent_id": 7},
            "none",
            "2 người trong hồ sơ này; cả văn bản ghi “06 (sáu) công chức”",
            id="rows held back from another case",
        ),
        pytest.param(
            SIX,
            {"decision": SOME},
            "none",
            "2 người trong hồ sơ này; cả văn bản ghi “06 (sáu) công chức”",
            id="the rows that were approved by themselves",
        ),
    ],
)
def test_the_rows_are_counted_against_the_number_in_the_letter(
    letter: LetterFacts, different: dict[str, Any], level: str, text: str
) -> None:
    told = row_count(a_case(letter=letter, **{"rows": TWO} | different), load_words())
    assert (told.level, told.text) == (level, text)
