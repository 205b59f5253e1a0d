"""Another life at the same inbox: a second installation, or one whose database was lost.

What it has answered would be answered again. So who looks at an inbox for the first time looks for
copies of mails of ours of which nothing is known here, and leaves it to a person to go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from mailbot import logbook
from mailbot.cases.inbox import FolderState, Listed
from mailbot.clock import Clock
from mailbot.replies.post import OWN_MAIL
from mailbot.storage import history, messages, outbox, switches
from mailbot.storage.database import Database
from mailbot.words import Words


class Folder(Protocol):
    """An open folder of the department's inbox."""

    @property
    def state(self) -> FolderState:
        """What the server said on opening."""

    def new_messages(self, last_uid: int = 0, since: date | None = None) -> tuple[Listed, ...]:
        """Return the mails after `last_uid` in order of UID."""

    def bearing(self, part: str, since: date | None = None) -> tuple[tuple[int, str], ...]:
        """Return UID and Message-ID of mails whose Message-ID has this part."""

    def header(self, uid: int) -> bytes | None:
        """Return the header only."""


@dataclass(frozen=True, slots=True)
class OtherLife:
    """Looks before the first mail is taken in. `is_ours` tells by Message-ID and header whether a
    mail left with our mark or our login; `since` is as for taking in.
    """

    database: Database
    mailbox: str
    since: date | None
    is_ours: Callable[[str, bytes], bool]
    words: Words
    clock: Clock

    def __call__(self, folder: Folder) -> None:
        """Pause the work where another life has sent what nobody here knows of."""
        with self.database.reading() as connection:
            last = messages.last_uid(connection, self.mailbox, folder.state.uidvalidity)
            is_paused = bool(switches.paused_by(connection))
        if last or is_paused or not any(self._unknown(folder)):
            return
        reason = self.words.say("mail.other_life")
        with self.database.transaction() as connection:
            switches.pause(connection, history.MAILBOT, reason)
            history.write(connection, self.clock(), None, "paused", reason=reason)
        logbook.other_life_seen()

    def _unknown(self, folder: Folder) -> Iterator[bool]:
        """Yield of each copy that nobody here knows of whether it is ours indeed."""
        found = folder.bearing(OWN_MAIL, self.since)
        copies = {uid: name for uid, name in found if name.startswith(OWN_MAIL)}
        if not copies:
            return
        recent = {one.uid for one in folder.new_messages(0, self.since)}
        with self.database.reading() as connection:
            known = outbox.known_among(connection, copies.values())
        for uid, name in copies.items():
            if uid in recent and name not in known:
                yield self.is_ours(name, folder.header(uid) or b"")
