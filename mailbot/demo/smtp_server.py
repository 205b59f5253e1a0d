"""The embedded SMTP server: submission with login, an MX without, delivering into the IMAP server.

It writes the trace fields our evidence reads (README, "MX evidence") as Postfix does with
`smtpd_sasl_authenticated_header = yes`, and like `reject_sender_login_mismatch` it lets a login use
its own envelope address only.
"""

from __future__ import annotations

import asyncio
import secrets
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from mailbot.demo.accounts import Accounts

HOST = "127.0.0.1"
MX_HOST = "mx.cantho.gov.vn"
SIZE_LIMIT_BYTES = 60_000_000

Deliver = Callable[[str, bytes, datetime], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Takes mail in; `domains` are our own, whose addresses only a login may use. `came` hears of
    every connection.
    """

    accounts: Accounts
    deliver: Deliver
    tls: ssl.SSLContext
    domains: frozenset[str]
    came: Callable[[asyncio.BaseTransport], None]

    async def start_submission(self) -> asyncio.Server:
        """Listen on a free port: STARTTLS and login required."""
        return await self._listen(with_login=True)

    async def start_mx(self) -> asyncio.Server:
        """Listen on a free port as other mail servers find us: no login."""
        return await self._listen(with_login=False)

    async def _listen(self, *, with_login: bool) -> asyncio.Server:
        loop = asyncio.get_running_loop()

        def connection() -> SMTP:
            return _Connection(
                self.came,
                _Handler(self, with_login),
                hostname=MX_HOST,
                ident="ESMTP",
                loop=loop,
                tls_context=self.tls,
                require_starttls=with_login,
                auth_required=with_login,
                authenticator=self._authenticated,
                data_size_limit=SIZE_LIMIT_BYTES,
            )

        return await loop.create_server(connection, host=HOST, port=0)

    def _authenticated(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: object
    ) -> AuthResult:
        if not isinstance(data, LoginPassword):
            return AuthResult(success=False, handled=False)
        login = data.login.decode("utf-8", "replace").lower()
        success = self.accounts.accepts(login, data.password.decode("utf-8", "replace"))
        return AuthResult(success=success, handled=False, auth_data=login if success else None)


class _Connection(SMTP):
    """The library's conversation, which tells of its beginning."""

    def __init__(
        self, came: Callable[[asyncio.BaseTransport], None], handler: _Handler, **how: Any
    ) -> None:
        super().__init__(handler, **how)
        self._came = came

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, or go on by TLS."""
        self._came(transport)
        super().connection_made(transport)


# No slots: aiosmtpd lists the members, which Python 3.11.2 (Debian 12) cannot do on such a class.
@dataclass(frozen=True)
class _Handler:
    """What one connection may do."""

    server: SmtpServer
    with_login: bool

    async def handle_MAIL(  # noqa: N802 - the names are aiosmtpd's
        self, _smtp: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.with_login:
            if self.server.accounts.owner(address) != session.auth_data:
                return "553 5.7.1 Sender address rejected: not owned by user"
        elif address.rpartition("@")[2].lower() in self.server.domains:
            return "554 5.7.1 Sender address rejected: our own addresses come in by submission"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 Ok"

    async def handle_RCPT(  # noqa: N802
        self, _smtp: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.server.accounts.owner(address) is None:
            return "550 5.1.1 Recipient address rejected: User unknown in virtual mailbox table"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 Ok"

    async def handle_DATA(  # noqa: N802
        self, _smtp: SMTP, session: Session, envelope: Envelope
    ) -> str:
        now, queue_id = datetime.now(UTC), secrets.token_hex(5).upper()
        for recipient in envelope.rcpt_tos:
            owner = self.server.accounts.owner(recipient)
            if owner is not None and isinstance(envelope.content, bytes):
                trace = self._trace(session, envelope, recipient, queue_id, now)
                await self.server.deliver(owner, trace + envelope.content, now)
        return f"250 2.0.0 Ok: queued as {queue_id}"

    def _trace(
        self, session: Session, envelope: Envelope, recipient: str, queue_id: str, now: datetime
    ) -> bytes:
        """Return the fields our own server writes on top (RFC 5321 §4.4)."""
        client = session.peer[0] if session.peer else HOST
        login = f"\t(Authenticated sender: {session.auth_data})\r\n" if self.with_login else ""
        protocol = "ESMTPSA" if self.with_login else "ESMTP"
        return (
            f"Return-Path: <{envelope.mail_from}>\r\n"
            f"Delivered-To: {recipient}\r\n"
            f"Received: from [{client}] (unknown [{client}])\r\n"
            f"{login}"
            f"\tby {MX_HOST} (Postfix) with {protocol} id {queue_id}\r\n"
            f"\tfor <{recipient}>; {format_datetime(now)} (UTC)\r\n"
        ).encode("ascii", "replace")
