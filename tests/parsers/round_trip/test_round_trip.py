"""However a list is written, the same rows are read; `make properties` is the long form."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from parsers import SourceFile, read_request
from tests.parsers.asserts import rows_read
from tests.parsers.corpus.booked import BookLook, booked
from tests.parsers.corpus.corpus import KINDS, laid_out
from tests.parsers.corpus.documents import FILES
from tests.parsers.corpus.layouts import LAYOUTS
from tests.parsers.corpus.request import Fields
from tests.parsers.corpus.written import letter_of
from tests.parsers.round_trip.cuts import cut_lists
from tests.parsers.round_trip.lists import Drafted, lists
from tests.parsers.round_trip.merged import MERGED, merged_outcomes, shared_out
from tests.parsers.round_trip.producers import PRODUCERS, QUICK
from tests.parsers.round_trip.trip import Trip, drawn_trips, judged, trips, ways

SLOW = tuple(name for name in PRODUCERS if name not in QUICK)
SHORT = settings(max_examples=4, deadline=None, derandomize=True, phases=[Phase.generate])
"""A few lists, left as large as they are: to make one smaller step by step takes many minutes of
writing and reading it again. Hypothesis draws others where other modules are loaded, so of lists by
chance the short form asks only that nothing is wrong in silence; the long form asks more.
"""


@pytest.mark.parametrize("producer", QUICK)
@given(trip=trips())
@SHORT
def test_rows_survive_a_producer_and_what_must_not_change_them(producer: str, trip: Trip) -> None:
    for way in ways([trip], producer):
        assert not way.outcome.is_silent, (way.changes, way.outcome)


@pytest.mark.parametrize("producer", SLOW)
def test_rows_survive_a_producer_that_writes_many_at_once(producer: str) -> None:
    done = list(ways(drawn_trips(7, 2), producer))

    assert [(way.changes, way.outcome) for way in done if way.outcome.is_silent] == []
    assert len(done) == 4


def test_merged_and_grouped_lists_give_the_same_rows_whoever_wrote_them() -> None:
    """Each by three of seven; the long form has all of them write each."""
    for producer, layouts in shared_out(3):
        for layout, outcome in merged_outcomes(producer, layouts):
            assert not outcome.is_fault, (producer, layout, outcome)


def test_every_merged_list_and_every_writer_has_its_turn() -> None:
    turns = dict(shared_out(3))

    assert min(map(len, turns.values())) >= 2
    assert Counter(layout for layouts in turns.values() for layout in layouts) == dict.fromkeys(
        MERGED, 3
    )


@given(
    drafted=lists(),
    down=st.integers(0, 5),
    right=st.integers(0, 4),
    numbers=st.booleans(),
)
@SHORT
def test_where_a_list_stands_in_a_sheet_changes_nothing(
    drafted: Drafted, down: int, right: int, numbers: bool
) -> None:
    paper = drafted.paper
    book = booked(paper, BookLook(down=down, right=right, numbers=numbers))
    files = [("cong-van.docx", letter_of(paper)), ("phu-luc.xlsx", book)]

    outcome = judged(paper, files, "xlsx", plain=False)

    assert list(map(_unpadded, outcome.rows)) == list(map(_unpadded, outcome.written))
    assert set(outcome.flags) <= {"national_id_padded"}


def _unpadded(row: Fields) -> Fields:
    """Return the row with its running number as a workbook keeps it where it is one."""
    return row | {"stt": row["stt"].lstrip("0")}


@pytest.mark.parametrize("lines_above", range(40, 46))
def test_a_group_whose_title_ends_a_page_names_its_rows_on_the_next(lines_above: int) -> None:
    rng = random.Random(2)
    paper = laid_out(rng, LAYOUTS["group_rows"], (rng.choice(KINDS),), 8)
    lower = replace(paper, annex=("Ghi chú.",) * lines_above + paper.annex)
    lower = lower.drawn(size=8.0, repeat_header=False)

    (files,) = FILES["reportlab"]({"a": lower}).values()
    read = read_request([SourceFile(*file) for file in files])

    assert rows_read(read, "individual") == list(lower.individuals)


def test_a_page_break_through_any_row_costs_nothing_in_silence() -> None:
    done = list(cut_lists(1, 400))

    assert [one for one in done if one.outcome.is_silent] == []
    assert [one for one in done if len(one.outcome.rows) > len(one.outcome.written)] == []
    exact = sum(one.outcome.verdict == "exact" for one in done)
    assert exact > 0.7 * len(done)
    assert len({one.layout for one in done}) > 30
