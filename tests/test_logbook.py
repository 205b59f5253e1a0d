"""The log is one JSON object a line, whoever speaks: no text of an exception, no values."""

from __future__ import annotations

import logging
import time
import warnings
from datetime import timedelta
from pathlib import Path

from mailbot import timetable
from mailbot.timetable import Recurring
from tests.logged import a_log

NATIONAL_ID = "094199003372"


def fail() -> None:
    raise ValueError(NATIONAL_ID)


def test_what_a_library_warns_of_is_an_event_without_its_values(tmp_path: Path) -> None:
    with a_log(tmp_path) as log:
        logging.getLogger("some.library").warning("Nothing in %s\nand more", NATIONAL_ID)
        logging.getLogger("some.library").info("as ever")
    assert log.of("library_warned") == [
        {
            "event": "library_warned",
            "level": "warning",
            "library": "some.library",
            "says": "Nothing in %s",
        }
    ]
    assert len(log.text.splitlines()) == 1


def test_what_python_warns_of_is_told_by_its_place(tmp_path: Path) -> None:
    with warnings.catch_warnings(), a_log(tmp_path) as log:
        warnings.simplefilter("always")
        warnings.warn(f"odd: {NATIONAL_ID}", RuntimeWarning, stacklevel=1)
    (told,) = log.of("library_warned")
    assert (told["library"], told["says"].partition(":")[0]) == (
        "RuntimeWarning",
        "test_logbook.py",
    )
    assert NATIONAL_ID not in log.text


def test_a_recurring_job_that_fails_is_told_by_where_and_not_by_what(tmp_path: Path) -> None:
    with a_log(tmp_path) as log:
        scheduler = timetable.start((Recurring("fails", timedelta(hours=1), fail),))
        ends = time.monotonic() + 60
        while not log.text and time.monotonic() < ends:
            time.sleep(0.01)
        scheduler.shutdown(wait=True)
    (told,) = log.of("library_warned")
    assert (told["level"], told["traceback"][-1]) == ("error", "ValueError")
    assert any(place.startswith("test_logbook.py") for place in told["traceback"])
    assert NATIONAL_ID not in log.text
