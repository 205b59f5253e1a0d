"""What is wrong outside, as staff reads it: the logbook's English names the part that is away."""

from __future__ import annotations

from mailbot.errors import TryLaterError
from mailbot.words import say

_PARTS = {
    "database": "database",
    "archive": "archive",
    "backup": "backup",
    "smtp": "smtp",
    "mail host": "mailboxes",
    "time stamp service": "time_stamps",
    "DNS": "dns",
}


def in_words(error: Exception) -> str:
    """Return what an error says; where only a part is named, what to do about it too."""
    part, colon, detail = str(error).partition(": ")
    if not isinstance(error, TryLaterError) or not colon or part not in _PARTS:
        return str(error)
    what, hint = say(f"command.away_{_PARTS[part]}"), say("command.outside_hint")
    return say("command.outside", what=what, detail=detail, hint=hint)
