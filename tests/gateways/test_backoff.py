"""The waits between attempts grow, are spread, and end at a limit."""

from __future__ import annotations

import pytest

from mailbot.gateways.backoff import Backoff


@pytest.mark.parametrize(
    ("failures", "chance", "expected"),
    [
        pytest.param(1, 0.0, 0.5, id="first, at the earliest"),
        pytest.param(1, 1.0, 1.0, id="first, at the latest"),
        pytest.param(4, 1.0, 8.0, id="doubled three times"),
        pytest.param(5000, 0.0, 150.0, id="the limit"),
    ],
)
def test_the_wait_doubles_up_to_a_limit(failures: int, chance: float, expected: float) -> None:
    assert Backoff(1.0, 300.0).delay(failures, chance) == expected
