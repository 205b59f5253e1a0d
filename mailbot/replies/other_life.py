"""Another life at the same inbox: a second installation, or one whose database was lost.

What it has answered would be answered again. So who looks at an inbox for the first time looks for
copies of answers of ours of which nothing is known here, and leaves it to a person to go on. Two
that were begun at once know of nothing then: the first answer that comes in gives them away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from mailbot import logbook
from mailbot.cases.inbox import FolderState, Listed
from mailbot.clock import Clock
from mailbot.replies.post import OWN_MAIL
from mailbot.storage import history, messages, outbox, switches
from mailbot.storage.database import Database
from mailbot.storage.messages import Spot
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
    """Looks before the first mail is taken in, and at all that are. `is_ours` tells by Message-ID
    and header whether a mail left with our mark or our login; `since` is as for taking in.
    """

    database: Database
    mailbox: str
    since: date | None
    is_ours: Callable[[str, bytes], bool]
    words: Words
    clock: Clock

    def __call__(self, folder: Folder, after: int | None = None) -> None:
        """Pause the work where another life has sent what nobody here knows of: look through the
        whole folder before the first mail is taken in, then through what was taken in after a UID.
        """
        with self.database.reading() as connection:
            last = messages.last_uid(connection, self.mailbox, folder.state.uidvalidity)
            mark = Spot(self.mailbox, folder.state.uidvalidity, after or 0)
            fresh = {} if after is None else messages.named_after(connection, mark, OWN_MAIL)
            is_paused = bool(switches.paused_by(connection))
        if is_paused or (last and not fresh):
            return
        found = fresh or self._lying_in(folder)
        if any(self._unknown(folder, {uid: name for uid, name in found.items() if _answers(name)})):
            self._pause()

    def _pause(self) -> None:
        reason = self.words.say("mail.other_life")
        with self.database.transaction() as connection:
            switches.pause(connection, history.MAILBOT, reason)
            history.write(connection, self.clock(), None, "paused", reason=reason)
        logbook.other_life_seen()

    def _lying_in(self, folder: Folder) -> Mapping[int, str]:
        """Return the Message-IDs of mails that may be copies, by UID, as far as they would be taken
        in.
        """
        found = dict(folder.bearing(OWN_MAIL, self.since))
        recent = {one.uid for one in folder.new_messages(0, self.since)} if found else set()
        return {uid: name for uid, name in found.items() if uid in recent}

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
