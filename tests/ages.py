"""Whether something ended by itself or was waited out, told apart however busy the machine is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

AGES = 120.0
"""Seconds to give where nobody is to wait that long."""


@contextmanager
def long_before_ages() -> Iterator[None]:
    """Fail unless the block is over in a fraction of AGES."""
    began = time.monotonic()
    yield
    assert time.monotonic() - began < AGES / 4
