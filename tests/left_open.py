"""Whether a socket, or what else must be closed, was left to the garbage collector."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def nothing_left_open() -> Iterator[None]:
    """Fail where the block leaves something open that nobody has in hand any more: else a later
    test is blamed for it, whichever is run when the collector comes by.
    """
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always", ResourceWarning)
        yield
        gc.collect()
    assert not seen, [str(one.message) for one in seen]
