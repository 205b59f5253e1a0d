"""Charts: a round scale, groups of reasons, names that fit, shares never rounded up."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.console.agency_name import shortened
from mailbot.console.bars import NARROW, WIDE, Pair, columns
from mailbot.console.pages import percent
from mailbot.console.reason_groups import Group, group_of, grouped
from mailbot.storage.review_reasons import Reason
from tests.test_words import TEXTS


@given(st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 9000)), max_size=40))
def test_every_bar_lies_under_the_highest_line_and_in_its_proportion(
    counts: list[tuple[int, int]],
) -> None:
    chart = columns([Pair(str(n), *pair, 0) for n, pair in enumerate(counts)])
    top = chart.base - chart.lines[-1][0]
    assert [value for _, value in chart.lines] == sorted({value for _, value in chart.lines})
    assert len(chart.lines) <= 6
    for column in chart.columns:
        assert max(column.received, column.answered) <= top + 0.1
        expected = column.pair.received / chart.lines[-1][1] * top
        assert column.received == pytest.approx(expected, abs=0.1)


@given(st.integers(1, 70), st.sampled_from([NARROW, WIDE]))
def test_names_of_places_do_not_run_into_each_other(count: int, width: int) -> None:
    chart = columns([Pair("30/11", 1, 1, 0)] * count, width)
    named = [column.x for column in chart.columns][:: chart.every]
    assert all(after - before >= 42 for before, after in pairwise(named))
    assert chart.columns[-1].x + chart.columns[-1].width <= width


@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("sender.unknown", "sender"),
        ("row.national_id_cmnd", "national_id"),
        ("list.national_id_odd", "national_id"),
        ("row.missing_phone", "phone"),
        ("row.same_person", "repeated"),
        ("row.holder_differs", "directory"),
        ("row.unit_unknown", "asker"),
        ("list.count_differs", "letter"),
        ("list.merged_cell", "list"),
        ("row.missing_name", "list"),
        ("deadline.year_unconfirmed", "other"),
    ],
)
def test_a_reason_belongs_to_one_group_that_has_a_name(code: str, group: str) -> None:
    assert group_of(code) == group
    assert f"office.reason_{group}" in TEXTS


def test_groups_are_counted_together_the_most_frequent_first() -> None:
    found = grouped(
        [
            Reason("sender.unknown", 2, True),
            Reason("row.phone_odd", 3, False),
            Reason("list.phone_odd", 4, False),
        ]
    )
    assert found == (Group("phone", 7, False), Group("sender", 2, True))


@pytest.mark.parametrize(
    ("share", "told"),
    [(1.0, "100%"), (0.9999, "99,9%"), (0.9869, "98,7%"), (0.5, "50%"), (0, "0%")],
)
def test_a_share_is_whole_only_where_it_is(share: float, told: str) -> None:
    assert percent(share) == told


def test_a_name_is_shortened_as_people_do() -> None:
    assert shortened("Ủy ban nhân dân phường Ninh Kiều") == "UBND phường Ninh Kiều"
