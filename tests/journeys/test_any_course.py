"""A few courses of events drawn by chance; `make courses` plays many."""

from __future__ import annotations

import pytest

from tests.journeys.any_course import play


@pytest.mark.parametrize("seed", [10, 12])
def test_whatever_happens_nothing_is_lost_and_nothing_done_twice(seed: int) -> None:
    play(seed)
