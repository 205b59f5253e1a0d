"""A connection to the IMAP server: TLS, login, and its failures in mailbot's own words."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from imapclient import IMAPClient
from imapclient.exceptions import CapabilityError, LoginError
from pydantic import SecretStr

from mailbot.errors import NeedsStaffError, TryLaterError, net_reason
from mailbot.gateways.tls import client_context
from mailbot.settings import Imap, Login, Tls
from mailbot.words import say

# RFC 5530 §3: the server could not check the password just now.
UNAVAILABLE = "[UNAVAILABLE]"
GARBAGE = (LookupError, ValueError, TypeError, AttributeError, AssertionError, OverflowError)


@dataclass(frozen=True, slots=True)
class ImapAccount:
    """Where the mailbox is and how to get in; `secret` gives the password or a fresh token."""

    settings: Imap
    secret: Callable[[], SecretStr]

    def connect(self) -> IMAPClient:
        """Return a logged-in client; the caller closes it."""
        with self.translated(say("mail.doing_connect")):
            client = self._connected()
        try:
            self._log_in(client)
        except BaseException:
            hang_up(client)
            raise
        return client

    @contextmanager
    def translated(self, doing: str) -> Iterator[None]:
        """Turn what the library raises into errors that say what to do next."""
        try:
            yield
        except ssl.SSLCertVerificationError as error:
            raise NeedsStaffError(
                say("mail.imap_untrusted", server=self._server, reason=error.verify_message)
            ) from error
        except CapabilityError as error:
            raise NeedsStaffError(
                say("mail.imap_lacks", server=self._server, doing=doing, error=error)
            ) from error
        except (OSError, IMAPClient.Error) as error:
            raise self._away(doing, net_reason(error)) from error
        except GARBAGE as error:
            # The library made no sense of an answer, or another thread hung up meanwhile. What
            # it says may quote the mail.
            raise self._away(doing, type(error).__name__) from error

    def _away(self, doing: str, told: str) -> TryLaterError:
        return TryLaterError(say("mail.imap_failed", server=self._server, doing=doing, told=told))

    @property
    def _server(self) -> str:
        return f"{self.settings.host}:{self.settings.port}"

    def _connected(self) -> IMAPClient:
        settings = self.settings
        context = client_context(settings.ca_file, "imap.ca_file")
        client = IMAPClient(
            settings.host,
            settings.port,
            ssl=settings.tls is Tls.IMPLICIT,
            ssl_context=context,
            timeout=settings.timeout_seconds,
        )
        # imapclient switches on imaplib's tracing, which formats every literal: five times the
        # processor time for the same mail.
        client._imap.debug = 0  # noqa: SLF001
        client.normalise_times = False
        try:
            if settings.tls is Tls.STARTTLS:
                client.starttls(context)
        except BaseException:
            hang_up(client)
            raise
        return client

    def _log_in(self, client: IMAPClient) -> None:
        mechanism, words = self._credentials()
        try:
            with self.translated(say("mail.doing_log_in")):
                client.sasl_login(mechanism, lambda _: words.pop() if words else b"")
        except TryLaterError as error:
            if not isinstance(error.__cause__, LoginError) or UNAVAILABLE in str(error.__cause__):
                raise
            raise NeedsStaffError(
                say("mail.imap_refuses", server=self._server, username=self.settings.username)
            ) from error

    def _credentials(self) -> tuple[str, list[bytes]]:
        """Return the SASL mechanism and its one answer (RFC 4616; XOAUTH2 as Google wrote it)."""
        user, secret = self.settings.username.encode(), self.secret().get_secret_value().encode()
        if self.settings.login is Login.XOAUTH2:
            return "XOAUTH2", [b"user=%s\x01auth=Bearer %s\x01\x01" % (user, secret)]
        return "PLAIN", [b"\0%s\0%s" % (user, secret)]


def was_refused(error: TryLaterError) -> bool:
    """Return whether the server answered, and said no: the connection is whole."""
    cause = error.__cause__
    return isinstance(cause, IMAPClient.Error) and not isinstance(cause, IMAPClient.AbortError)


def hang_up(client: IMAPClient) -> None:
    """Close the connection without a word."""
    with suppress(OSError, IMAPClient.Error):
        client.shutdown()
