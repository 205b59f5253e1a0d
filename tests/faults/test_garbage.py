"""An IMAP server that sends garbage is a server to try again later, whatever it says."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from mailbot.errors import MailbotError
from mailbot.gateways.imap import ImapInbox
from mailbot.settings import Tls
from tests.faults.garbage import babbling_server
from tests.gateways.worlds import imap_settings
from tests.servers.mail import MailServers

COMMANDS = (b"CAPABILITY", b"AUTHENTICATE", b"EXAMINE", b"NOOP", b"UID SEARCH", b"UID FETCH")
PIECES = st.sampled_from(
    [
        b"* ", b"%TAG% OK ", b"%TAG% NO ", b"\r\n", b"1 FETCH (", b"UID 1 ", b"BODY[] {5}\r\n",
        b"{99999999999}", b'INTERNALDATE "99-Foo-2026 00:00:00 +0000" ', b"RFC822.SIZE x ", b")",
        b"SEARCH 1 a ", b"[UIDVALIDITY x] ", b"EXISTS", b'"', b"(((", b"\xff\xfe", b"\x00",
        b"{-1}\r\n", b"LIST", b"+ ", b"BYE",
    ]
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
@example(garbage=b"%TAG% OK done\r\n")
@given(garbage=st.lists(PIECES | st.binary(max_size=20), max_size=12).map(b"".join))
@settings(max_examples=25, deadline=None)
def test_garbage_is_worth_another_try_and_nothing_worse(
    mail_servers: MailServers, command: bytes, garbage: bytes
) -> None:
    with babbling_server(mail_servers.tls, command, garbage) as port:
        settings = imap_settings(
            mail_servers.tls.ca, port=port, tls=Tls.IMPLICIT, timeout_seconds=2
        )
        inbox = ImapInbox(settings, lambda: SecretStr("x"))
        # What makes sense by chance is fine, too.
        with suppress(MailbotError), inbox.open() as folder:
            list(folder.fetch(folder.new_messages()))
