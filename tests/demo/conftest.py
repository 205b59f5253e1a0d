"""The demo logs to a file of its folder, which goes with the test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mailbot import logbook


@pytest.fixture(autouse=True)
def _logged_as_before() -> Iterator[None]:
    before = logbook._log.handlers[:]
    yield
    for handler in set(logbook._log.handlers) - set(before):
        handler.close()
    logbook._log.handlers[:] = before
