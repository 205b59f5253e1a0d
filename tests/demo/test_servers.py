"""The embedded mail server behaves as our MX does where mailbot relies on it."""

from __future__ import annotations

import imaplib
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mailbot.demo.accounts import Accounts
from mailbot.demo.servers import DemoMail, running_demo_mail
from tests.left_open import nothing_left_open

INBOX = "sotttt@cantho.gov.vn"
AGENCY = "ubndninhkieu@cantho.gov.vn"
OUTSIDER = "ke.gian@example.net"


@pytest.fixture(scope="module")
def mail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoMail]:
    accounts = Accounts({INBOX: "mat-khau", AGENCY: "mat-khau-2"})
    with running_demo_mail(accounts, tmp_path_factory.mktemp("demo")) as running:
        yield running


def a_mail(sender: str = AGENCY) -> bytes:
    return f"From: {sender}\r\nTo: {INBOX}\r\nSubject: x\r\n\r\nxin chào\r\n".encode()


def log_in(mail: DemoMail, user: str, password: str) -> str:
    context = ssl.create_default_context(cafile=str(mail.tls.ca))
    with imaplib.IMAP4(mail.host, mail.imap_port, timeout=10) as connection:
        connection.starttls(context)
        return connection.login(user, password)[0]


def test_who_logged_in_stands_in_the_field_of_our_own_mx(mail: DemoMail) -> None:
    mail.submit(AGENCY, a_mail(), [INBOX])
    raw = mail.delivered[INBOX][-1]
    assert raw.startswith(f"Return-Path: <{AGENCY}>\r\n".encode())
    assert f"(Authenticated sender: {AGENCY})\r\n\tby {mail.mx_host} (Postfix)".encode() in raw
    assert raw.endswith(a_mail())


def test_mail_from_outside_carries_no_login(mail: DemoMail) -> None:
    mail.hand_in(OUTSIDER, a_mail(), [INBOX])
    assert b"Authenticated sender" not in mail.delivered[INBOX][-1]


def test_our_addresses_are_not_taken_from_outside(mail: DemoMail) -> None:
    with pytest.raises(smtplib.SMTPSenderRefused):
        mail.hand_in(AGENCY, a_mail(), [INBOX])


def test_a_login_uses_its_own_envelope_address_only(mail: DemoMail) -> None:
    context = ssl.create_default_context(cafile=str(mail.tls.ca))
    with smtplib.SMTP(mail.host, mail.submission_port, timeout=10) as connection:
        connection.starttls(context=context)
        connection.login(AGENCY, "mat-khau-2")
        assert connection.mail(INBOX)[0] == 553
        assert connection.mail(AGENCY.replace("@", "+so1@"))[0] == 250


def test_nobody_logs_in_without_tls_or_with_a_wrong_password(mail: DemoMail) -> None:
    context = ssl.create_default_context(cafile=str(mail.tls.ca))
    with smtplib.SMTP(mail.host, mail.submission_port, timeout=10) as connection:
        with pytest.raises(smtplib.SMTPNotSupportedError):
            connection.login(AGENCY, "mat-khau-2")
        connection.starttls(context=context)
        with pytest.raises(smtplib.SMTPAuthenticationError):
            connection.login(AGENCY, "sai")
    with pytest.raises(imaplib.IMAP4.error):
        log_in(mail, AGENCY, "sai")


def test_an_unknown_recipient_is_refused(mail: DemoMail) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        mail.submit(AGENCY, a_mail(), ["khongco@cantho.gov.vn"])


def test_users_come_later_from_a_table_or_by_hand(
    mail: DemoMail, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = {"an.nv@cantho.gov.vn": "moi-tao"}
    monkeypatch.setattr(mail.accounts, "exists", made.__contains__)
    monkeypatch.setattr(mail.accounts, "verify", lambda user, password: made.get(user) == password)
    mail.accounts.passwords["them@cantho.gov.vn"] = "bang-tay"
    mail.submit(AGENCY, a_mail(), ["an.nv@cantho.gov.vn", "them@cantho.gov.vn"])
    assert log_in(mail, "an.nv@cantho.gov.vn", "moi-tao") == "OK"
    assert log_in(mail, "them@cantho.gov.vn", "bang-tay") == "OK"
    with pytest.raises(imaplib.IMAP4.error):
        log_in(mail, "an.nv@cantho.gov.vn", "sai")


def test_starting_twice_is_no_trouble(tmp_path: Path) -> None:
    for _ in range(2):
        with running_demo_mail(Accounts({INBOX: "x"}), tmp_path) as running:
            assert log_in(running, INBOX, "x") == "OK"


def comes(mail: DemoMail) -> socket.socket:
    return socket.create_connection((mail.host, mail.mx_port))


def speaks_tls(mail: DemoMail) -> smtplib.SMTP:
    connection = smtplib.SMTP(mail.host, mail.submission_port, timeout=10)
    connection.starttls(context=ssl.create_default_context(cafile=str(mail.tls.ca)))
    return connection


def waits_for_the_bell(mail: DemoMail) -> imaplib.IMAP4:
    connection = imaplib.IMAP4(mail.host, mail.imap_port, timeout=10)
    connection.starttls(ssl.create_default_context(cafile=str(mail.tls.ca)))
    connection.login(INBOX, "x")
    connection.select()
    connection.send(b"x IDLE\r\n")
    connection.readline()
    return connection


@pytest.mark.parametrize("client", [comes, speaks_tls, waits_for_the_bell])
def test_whoever_is_there_when_it_ends_keeps_no_socket_open(
    tmp_path: Path, client: Callable[[DemoMail], Any]
) -> None:
    with nothing_left_open():
        with running_demo_mail(Accounts({INBOX: "x"}), tmp_path) as running:
            there = client(running)
        (there.shutdown if isinstance(there, imaplib.IMAP4) else there.close)()


def test_servers_that_cannot_start_say_why(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), running_demo_mail(Accounts(), tmp_path / "missing"):
        pass
