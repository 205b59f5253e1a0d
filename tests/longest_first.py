"""A pytest plugin: what mostly waits is begun first, by one worker, while the others calculate.

These tests wait for leases to end, for killed processes to be missed, for mail to be sent again.
Each worker begins with a part of all tests in their order, and one that is done takes from the end
of another's part: in front, these are the first worker's, and none is what a run waits for at last.
"""

from __future__ import annotations

import pytest

WAITING = (
    "tests/crash/test_hosts.py",
    "tests/crash/test_crash_points.py",
    "tests/crash/test_in_service.py",
    "tests/demo/test_demo.py",
    "tests/demo/test_simulation.py",
    "tests/crash/test_taken_back.py",
    "tests/faults/",
    "tests/test_daemon.py",
)


def place(node_id: str) -> int:
    """Return where among all others a test is begun: the smaller, the earlier."""
    starts = (at for at, start in enumerate(WAITING) if node_id.startswith(start))
    return next(starts, len(WAITING))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: place(item.nodeid))
