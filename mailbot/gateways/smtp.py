"""Handing mail to the submission server (RFC 6409), over TLS and logged in, one mail at a time."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPException,
    SMTPNotSupported,
    SMTPResponseException,
    SMTPServerDisconnected,
    SMTPTimeoutError,
)
from pydantic import SecretStr

from mailbot.cases.dispatch import Dispatch, Envelope, MayLeave, Result
from mailbot.errors import NeedsStaffError, TryLaterError, net_reason
from mailbot.gateways.tls import client_context
from mailbot.settings import Login, Smtp, Tls
from mailbot.words import say

PERMANENT = 500
CLOSING = 421  # whatever was asked: the server ends the connection (RFC 5321 §3.8)
GOODBYE_SECONDS = 2


@dataclass(frozen=True, slots=True)
class SmtpCheck:
    """What `check-config` tells of the server: whether it reports deliveries (RFC 3461), and the
    largest mail it takes (0: it does not say).
    """

    delivery_reports: bool
    size_limit_bytes: int


@dataclass(frozen=True, slots=True)
class SmtpSender:
    """Hands final bytes over; `secret` gives the password or a fresh token."""

    settings: Smtp
    secret: Callable[[], SecretStr]

    def send(
        self, envelope: Envelope, raw: bytes, may_leave: MayLeave = lambda _is_copied: True
    ) -> Dispatch:
        """Return what became of the mail. It goes to all recipients or, if one is refused, to none.
        It goes out even when the address of the copy is refused, but for a server that ends the
        connection over it: then it took nothing.

        A wrong password or an untrusted certificate is a NeedsStaffError: nothing was sent, and
        trying again would only lock the account.

        Args:
            may_leave: asked right before the mail's bytes go out. Whoever is held up after it said
                yes finds the connection ended: servers wait some five minutes (RFC 5321
                §4.5.3.2.7), less than anybody waits before sending the mail anew.
        """
        if not raw.count(b"\r") == raw.count(b"\n") == raw.count(b"\r\n"):
            raise ValueError("the mail has lines that do not end with CRLF; it would be changed")
        return asyncio.run(self._send(_Letter(envelope, raw, may_leave)))

    def check(self) -> SmtpCheck:
        """Log in and leave again, or raise what is wrong."""
        return asyncio.run(self._check())

    async def _send(self, letter: _Letter) -> Dispatch:
        client = self._client(letter.envelope.sender.rpartition("@")[2])
        try:
            await self._enter(client)
            return await letter.hand_over(client)
        except TryLaterError as error:
            return Dispatch(Result.RETRY, str(error))
        finally:
            await _leave(client)

    async def _check(self) -> SmtpCheck:
        client = self._client(self.settings.username.rpartition("@")[2])
        try:
            await self._enter(client)
            limit = client.esmtp_extensions.get("size", "")
            return SmtpCheck(client.supports_extension("dsn"), int(limit) if limit.isdigit() else 0)
        finally:
            await _leave(client)

    def _client(self, domain: str) -> _Client:
        settings = self.settings
        return _Client(
            hostname=settings.host,
            port=settings.port,
            # Otherwise the library asks the DNS for our own name.
            local_hostname=domain or "localhost",
            timeout=settings.timeout_seconds,
            use_tls=settings.tls is Tls.IMPLICIT,
            # Not None: that would go on without TLS where the server does not offer it.
            start_tls=False,
            tls_context=client_context(settings.ca_file, "smtp.ca_file"),
        )

    async def _enter(self, client: SMTP) -> None:
        try:
            await client.connect()
            await self._encrypt(client)
            await self._log_in(client)
        except SMTPNotSupported as error:
            raise NeedsStaffError(
                say("mail.smtp_lacks", server=self._server, message=error.message)
            ) from error
        except SMTPAuthenticationError as error:
            self._refused(error)
        except (SMTPException, OSError) as error:
            self._away(error)

    async def _encrypt(self, client: SMTP) -> None:
        if self.settings.tls is not Tls.STARTTLS:
            return
        await client.ehlo()
        if not client.supports_extension("starttls"):
            raise SMTPNotSupported("STARTTLS")
        await client.starttls()

    async def _log_in(self, client: SMTP) -> None:
        user, secret = self.settings.username, self.secret().get_secret_value()
        await client.ehlo()
        if not client.supports_extension("auth"):
            raise SMTPNotSupported("AUTH")
        if self.settings.login is Login.XOAUTH2:
            await client.auth_xoauth2(user, secret)
        else:
            await client.auth_plain(user, secret)

    def _refused(self, error: SMTPAuthenticationError) -> NoReturn:
        if error.code < PERMANENT:
            raise TryLaterError(
                say(
                    "mail.smtp_login_later",
                    server=self._server,
                    code=error.code,
                    message=error.message,
                )
            ) from error
        raise NeedsStaffError(
            say(
                "mail.smtp_refuses",
                server=self._server,
                username=self.settings.username,
                code=error.code,
            )
        ) from error

    def _away(self, error: BaseException) -> NoReturn:
        cause = _certificate_fault(error)
        if cause is not None:
            raise NeedsStaffError(
                say("mail.smtp_untrusted", server=self._server, reason=cause.verify_message)
            ) from error
        raise TryLaterError(
            say("mail.smtp_away", server=self._server, told=net_reason(error))
        ) from error

    @property
    def _server(self) -> str:
        return f"{self.settings.host}:{self.settings.port}"


class _Client(SMTP):
    """The library's client, whose socket is closed with it. Where nothing was heard in time, or the
    server wants to end, the library closes too, and TLS would wait for the server's goodbye.
    """

    def close(self) -> None:
        """Close the connection in the next turn of the loop."""
        transport = self.transport
        super().close()
        if isinstance(transport, asyncio.WriteTransport):
            transport.abort()


@dataclass(frozen=True, slots=True)
class _Letter:
    """One mail with its envelope."""

    envelope: Envelope
    raw: bytes
    may_leave: MayLeave

    async def hand_over(self, client: SMTP) -> Dispatch:
        """Return the outcome of one transaction on a logged-in connection."""
        try:
            await self._address(client)
            is_copied = await self._address_copy(client)
        except SMTPResponseException as error:
            return _said(error)
        except (SMTPException, OSError) as error:
            # Before DATA nothing can have been taken.
            return Dispatch(Result.RETRY, f"{type(error).__name__}: {error}")
        if not self.may_leave(is_copied):
            return Dispatch(Result.RETRY, "no more ours to send")
        try:
            answer = await client.data(self.raw)
        except SMTPResponseException as error:
            return _said(error)
        except (SMTPServerDisconnected, SMTPTimeoutError, OSError) as error:
            return Dispatch(Result.UNKNOWN, f"{type(error).__name__}: {error}")
        return Dispatch(Result.SENT, answer.message, answer.code)

    async def _address(self, client: SMTP) -> None:
        reports = client.supports_extension("dsn")
        options = [f"SIZE={len(self.raw)}"] if client.supports_extension("size") else []
        if not self.raw.isascii() and client.supports_extension("8bitmime"):
            options.append("BODY=8BITMIME")
        if reports:
            options.append("RET=HDRS")
            options += [f"ENVID={self.envelope.id}"] if self.envelope.id else []
        await client.mail(self.envelope.sender, options=options)
        for recipient in self.envelope.recipients:
            wanted = ["NOTIFY=SUCCESS,FAILURE,DELAY", f"ORCPT=rfc822;{_xtext(recipient)}"]
            await client.rcpt(recipient, options=wanted if reports else [])

    async def _address_copy(self, client: SMTP) -> bool:
        """Return whether nothing keeps the receipt copy from going along, where one is wanted."""
        if not self.envelope.copy_to:
            return True
        try:
            await client.rcpt(self.envelope.copy_to)
        except SMTPResponseException as error:
            if error.code == CLOSING:
                raise
            return False
        return True


def _said(error: SMTPResponseException) -> Dispatch:
    """Return the outcome of an answer other than yes (RFC 5321 §4.2.1: 4yz may pass, 5yz not)."""
    result = Result.FAILED if error.code >= PERMANENT else Result.RETRY
    return Dispatch(result, error.message, error.code)


def _xtext(address: str) -> str:
    """Return the address as a parameter's value may hold it (RFC 3461 §4)."""
    return "".join(c if "!" <= c <= "~" and c not in "+=" else f"+{ord(c):02X}" for c in address)


def _certificate_fault(error: BaseException | None) -> ssl.SSLCertVerificationError | None:
    while error is not None and not isinstance(error, ssl.SSLCertVerificationError):
        error = error.__cause__ or error.__context__
    return error


async def _leave(client: SMTP) -> None:
    """Say goodbye where that is possible, and close the socket before the loop ends."""
    with suppress(SMTPException, OSError):
        await client.quit(timeout=GOODBYE_SECONDS)
    client.close()
    # Two turns of the loop, in which the transport closes its socket.
    await asyncio.sleep(0)
    await asyncio.sleep(0)
