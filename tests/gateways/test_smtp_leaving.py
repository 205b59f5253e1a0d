"""Whatever becomes of a connection to the submission server, its socket is closed with it."""

from __future__ import annotations

from threading import Event

import pytest
from pydantic import SecretStr

from mailbot.cases.dispatch import Dispatch, Envelope, Result
from mailbot.demo.tls_files import TlsFiles, make_tls_files
from mailbot.gateways.smtp import SmtpSender
from mailbot.settings import Tls
from tests.ages import AGES
from tests.gateways.worlds import AGENCY, smtp_settings
from tests.left_open import nothing_left_open
from tests.servers.mail import INBOX
from tests.servers.scripted import scripted_server

ANSWERS = {
    b"EHLO": b"250-mx\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n",
    b"AUTH": b"235 ok\r\n",
    b"MAIL": b"250 ok\r\n",
    b"RCPT": b"250 ok\r\n",
    b"DATA": b"354 go on\r\n",
    b".": b"250 taken\r\n",
    b"QUIT": b"221 bye\r\n",
}


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> TlsFiles:
    return make_tls_files(tmp_path_factory.mktemp("tls"))


def word_of(line: bytes) -> bytes:
    return line.strip().partition(b" ")[0]


class Server:
    """Answers until a command comes to which it says something else, or nothing at all."""

    def __init__(self, command: bytes, instead: bytes) -> None:
        self.command, self.instead = command, instead
        self.over = Event()

    def answer(self, line: bytes) -> bytes:
        word = word_of(line)
        if word != self.command:
            return ANSWERS.get(word, b"")
        if not self.instead:
            self.over.wait(AGES)
        return self.instead


# Whoever is to be tried again may have been too slow from the first word on.
SOON, IN_TIME = 0.3, 5.0


def sent(port: int, tls: TlsFiles, how: Tls, wanted: Result) -> Dispatch:
    patience = SOON if wanted is Result.RETRY else IN_TIME
    settings = smtp_settings(tls.ca, port=port, tls=how, timeout_seconds=patience)
    sender = SmtpSender(settings, lambda: SecretStr("x"))
    return sender.send(Envelope(INBOX, (AGENCY,)), b"Subject: x\r\n\r\nx\r\n")


@pytest.mark.parametrize(
    ("command", "instead", "result"),
    [
        pytest.param(b"EHLO", b"", Result.RETRY, id="silent when greeted"),
        pytest.param(b"AUTH", b"", Result.RETRY, id="silent at the login"),
        pytest.param(b"MAIL", b"", Result.RETRY, id="silent before the mail"),
        pytest.param(b"DATA", b"", Result.UNKNOWN, id="silent about the mail"),
        pytest.param(b"MAIL", b"421 closing\r\n", Result.RETRY, id="wants to close"),
        pytest.param(b"RCPT", b"550 unknown\r\n", Result.FAILED, id="refuses"),
        pytest.param(b"NOOP", b"", Result.SENT, id="takes it"),
    ],
)
def test_a_connection_by_tls_is_closed(
    tls: TlsFiles, command: bytes, instead: bytes, result: Result
) -> None:
    server = Server(command, instead)
    with scripted_server(b"220 mx\r\n", server.answer, tls.server_context()) as port:
        try:
            with nothing_left_open():
                assert sent(port, tls, Tls.IMPLICIT, result).result is result
        finally:
            server.over.set()


@pytest.mark.parametrize(
    ("greeting", "how"),
    [
        pytest.param(b"", Tls.IMPLICIT, id="from the first byte"),
        pytest.param(b"220 mx\r\n", Tls.STARTTLS, id="starttls"),
    ],
)
def test_a_connection_is_closed_that_never_comes_to_tls(
    tls: TlsFiles, greeting: bytes, how: Tls
) -> None:
    def answer(line: bytes) -> bytes:
        return b"220 go on\r\n" if word_of(line) == b"STARTTLS" else ANSWERS.get(word_of(line), b"")

    with scripted_server(greeting, answer) as port, nothing_left_open():
        assert sent(port, tls, how, Result.RETRY).result is Result.RETRY
