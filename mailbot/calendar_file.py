"""The working calendar as a file: the operator's own, else the packaged one."""

from __future__ import annotations

from pathlib import Path

from mailbot.cases.calendar import CalendarError, WorkCalendar, calendar_from
from mailbot.defaults import config_file
from mailbot.errors import BadInputError, os_reason
from mailbot.words import Words, load_words


def load_calendar(path: Path | None = None, words: Words | None = None) -> WorkCalendar:
    """Read the working calendar: the file given, else the operator's, else the packaged one."""
    words, file = words or load_words(), path or config_file("working_calendar.toml")
    try:
        return calendar_from(file.read_text("utf-8-sig"))
    except OSError as error:
        fault = os_reason(error)
        raise BadInputError(
            words.say("deadline.no_calendar", file=str(file), fault=fault)
        ) from error
    except ValueError as error:  # CalendarError, or bytes that are no UTF-8
        fault = str(error) if isinstance(error, CalendarError) else words.say("deadline.not_utf8")
        raise BadInputError(
            words.say("deadline.bad_calendar", file=str(file), fault=fault)
        ) from error
