"""How long a copy is waited for once the probe is there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mailbot.replies.receipt_copy import missing_from
from tests.builders import MONDAY


@pytest.mark.parametrize(
    ("minutes_to_probe", "minutes_waited"),
    [
        pytest.param(6, 27, id="a server that is well: its next try, and one by the clock"),
        pytest.param(120, 255, id="one that was down: as long again, as Postfix waits"),
        pytest.param(-1, 19, id="whose clock is behind ours"),
    ],
)
def test_a_copy_may_come_as_long_after_the_probe_as_a_server_tries_again(
    minutes_to_probe: int, minutes_waited: int
) -> None:
    came_at = MONDAY + timedelta(minutes=minutes_to_probe)
    assert missing_from(MONDAY, came_at) == MONDAY + timedelta(minutes=minutes_waited)
