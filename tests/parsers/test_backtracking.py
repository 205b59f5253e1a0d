"""No text is so odd that a rule looks through it again and again: cost grows with its length."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from parsers.counts.counted import read_counts
from parsers.letter.unmarked import is_unmarked
from parsers.meaning.telling import BENDS, IN_CELL, IN_FOOTNOTE
from parsers.request import IndividualRow
from parsers.said.addressed import addresses_asked
from parsers.said.listed_people import ListedPeople, by_place
from parsers.said.named import of_somebody
from parsers.values.somebody import KnownPeople

LENGTH, MOST_SECONDS = 20_000, 4.0
"""A guard against hangs, far above what a slow machine takes: what looks at each place from each
before it took ten seconds and more of so long a text.
"""

PEOPLE = [IndividualRow("new", name="Trần Thị Bình")]
RULES: dict[str, Callable[[str], object]] = {
    "bends": BENDS.stand_in,
    "in a cell": IN_CELL.stand_in,
    "in a footnote": IN_FOOTNOTE.stand_in,
    "counts": read_counts,
    "by place": by_place,
    "of somebody": lambda text: list(of_somebody(text, ListedPeople.of(PEOPLE))),
    "without marks": is_unmarked,
    "addresses": lambda text: list(addresses_asked(text, PEOPLE)),
}


@pytest.mark.parametrize("part", ["(", "; ", "1 ", "ba ", "năm ", "cấp ", "a.b.", "không ", "Ab"])
@pytest.mark.parametrize("rule", RULES)
def test_a_rule_takes_no_longer_than_a_text_is_long(rule: str, part: str) -> None:
    text = part * (LENGTH // len(part)) + "!"
    begun = time.process_time()

    RULES[rule](text)

    assert time.process_time() - begun < MOST_SECONDS


def test_a_name_is_looked_up_among_many_people_at_once() -> None:
    people = KnownPeople(f"Nguyễn Văn {chr(65 + at % 26)}{at}" for at in range(20_000))
    begun = time.process_time()

    assert not any(people.holds("Trần Thị Bình Chuyên") for _ in range(200))
    assert time.process_time() - begun < MOST_SECONDS
