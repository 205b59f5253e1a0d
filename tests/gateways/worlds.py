"""The mail worlds of the contract tests: a fake, the embedded servers, Dovecot with Postfix."""

from __future__ import annotations

import imaplib
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from pydantic import SecretStr

from mailbot.cases.dispatch import Dispatch, Envelope, MayLeave, Result
from mailbot.demo.accounts import Accounts
from mailbot.demo.servers import DemoMail, running_demo_mail
from mailbot.gateways.imap import ImapInbox
from mailbot.gateways.smtp import SmtpSender
from mailbot.settings import Imap, Smtp, Tls
from tests.fakes.inbox import FakeInbox
from tests.fakes.sender import FakeSender
from tests.servers.mail import INBOX, MailServers

AGENCY = "ubndninhkieu@cantho.gov.vn"
NOBODY = "khongco@cantho.gov.vn"
PASSWORDS = {INBOX: "mật khẩu hộp thư", AGENCY: "mat-khau-ninh-kieu"}


class Sender(Protocol):
    def send(
        self, envelope: Envelope, raw: bytes, may_leave: MayLeave = lambda _is_copied: True
    ) -> Dispatch: ...


@dataclass
class World:
    """A mailbox to read and a server to send by, with a hand inside to arrange things."""

    name: str
    inbox: ImapInbox | FakeInbox
    sender: Sender
    client: Client | None = None

    def put(self, raw: bytes, at: datetime | None = None) -> int:
        """Put a mail into the inbox, byte for byte; return its UID."""
        if isinstance(self.inbox, FakeInbox):
            return self.inbox.put(raw, at)
        assert self.client is not None
        return self.client.put(raw, at or datetime.now(UTC))

    def remove(self, uid: int) -> None:
        """Take a mail away, as a colleague with a mail program does."""
        if isinstance(self.inbox, FakeInbox):
            self.inbox.remove(uid)
        else:
            assert self.client is not None
            self.client.remove(uid)

    def flags(self) -> set[bytes]:
        """Return all flags set on mails of the inbox, \\Recent left out."""
        return self.client.flags() if self.client else set()

    def mails_of(self, user: str, count: int = 1) -> tuple[bytes, ...]:
        """Return the mails that reached a mailbox, waiting for at least so many."""
        if isinstance(self.sender, FakeSender):
            return tuple(mail.raw for mail in self.sender.taken if user in mail.envelope.recipients)
        assert self.client is not None
        return self.client.mails_of(user, count)


@dataclass
class Client:
    """A colleague's mail program at the same mailboxes."""

    port: int
    tls: ssl.SSLContext
    passwords: dict[str, str]

    def put(self, raw: bytes, at: datetime) -> int:
        with self.opened(INBOX) as connection:
            stamp = imaplib.Time2Internaldate(at)
            said = connection.append("INBOX", "", stamp, raw)[1][0]
            return int(said.partition(b"APPENDUID ")[2].split()[1].rstrip(b"]"))

    def remove(self, uid: int) -> None:
        with self.opened(INBOX) as connection:
            connection.uid("STORE", str(uid), "+FLAGS", r"(\Deleted)")
            connection.expunge()

    def flags(self) -> set[bytes]:
        with self.opened(INBOX) as connection:
            lines = connection.fetch("1:*", "(FLAGS)")[1]
            found = [imaplib.ParseFlags(line) for line in lines if isinstance(line, bytes)]
            return {flag for flags in found for flag in flags} - {rb"\Recent"}

    def mails_of(self, user: str, count: int) -> tuple[bytes, ...]:
        end = time.monotonic() + 60
        while len(found := self._mails(user)) < count:
            assert time.monotonic() < end, f"{len(found)} of {count} mails for {user}"
            time.sleep(0.05)
        return found

    def empty(self) -> None:
        for user in self.passwords:
            with self.opened(user) as connection:
                for number in connection.search(None, "ALL")[1][0].split():
                    connection.store(number, "+FLAGS", r"(\Deleted)")
                connection.expunge()

    def _mails(self, user: str) -> tuple[bytes, ...]:
        with self.opened(user) as connection:
            numbers = connection.search(None, "ALL")[1][0].split()
            answers = [connection.fetch(number, "(BODY.PEEK[])")[1][0] for number in numbers]
            return tuple(answer[1] for answer in answers if isinstance(answer, tuple))

    @contextmanager
    def opened(self, user: str) -> Iterator[imaplib.IMAP4]:
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=15) as connection:
            connection.starttls(self.tls)
            words = b"\0%s\0%s" % (user.encode(), self.passwords[user].encode())
            connection.authenticate("PLAIN", lambda _: words)
            connection.select("INBOX")
            yield connection


def fake_world() -> World:
    sender = FakeSender(answers={NOBODY: Dispatch(Result.FAILED, "no such user", 550)})
    return World("fake", FakeInbox(), sender)


def imap_settings(ca: Path, **changes: object) -> Imap:
    values = {"host": "127.0.0.1", "tls": Tls.STARTTLS, "ca_file": ca, "username": INBOX}
    # A copy is not validated: tests use shorter times than the settings allow.
    return Imap.model_validate(values).model_copy(update=changes)


def smtp_settings(ca: Path, **changes: object) -> Smtp:
    values = {"host": "127.0.0.1", "ca_file": ca, "username": INBOX}
    return Smtp.model_validate(values).model_copy(update=changes)


@contextmanager
def embedded_world(directory: Path) -> Iterator[tuple[World, DemoMail]]:
    with running_demo_mail(Accounts(dict(PASSWORDS)), directory) as mail:
        world = real_world(
            "embedded", mail.imap_port, mail.submission_port, mail.tls.ca, dict(PASSWORDS)
        )
        yield world, mail


def dovecot_world(servers: MailServers) -> World:
    servers.empty_all()
    users = {user: servers.password(user) for user in (INBOX, AGENCY)}
    return real_world(
        "dovecot",
        servers.dovecot.imap_port,
        servers.postfix.submission_port,
        servers.tls.ca,
        users,
    )


def real_world(name: str, imap: int, smtp: int, ca: Path, passwords: dict[str, str]) -> World:
    def secret() -> SecretStr:
        return SecretStr(passwords[INBOX])

    client = Client(imap, ssl.create_default_context(cafile=str(ca)), passwords)
    client.empty()
    return World(
        name,
        ImapInbox(imap_settings(ca, port=imap), secret),
        SmtpSender(smtp_settings(ca, port=smtp), secret),
        client,
    )
