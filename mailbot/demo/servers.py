"""The embedded mail server: IMAP, submission and MX on free loopback ports, in one thread."""

from __future__ import annotations

import asyncio
import logging
import smtplib
import ssl
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from weakref import WeakSet

from mailbot.demo.accounts import Accounts
from mailbot.demo.imap_server import HOST, ImapServer
from mailbot.demo.smtp_server import MX_HOST, SmtpServer
from mailbot.demo.tls_files import TlsFiles, make_tls_files

DOMAINS = frozenset({"cantho.gov.vn"})
TIMEOUT_SECONDS = 30


@dataclass
class DemoMail:
    """The running servers. Both IMAP and submission want STARTTLS; trust `tls.ca`.

    `accounts` may be changed at any time. `delivered` holds what came to each mailbox. `append`
    puts a mail into one as if it had come at that instant.
    """

    accounts: Accounts
    tls: TlsFiles
    imap_port: int
    submission_port: int
    mx_port: int
    delivered: dict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    append: Callable[[str, bytes, datetime], None] = field(default=lambda *_: None, repr=False)

    host = HOST
    mx_host = MX_HOST

    def submit(self, login: str, raw: bytes, to: Iterable[str]) -> None:
        """Send a mail as one of our users does: by TLS, logged in."""
        context = ssl.create_default_context(cafile=str(self.tls.ca))
        with smtplib.SMTP(HOST, self.submission_port, timeout=TIMEOUT_SECONDS) as connection:
            connection.starttls(context=context)
            connection.login(login, self.accounts.passwords[login])
            connection.sendmail(login, list(to), raw)

    def hand_in(self, sender: str, raw: bytes, to: Iterable[str]) -> None:
        """Send a mail as a foreign mail server does: to the MX, without login."""
        with smtplib.SMTP(HOST, self.mx_port, timeout=TIMEOUT_SECONDS) as connection:
            connection.sendmail(sender, list(to), raw)


@contextmanager
def running_demo_mail(accounts: Accounts, directory: Path) -> Iterator[DemoMail]:
    """Start the servers in a thread of their own; their TLS files go into the directory."""
    tls = make_tls_files(directory)
    mail = DemoMail(accounts, tls, 0, 0, 0)
    thread = _ServerThread(mail)
    thread.start()
    try:
        thread.wait_until_ready()
        yield mail
    finally:
        thread.end()


class _ServerThread(threading.Thread):
    """Runs the servers' loop until told to end."""

    def __init__(self, mail: DemoMail) -> None:
        super().__init__(name="demo-mail", daemon=True)
        self.mail = mail
        self.ready = threading.Event()
        self.failure: BaseException | None = None
        self.loop = asyncio.new_event_loop()
        self.over = asyncio.Event()
        self.connections: WeakSet[asyncio.BaseTransport] = WeakSet()

    def run(self) -> None:
        # aiosmtpd warns of its own use of a deprecated name at every login.
        logging.getLogger("mail.log").setLevel(logging.ERROR)
        # asyncio warns of every connection that is cut when the demo is.
        logging.getLogger("asyncio").setLevel(logging.ERROR)
        try:
            self.loop.run_until_complete(self._serve())
        except BaseException as error:  # noqa: BLE001 - the one who waits for us is told
            self.failure = error
        finally:
            self._end_connections()
            self.loop.close()
            self.ready.set()

    def wait_until_ready(self) -> None:
        self.ready.wait(TIMEOUT_SECONDS)
        if self.failure is not None:
            raise self.failure

    def end(self) -> None:
        if self.is_alive():
            self.loop.call_soon_threadsafe(self.over.set)
            self.join(TIMEOUT_SECONDS)

    async def _serve(self) -> None:
        mail, context = self.mail, self.mail.tls.server_context()
        imap = ImapServer(mail.accounts, context, self.connections.add)

        async def deliver(address: str, raw: bytes, at: datetime) -> None:
            await imap.append(address, raw, at)
            mail.delivered[address].append(raw)

        def append(address: str, raw: bytes, at: datetime) -> None:
            told = asyncio.run_coroutine_threadsafe(imap.append(address, raw, at), self.loop)
            told.result(TIMEOUT_SECONDS)

        mail.append = append
        smtp = SmtpServer(mail.accounts, deliver, context, DOMAINS, self.connections.add)
        servers = [
            await imap.start(),
            await smtp.start_submission(),
            await smtp.start_mx(),
        ]
        mail.imap_port, mail.submission_port, mail.mx_port = (
            server.sockets[0].getsockname()[1] for server in servers
        )
        for address in mail.accounts.passwords:
            await imap.make_sent_folder(address)
        self.ready.set()
        await self.over.wait()
        await self._close(servers)

    async def _close(self, servers: Iterable[asyncio.Server]) -> None:
        for server in servers:
            for door in server.sockets:
                self.loop.remove_reader(door)
        # Python forgets the socket of who is let in while the server closes (gh-109564).
        await asyncio.sleep(0)
        for server in servers:
            server.close()

    def _end_connections(self) -> None:
        """End what still talks, so that nothing is left over when the loop closes."""
        self.loop.run_until_complete(_end_the_rest(self.connections))
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())


async def _end_the_rest(connections: Iterable[asyncio.BaseTransport]) -> None:
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    # One that only closes waits for its client: by TLS half a minute.
    for one in tuple(connections):
        if isinstance(one, asyncio.WriteTransport):
            # One by TLS that was closed twice is gone: Debian 12's Python (3.11.2) raises there.
            with suppress(AttributeError):
                one.abort()
    # Transports close their sockets in the next turns of the loop.
    await asyncio.sleep(0.05)
