"""The mail world of the tests: Dovecot and Postfix, with the inbox, agencies and an outsider."""

from __future__ import annotations

import imaplib
import shutil
import smtplib
import ssl
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mailbot.demo.tls_files import TlsFiles, make_tls_files
from tests.servers.dovecot import MASTER_USER, Dovecot, running_dovecot
from tests.servers.ports import HOST, SWITCH, wait_for
from tests.servers.postfix import MX_HOST, Postfix, running_postfix

# How long a test waits for what an earlier one left on its way.
PATIENCE_SECONDS = 10.0

INBOX = "sotttt@cantho.gov.vn"
OUTSIDER = "nguoingoai@example.net"
USERS = {
    INBOX: "mat-khau-hop-thu",
    "ubndninhkieu@cantho.gov.vn": "mat-khau-ninh-kieu",
    "ubndcairang@cantho.gov.vn": "mat-khau-cai-rang",
    "sonoivu@cantho.gov.vn": "mat-khau-so-noi-vu",
    "soyte@cantho.gov.vn": "mat-khau-so-y-te",
    OUTSIDER: "mat-khau-nguoi-ngoai",
}


@dataclass
class MailServers:
    """Both servers. Addresses of other users can be added while they run."""

    directory: Path
    dovecot: Dovecot
    postfix: Postfix

    host = HOST

    @property
    def tls(self) -> TlsFiles:
        """The servers' certificates."""
        return self.dovecot.tls

    def password(self, user: str) -> str:
        """Return the password of one of our users."""
        return self.dovecot.users[user]

    def add_user(self, address: str, password: str) -> None:
        """Give one more user a mailbox."""
        self.dovecot.add_user(address, password)

    @contextmanager
    def mailboxes_from(self, url: str) -> Iterator[None]:
        """Let mailboxes of a PostfixAdmin table log in and receive too, until the block ends."""
        # A reload breaks deliveries off: they are tried again much later, and some come twice.
        self.wait_until_delivered()
        with self.dovecot.mailboxes_from(url):
            yield
            with suppress(TimeoutError):
                self.wait_until_delivered(PATIENCE_SECONDS)

    def submit(
        self, login: str, password: str, raw: bytes, to: Iterable[str] = (INBOX,), sender: str = ""
    ) -> None:
        """Send a mail as a logged-in user does; smtplib's errors are raised."""
        self.submit_all(login, password, (raw,), to, sender)

    def submit_all(
        self,
        login: str,
        password: str,
        mails: Iterable[bytes],
        to: Iterable[str] = (INBOX,),
        sender: str = "",
    ) -> None:
        """Send several mails over one connection."""
        with self._submission() as connection:
            connection.login(login, password)
            for raw in mails:
                connection.sendmail(sender or login, list(to), raw)

    def hand_in(self, sender: str, raw: bytes, to: Iterable[str] = (INBOX,)) -> None:
        """Send a mail as a foreign server does: to the MX, without login."""
        with smtplib.SMTP(HOST, self.postfix.mx_port, timeout=30) as connection:
            connection.sendmail(sender, list(to), raw)

    def deliver(self, raw: bytes, to: str = INBOX, sender: str = "ai@example.net") -> None:
        """Put a mail straight into a mailbox by LMTP."""
        with smtplib.LMTP(HOST, self.dovecot.lmtp_port, timeout=30) as connection:
            connection.sendmail(sender, [to], raw)

    def can_log_in(self, user: str, password: str) -> bool:
        """Return whether Dovecot lets the user in over TLS."""
        with imaplib.IMAP4_SSL(
            HOST, self.dovecot.imaps_port, ssl_context=self.client_tls(), timeout=30
        ) as connection:
            try:
                connection.login(user, password)
            except imaplib.IMAP4.error:
                return False
            return True

    def count(self, user: str, folder: str = "INBOX") -> int:
        """Return how many mails lie in a folder; looked up on disk, so it can be asked often."""
        home = self.dovecot.home(user)
        place = home / "Maildir" / ("" if folder == "INBOX" else f".{folder}")
        files = [file for part in ("new", "cur") for file in (place / part).glob("*")]
        # Read for the first time, a mail moves from the one to the other, with flags behind ":".
        return len({file.name.partition(":")[0] for file in files})

    def fetch_all(self, user: str, folder: str = "INBOX") -> tuple[bytes, ...]:
        """Return every mail of a folder in order, without marking it seen."""
        with self._opened(user, folder) as connection:
            numbers = connection.search(None, "ALL")[1][0].split()
            answers = (connection.fetch(number, "(BODY.PEEK[])")[1][0] for number in numbers)
            return tuple(answer[1] for answer in answers if isinstance(answer, tuple))

    def keep(self, user: str, folder: str, raw: bytes, at: datetime | None = None) -> None:
        """Put a mail into a folder, as a mail program keeps what it has sent, as come in then."""
        received = imaplib.Time2Internaldate(at) if at else ""
        with self._opened(user, folder) as connection:
            said, told = connection.append(folder, "", received, raw)
        assert said == "OK", told

    def fetch_named(self, user: str, message_id: str) -> tuple[bytes, ...]:
        """Return the mails of the inbox with this Message-ID, without marking them seen."""
        with self._opened(user, "INBOX") as connection:
            numbers = connection.search(None, "HEADER", "Message-ID", f'"{message_id}"')[1][
                0
            ].split()
            answers = (connection.fetch(number, "(BODY.PEEK[])")[1][0] for number in numbers)
            return tuple(answer[1] for answer in answers if isinstance(answer, tuple))

    def flags(self, user: str, folder: str = "INBOX") -> tuple[bytes, ...]:
        """Return the server's FETCH FLAGS line of every mail of a folder in order."""
        with self._opened(user, folder) as connection:
            numbers = connection.search(None, "ALL")[1][0].split()
            return tuple(bytes(connection.fetch(number, "(FLAGS)")[1][0]) for number in numbers)  # type: ignore[arg-type]

    def wait_for_mail(
        self, user: str, count: int = 1, seconds: float = 60, folder: str = "INBOX"
    ) -> tuple[bytes, ...]:
        """Return the mails of a folder once there are at least that many."""
        self.wait_until_there(user, count, seconds, folder)
        return self.fetch_all(user, folder)

    def wait_until_there(
        self, user: str, count: int = 1, seconds: float = 60, folder: str = "INBOX"
    ) -> None:
        """Return once there are at least that many mails in a folder."""
        wait_for(lambda: self.count(user, folder) >= count, f"{count} mail(s) for {user}", seconds)

    def wait_until_delivered(self, seconds: float = 60) -> None:
        """Return once nothing lies in Postfix's queue; TimeoutError tells what does, and why."""
        try:
            wait_for(lambda: self.postfix.queue_is_empty, "an empty queue", seconds)
        except TimeoutError as late:
            told = (str(late), self.postfix.told(), self.dovecot.told())
            raise TimeoutError("\n\n".join(told)) from late
        time.sleep(0.05)

    def empty(self, user: str, folder: str = "INBOX", since: int = 1) -> None:
        """Delete every mail of a folder whose UID is not below this one."""
        which = ("not", "uid", f"1:{since - 1}") if since > 1 else ("all",)
        self.dovecot.doveadm("expunge", "-u", user, "mailbox", folder, *which)

    def next_uid(self, user: str) -> int:
        """Return the UID that the next mail of the inbox gets."""
        told = self.dovecot.doveadm("mailbox", "status", "-u", user, "uidnext", "INBOX")
        return int(told.rpartition("=")[2])

    def empty_all(self) -> None:
        """Delete every user's mail, and what is still on its way after a while: no test fails for
        the mail of another.
        """
        try:
            self.wait_until_delivered(PATIENCE_SECONDS)
        except TimeoutError:
            self.dovecot.restart()
            self.postfix.restart(without_queue=True)
            self.wait_until_delivered()
        for user in self.dovecot.users:
            if self.count(user):
                self.empty(user)

    def restart(self) -> None:
        """Bring both servers up again, whatever was done to them."""
        self.dovecot.restart()
        self.postfix.restart()

    def client_tls(self) -> ssl.SSLContext:
        """Return a context that trusts our authority only."""
        return ssl.create_default_context(cafile=str(self.tls.ca))

    @contextmanager
    def _submission(self) -> Iterator[smtplib.SMTP]:
        with smtplib.SMTP(HOST, self.postfix.submission_port, timeout=30) as connection:
            connection.starttls(context=self.client_tls())
            yield connection

    @contextmanager
    def _opened(self, user: str, folder: str) -> Iterator[imaplib.IMAP4_SSL]:
        with imaplib.IMAP4_SSL(
            HOST, self.dovecot.imaps_port, ssl_context=self.client_tls(), timeout=30
        ) as connection:
            connection.login(f"{user}*{MASTER_USER}", self.dovecot.master_password)
            connection.select(folder, readonly=True)
            yield connection


@contextmanager
def running_mail_servers(users: Mapping[str, str] = USERS) -> Iterator[MailServers]:
    """Start both servers and wait until they answer; nothing is left behind."""
    # Not pytest's tmp_path: it is 0700, and Dovecot's login user must get in.
    directory = Path(tempfile.mkdtemp(prefix="mail-"))
    directory.chmod(0o755)
    try:
        tls = make_tls_files(directory, MX_HOST, SWITCH)
        with running_dovecot(_room(directory / "d"), tls, users) as dovecot, \
            running_postfix(_room(directory / "p"), dovecot) as postfix:  # fmt: skip
            dovecot.wait()
            postfix.wait()
            yield MailServers(directory, dovecot, postfix)
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _room(path: Path) -> Path:
    path.mkdir(mode=0o755)
    return path
