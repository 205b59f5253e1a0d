"""The embedded IMAP server: pymap with mailboxes in memory and our own accounts."""

from __future__ import annotations

import asyncio
import ssl
from argparse import Namespace
from asyncio import BaseTransport, StreamReader, StreamWriter
from collections.abc import Awaitable, Callable
from datetime import datetime

from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import Config, Identity, Login
from pymap.exceptions import InvalidAuth, UserNotFound
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.user import UserMetadata
from pysasl.creds.plain import PlainCredentials
from pysasl.creds.server import ServerCredentials

from mailbot.demo.accounts import Accounts

HOST = "127.0.0.1"
SENT = "Sent"


class ImapServer:
    """Mailboxes in memory; its coroutines run in the servers' own loop. `came` hears of every
    connection.
    """

    def __init__(
        self, accounts: Accounts, tls: ssl.SSLContext, came: Callable[[BaseTransport], None]
    ) -> None:
        self.came = came
        arguments = Namespace(passlib_cfg=None, proxy_protocol=None)
        self.config = Config(
            arguments,
            host=HOST,
            port=0,
            ssl_context=tls,
            demo_data=False,
            demo_user="",
            demo_password="",
            invalid_user_sleep=0.0,
        )
        self.login = _Login(self.config, accounts)

    async def start(self) -> asyncio.Server:
        """Listen on a free port, with STARTTLS."""
        self.config.apply_context()
        server = IMAPServer(self.login, self.config)
        answer = ProxyProtocolReader(self.config.proxy_protocol).get_callback(server)

        def connection(reader: StreamReader, writer: StreamWriter) -> Awaitable[None]:
            self.came(writer.transport)
            return answer(reader, writer)

        return await asyncio.start_server(connection, host=HOST, port=0)

    async def append(self, address: str, raw: bytes, at: datetime) -> None:
        """Put a mail into the inbox; clients that wait are told at once."""
        async with self.login.of(address).new_session() as session:
            await session.append_messages("INBOX", [AppendMessage(raw, at, frozenset())])

    async def make_sent_folder(self, address: str) -> None:
        """Give a mailbox the folder for its copies of sent mail."""
        async with self.login.of(address).new_session() as session:
            await session.create_mailbox(SENT)


class _Login(Login):
    """pymap's login, asking our accounts."""

    def __init__(self, config: Config, accounts: Accounts) -> None:
        super().__init__(config)
        self.accounts = accounts

    async def authenticate(self, credentials: ServerCredentials) -> Identity:
        address = credentials.authcid.lower()
        if not isinstance(credentials, PlainCredentials) or not credentials.verify(
            _Holder(self.accounts, address)
        ):
            raise InvalidAuth
        return self.of(address)

    def of(self, address: str) -> Identity:
        """Return the mailbox's identity, with an empty mailbox at first sight."""
        if self.accounts.owner(address) is None:
            raise UserNotFound(address)
        self.users_dict.setdefault(address, UserMetadata(self.config, address))
        return Identity(address, self, None, frozenset())


class _Holder:
    """An address whose password our accounts know; what pysasl calls an identity."""

    def __init__(self, accounts: Accounts, address: str) -> None:
        self.accounts = accounts
        self.authcid = address

    def compare_authcid(self, authcid: str) -> bool:
        return authcid.lower() == self.authcid

    def compare_secret(self, secret: str) -> bool:
        return self.accounts.accepts(self.authcid, secret)

    def get_clear_secret(self) -> None:
        return None
