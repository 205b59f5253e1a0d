"""What of an old case is not there any more, told in one sentence instead of a page that fails."""

from __future__ import annotations

from collections.abc import Iterable

from mailbot.clock import local
from mailbot.storage.history import Event
from mailbot.words import Words

_PURGES = (
    "mail_purged",
    "rows_purged",
    "letter_purged",
    "notice_purged",
    "draft_purged",
    "verdicts_purged",
)


def gone(events: Iterable[Event], words: Words) -> str:
    """Return what went because its time was over, with the day it last did; empty: nothing."""
    last = {one.what: one.at for one in events}
    told = (
        words.say(f"retention.gone_{what}", on=f"{local(last[what]):%d/%m/%Y}")
        for what in _PURGES
        if what in last
    )
    listed = "; ".join(told)
    return words.say("retention.gone", what=listed) if listed else ""
