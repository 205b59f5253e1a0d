"""A pytest plugin: what was there before the first test is not searched for garbage again.

Python looks at all its objects time and again, and the modules and tests that are loaded by then
are some millions of them: a seventh of the time of a run.
"""

from __future__ import annotations

import gc


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
