"""What lies in the mailboxes of the demo, seen as their owners see it: by IMAP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from imapclient import IMAPClient
from pydantic import SecretStr

from mailbot.errors import MailbotError
from mailbot.gateways.imap_connection import ImapAccount, hang_up
from mailbot.settings import Imap


@dataclass(frozen=True, slots=True)
class Found:
    """One mail in an inbox."""

    message_id: str
    in_reply_to: str
    seen: bool
    raw: bytes = field(repr=False)

    def files(self) -> dict[str, bytes]:
        """Return the attachments by name."""
        return attachments(self.raw)


def attachments(raw: bytes) -> dict[str, bytes]:
    """Return a mail's attachments by name."""
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return {part.get_filename() or "": part.get_content() for part in message.iter_attachments()}


@dataclass(frozen=True, slots=True)
class Mailboxes:
    """Logs in to the embedded server; `server` is the daemon's own section of the settings."""

    server: Imap

    def inbox(self, address: str, password: str) -> tuple[Found, ...]:
        """Return the mails of an inbox; nothing in it is changed."""
        with self._login(address, password) as client:
            client.select_folder("INBOX", readonly=True)
            uids = client.search()
            answers = client.fetch(uids, ["FLAGS", "BODY.PEEK[]"]) if uids else {}
        return tuple(_found(answers[uid]) for uid in uids)

    def opens(self, address: str, password: str) -> bool:
        """Return whether the mailbox lets its owner in with this password."""
        try:
            with self._login(address, password):
                return True
        except MailbotError:
            return False

    @contextmanager
    def _login(self, address: str, password: str) -> Iterator[IMAPClient]:
        settings = self.server.model_copy(update={"username": address})
        client = ImapAccount(settings, lambda: SecretStr(password)).connect()
        try:
            yield client
        finally:
            hang_up(client)


def _found(answer: dict[bytes, object]) -> Found:
    raw = answer[b"BODY[]"]
    flags = answer[b"FLAGS"]
    assert isinstance(raw, bytes)
    assert isinstance(flags, tuple)
    message = message_from_bytes(raw, policy=policy.default)
    return Found(
        str(message["Message-ID"] or "").strip(),
        str(message["In-Reply-To"] or "").strip(),
        rb"\Seen" in flags,
        raw,
    )
