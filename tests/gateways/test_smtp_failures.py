"""Handing mail over when the world fails: the outcome is never guessed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from mailbot.cases.dispatch import Envelope, Result
from mailbot.demo.tls_files import make_tls_files
from mailbot.errors import NeedsStaffError, TryLaterError
from mailbot.gateways.smtp import SmtpSender
from mailbot.intake.message import read_message
from mailbot.settings import Login, Tls
from tests.ages import long_before_ages
from tests.gateways.worlds import AGENCY, smtp_settings
from tests.servers.mail import INBOX, MailServers
from tests.servers.ports import free_ports, wait_for
from tests.servers.scripted import lossy_proxy, scripted_server

LARGE = b"Subject: x\r\nMessage-ID: <lon@cantho.gov.vn>\r\n\r\n" + b"x" * 76 * 10_000 + b"\r\n"
SMALL = b"Subject: x\r\n\r\nx\r\n"
TO_AGENCY = Envelope(INBOX, (AGENCY,))
WITH_COPY = replace(TO_AGENCY, copy_to=INBOX)


@pytest.fixture
def servers(mail_servers: MailServers) -> Iterator[MailServers]:
    mail_servers.empty_all()
    yield mail_servers
    mail_servers.postfix.process.thaw()
    if not mail_servers.postfix.process.alive:
        mail_servers.postfix.restart()


def a_sender(servers: MailServers, password: str = "", **changes: object) -> SmtpSender:
    values = {"port": servers.postfix.submission_port, "ca_file": servers.tls.ca, **changes}
    settings = smtp_settings(servers.tls.ca, **values)
    return SmtpSender(settings, lambda: SecretStr(password or servers.password(INBOX)))


def test_it_sends_over_tls_from_the_first_byte(servers: MailServers) -> None:
    sender = a_sender(servers, port=servers.postfix.submissions_port, tls=Tls.IMPLICIT)
    assert sender.send(TO_AGENCY, SMALL).result is Result.SENT
    servers.wait_until_there(AGENCY)


def _logs_in(sender: SmtpSender) -> bool:
    try:
        sender.check()
    except (NeedsStaffError, TryLaterError):
        return False
    return True


def test_it_logs_in_with_a_token_and_learns_what_the_server_can_do(servers: MailServers) -> None:
    token = servers.dovecot.token(INBOX)
    sender = a_sender(servers, token, login=Login.XOAUTH2)
    # Dovecot may just have been reloaded by another test; Postfix then asks its old process first.
    wait_for(lambda: _logs_in(sender), "a login by token")
    checked = sender.check()
    assert checked.delivery_reports
    assert checked.size_limit_bytes == 80_000_000


def test_a_delivery_report_is_asked_for_the_agency_only(servers: MailServers) -> None:
    outcome = a_sender(servers).send(WITH_COPY, SMALL)
    assert outcome.result is Result.SENT
    copy_and_report = servers.wait_for_mail(INBOX, 2)
    reports = [raw for raw in copy_and_report if b"Return-Path: <>" in raw]
    assert len(reports) == 1
    assert AGENCY.encode() in reports[0]
    assert b"Status: 2." in reports[0]


def test_a_delivery_report_names_the_send_it_is_about(servers: MailServers) -> None:
    for number in ("1a", "2b"):
        assert a_sender(servers).send(replace(TO_AGENCY, id=number), SMALL).result is Result.SENT
    read = [read_message(raw).reports[0].envelope_id for raw in servers.wait_for_mail(INBOX, 2)]
    assert sorted(read) == ["1a", "2b"]


@pytest.mark.parametrize("login", list(Login))
def test_a_refused_login_stops_and_tells_which_settings_to_look_at(
    servers: MailServers, login: Login
) -> None:
    sender = a_sender(servers, "sai-mat-khau", login=login)
    with pytest.raises(NeedsStaffError, match="smtp-password") as caught:
        sender.send(TO_AGENCY, SMALL)
    assert "sai-mat-khau" not in str(caught.value)


def test_an_unknown_authority_is_refused(servers: MailServers, tmp_path: Path) -> None:
    other = make_tls_files(tmp_path).ca
    for port, tls in (
        (servers.postfix.submission_port, Tls.STARTTLS),
        (servers.postfix.submissions_port, Tls.IMPLICIT),
    ):
        with pytest.raises(NeedsStaffError, match=r"smtp\.ca_file"):
            a_sender(servers, port=port, tls=tls, ca_file=other).send(TO_AGENCY, SMALL)


def test_a_server_without_starttls_never_gets_the_password(servers: MailServers) -> None:
    heard: list[bytes] = []

    def answer(line: bytes) -> bytes:
        heard.append(line)
        return b"250-mx\r\n250 AUTH PLAIN\r\n" if line.startswith(b"EHLO") else b"502 no\r\n"

    with (
        scripted_server(b"220 mx ESMTP\r\n", answer) as port,
        pytest.raises(NeedsStaffError, match="STARTTLS"),
    ):
        a_sender(servers, port=port).send(TO_AGENCY, SMALL)
    assert not any(line.startswith(b"AUTH") for line in heard)


def test_a_full_mailbox_is_tried_again(servers: MailServers) -> None:
    outcome = a_sender(servers).send(Envelope(INBOX, ("day@cantho.gov.vn",)), SMALL)
    assert (outcome.result, outcome.code) == (Result.RETRY, 452)
    assert "mailbox full" in outcome.response


def test_a_server_that_closes_over_the_copys_address_took_nothing_and_is_tried_again(
    servers: MailServers,
) -> None:
    def asked_after_all(_is_copied: bool) -> bool:
        raise AssertionError

    sender, closes = a_sender(servers), "dong@cantho.gov.vn"
    outcome = sender.send(Envelope(INBOX, (AGENCY,), closes), SMALL, asked_after_all)
    assert (outcome.result, outcome.code) == (Result.RETRY, 421)
    servers.wait_until_delivered()
    assert servers.count(AGENCY) == 0


def test_another_envelope_address_than_the_logins_fails(servers: MailServers) -> None:
    outcome = a_sender(servers).send(Envelope("soyte@cantho.gov.vn", (AGENCY,)), SMALL)
    assert (outcome.result, outcome.code) == (Result.FAILED, 553)


def test_a_mail_above_the_servers_limit_fails_before_it_is_sent(servers: MailServers) -> None:
    outcome = a_sender(servers).send(TO_AGENCY, b"a: b\r\n\r\n" + b"x" * 81_000_000 + b"\r\n")
    assert (outcome.result, outcome.code) == (Result.FAILED, 552)


def test_a_server_that_is_away_is_tried_again(servers: MailServers) -> None:
    away = a_sender(servers, port=free_ports(1)[0])
    assert away.send(TO_AGENCY, SMALL).result is Result.RETRY
    with pytest.raises(TryLaterError):
        away.check()


def test_a_hung_server_is_left_after_the_timeout(servers: MailServers) -> None:
    servers.postfix.process.freeze()
    with long_before_ages():
        outcome = a_sender(servers, timeout_seconds=1).send(TO_AGENCY, SMALL)
    assert outcome.result is Result.RETRY


def test_a_lost_answer_is_unknown_and_the_copy_shows_that_the_mail_was_taken(
    servers: MailServers,
) -> None:
    with lossy_proxy(servers.postfix.submission_port, 500_000, deliver=True) as port:
        outcome = a_sender(servers, port=port).send(WITH_COPY, LARGE)
    assert outcome.result is Result.UNKNOWN
    servers.wait_until_there(AGENCY)
    assert any(b"<lon@cantho.gov.vn>" in raw for raw in servers.wait_for_mail(INBOX))


def test_a_connection_cut_inside_the_mail_is_unknown_too(servers: MailServers) -> None:
    with lossy_proxy(servers.postfix.submission_port, 300_000, deliver=False) as port:
        outcome = a_sender(servers, port=port).send(TO_AGENCY, LARGE)
    assert outcome.result is Result.UNKNOWN
    servers.wait_until_delivered()
    assert servers.count(AGENCY) == 0


def test_a_connection_lost_before_the_mail_is_tried_again(servers: MailServers) -> None:
    with lossy_proxy(servers.postfix.submission_port, 900, deliver=False) as port:
        outcome = a_sender(servers, port=port).send(TO_AGENCY, SMALL)
    assert outcome.result is Result.RETRY


@pytest.mark.parametrize(
    "raw",
    [
        b"a: b\n\nc\n",
        b"a: b\r\n\r\nc\rd\r\n",
        b"a: b\r\n\r\nc\n.\n",
        b"a: b\r\n\r\nc\r\r\n\nd\r\n",
    ],
)
def test_bytes_that_would_be_changed_on_the_way_are_a_bug(servers: MailServers, raw: bytes) -> None:
    with pytest.raises(ValueError, match="CRLF"):
        a_sender(servers).send(TO_AGENCY, raw)
