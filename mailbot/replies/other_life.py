"""Another life at the same inbox: a second installation, or one whose database was lost.

What it has answered would be answered again. So before mail is taken in, its copies of answers of
ours are looked for of which nothing is known here; where there is one, a person must say how to go
on. Two that were begun at once know of nothing then: the first answer gives the one away.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from mailbot import logbook
from mailbot.clock import Clock
from mailbot.replies.post import OWN_MAIL
from mailbot.storage import history, outbox, switches
from mailbot.storage.database import Database
from mailbot.words import Words


class Folder(Protocol):
    """An open folder of the department's inbox."""

    def bearing(
        self, part: str, since: date | None = None, last_uid: int = 0
    ) -> tuple[tuple[int, str], ...]:
        """Return UID and Message-ID of mails after `last_uid` whose Message-ID has this part."""

    def header(self, uid: int) -> bytes | None:
        """Return the header only."""


@dataclass(frozen=True, slots=True)
class OtherLife:
    """Looks at mails before they are taken in. `is_ours` tells by Message-ID and header whether a
    mail left with our mark or our login; `since` is as for taking in.
    """

    database: Database
    since: date | None
    is_ours: Callable[[str, bytes], bool]
    words: Words
    clock: Clock

    def __call__(self, folder: Folder, uids: Collection[int]) -> None:
        """Pause the work where one of these mails is an answer that nobody here knows of."""
        with self.database.reading() as connection:
            if switches.paused_by(connection):
                return
        found = folder.bearing(OWN_MAIL, self.since, min(uids) - 1)
        copies = {uid: name for uid, name in found if uid in uids and _answers(name)}
        if any(self._unknown(folder, copies)):
            self._pause()

    def _pause(self) -> None:
        reason = self.words.say("mail.other_life")
        with self.database.transaction() as connection:
            switches.pause(connection, history.MAILBOT, reason)
            history.write(connection, self.clock(), None, "paused", reason=reason)
        logbook.other_life_seen()

    def _unknown(self, folder: Folder, copies: Mapping[int, str]) -> Iterator[bool]:
        """Yield of each copy that nobody here knows of whether it is ours indeed."""
        if not copies:
            return
        with self.database.reading() as connection:
            known = outbox.known_among(connection, copies.values())
        for uid, name in copies.items():
            if name not in known:
                yield self.is_ours(name, folder.header(uid) or b"")


def _answers(message_id: str) -> bool:
    """Return whether a mail so named is an answer of ours: a shadow beside us warns its staff."""
    return message_id.startswith(OWN_MAIL) and not message_id.startswith(f"{OWN_MAIL}staff.")
