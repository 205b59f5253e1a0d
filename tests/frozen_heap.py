"""A pytest plugin: Python searches less for garbage.

While tests are collected nothing of what is loaded becomes garbage, and what was there before the
first test is not searched again: some millions of objects, a seventh of the time of a run. After
that it is searched for once in so many new objects.
"""

from __future__ import annotations

import gc

import pytest

NEW_OBJECTS = 20_000


def pytest_configure() -> None:
    gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    gc.set_threshold(NEW_OBJECTS)
    gc.enable()
