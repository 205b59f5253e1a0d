"""`mailbot deadline TIME`: when an answer to a message that arrived then is due."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from mailbot.calendar_file import load_calendar
from mailbot.cases.calendar import WorkCalendar
from mailbot.cases.deadline import Deadline, deadline_of
from mailbot.clock import VIETNAM, local
from mailbot.errors import BadInputError
from mailbot.settings import Deadline as DeadlineSettings
from mailbot.words import Words, load_words


def deadline_json(
    time_text: str,
    settings: DeadlineSettings | None = None,
    calendar: WorkCalendar | None = None,
) -> dict[str, Any]:
    """Return `{"received_at", "due_at", "target_at", "warnings"}`, times in ISO 8601 at +07:00.

    `time_text` is ISO 8601; without an offset it is Vietnam's clock, and a date alone is the
    start of that day (the hour never moves the due date). Raises BadInputError.
    """
    words, rule = load_words(), settings or DeadlineSettings()
    calendar = calendar or load_calendar(rule.calendar_file, words)
    received_at = _instant(time_text, words)
    deadline = deadline_of(received_at, calendar, rule.working_days, rule.due_at)
    return _as_json(deadline, words)


def _instant(text: str, words: Words) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise BadInputError(words.say("deadline.bad_time", text=text)) from error
    if not 2000 <= moment.year <= 2098:
        raise BadInputError(words.say("deadline.out_of_range", text=text))
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


def _as_json(deadline: Deadline, words: Words) -> dict[str, Any]:
    return {
        "received_at": local(deadline.received_at).isoformat(),
        "due_at": local(deadline.due_at).isoformat(),
        "target_at": local(deadline.target_at).isoformat(),
        "warnings": [words.finding(finding) for finding in deadline.warnings],
    }
