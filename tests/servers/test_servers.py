"""The servers of the tests behave as the notes on them say."""

from __future__ import annotations

import imaplib
import re
import smtplib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.servers import mail
from tests.servers.mail import INBOX, OUTSIDER, MailServers
from tests.servers.ports import wait_for
from tests.servers.postgres import Postgres

TRIED = r": to=.* delay=([\d.]+),.* status=deferred"
AGENCY = "ubndninhkieu@cantho.gov.vn"
# PostfixAdmin's table, as far as a mail server reads it.
TABLE = """CREATE TABLE mailbox (username VARCHAR(255) PRIMARY KEY, password VARCHAR(255),
    name VARCHAR(255), maildir VARCHAR(255), quota BIGINT, local_part VARCHAR(255),
    domain VARCHAR(255), created TIMESTAMP, modified TIMESTAMP, active {boolean})"""
ROW = """INSERT INTO mailbox (username, password, maildir, active) VALUES
    ('moi@cantho.gov.vn', '{SSHA256}%s', 'cantho.gov.vn/moi/', '1'),
    ('khoa@cantho.gov.vn', '{SSHA256}%s', 'cantho.gov.vn/khoa/', '0')"""


def a_mail(subject: str = "x") -> bytes:
    return (
        f"From: {AGENCY}\r\nTo: {INBOX}\r\nSubject: {subject}\r\n"
        f"Authentication-Results: mx.cantho.gov.vn; auth=pass\r\n\r\nxin chào\r\n"
    ).encode()


@pytest.fixture(autouse=True)
def _empty(mail_servers: MailServers) -> None:
    mail_servers.empty_all()


def test_the_mx_writes_who_logged_in_and_strips_forged_results(mail_servers: MailServers) -> None:
    mail_servers.submit(AGENCY, mail_servers.password(AGENCY), a_mail())
    (raw,) = mail_servers.wait_for_mail(INBOX)
    assert f"(Authenticated sender: {AGENCY})".encode() in raw
    assert b"by mx.cantho.gov.vn (Postfix)" in raw
    assert b"Authentication-Results" not in raw


def test_a_foreign_server_cannot_use_our_addresses(mail_servers: MailServers) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        mail_servers.hand_in(AGENCY, a_mail())
    mail_servers.hand_in(OUTSIDER, a_mail())
    (raw,) = mail_servers.wait_for_mail(INBOX)
    assert b"Authenticated sender" not in raw


def test_a_login_cannot_use_anothers_envelope_address(mail_servers: MailServers) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        mail_servers.submit(
            AGENCY, mail_servers.password(AGENCY), a_mail(), sender="soyte@cantho.gov.vn"
        )
    tagged = AGENCY.replace("@", "+so1@")
    mail_servers.submit(AGENCY, mail_servers.password(AGENCY), a_mail(), sender=tagged)
    mail_servers.wait_until_there(INBOX)


def test_an_unknown_mailbox_gives_a_delivery_report(mail_servers: MailServers) -> None:
    mail_servers.submit(
        AGENCY, mail_servers.password(AGENCY), a_mail(), to=["chuaco@cantho.gov.vn"]
    )
    (report,) = mail_servers.wait_for_mail(AGENCY)
    assert b"Return-Path: <>" in report
    assert b"Status: 5.1.1" in report


def test_users_may_be_added_while_the_servers_run(mail_servers: MailServers) -> None:
    mail_servers.add_user("them@cantho.gov.vn", "mat-khau")
    assert mail_servers.can_log_in("them@cantho.gov.vn", "mat-khau")
    assert not mail_servers.can_log_in("them@cantho.gov.vn", "sai")


def test_a_token_logs_in(mail_servers: MailServers) -> None:
    token = mail_servers.dovecot.token(INBOX)
    answer = f"user={INBOX}\x01auth=Bearer {token}\x01\x01".encode()
    with imaplib.IMAP4_SSL(
        mail_servers.host,
        mail_servers.dovecot.imaps_port,
        ssl_context=mail_servers.client_tls(),
    ) as connection:
        assert connection.authenticate("XOAUTH2", lambda _: answer)[0] == "OK"


def test_a_killed_server_comes_back_with_its_mail(mail_servers: MailServers) -> None:
    mail_servers.deliver(a_mail())
    mail_servers.dovecot.process.kill()
    mail_servers.postfix.process.kill()
    mail_servers.restart()
    assert mail_servers.count(INBOX) == 1


@pytest.fixture
def undelivered(mail_servers: MailServers) -> Iterator[MailServers]:
    """Both servers with a mail in the queue that Dovecot, which is away, did not take."""
    mail_servers.dovecot.process.kill()
    mail_servers.hand_in(OUTSIDER, a_mail())
    wait_for(lambda: "queue/deferred/" in mail_servers.postfix.told(), "a deferred mail")
    yield mail_servers
    if not mail_servers.dovecot.process.alive:
        mail_servers.dovecot.restart()


def test_what_an_earlier_test_left_on_its_way_is_dropped(
    undelivered: MailServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "PATIENCE_SECONDS", 0.1)
    undelivered.empty_all()
    assert undelivered.postfix.queue_is_empty
    undelivered.submit(AGENCY, undelivered.password(AGENCY), a_mail("sau"))
    (raw,) = undelivered.wait_for_mail(INBOX)
    assert b"Subject: sau" in raw


def test_a_queue_that_does_not_empty_is_told_with_both_logs(undelivered: MailServers) -> None:
    with pytest.raises(TimeoutError, match=r"(?s)queue/deferred/.*refused.*Dovecot") as caught:
        undelivered.wait_until_delivered(0.1)
    assert "status=deferred" in str(caught.value)


def test_a_deferred_mail_is_not_tried_again_while_it_may_still_be_held(
    undelivered: MailServers,
) -> None:
    queue_id = undelivered.postfix.told().split()[0].rpartition("/")[2]
    log = undelivered.postfix.directory / "postfix.log"

    def tries() -> list[float]:
        return [float(delay) for delay in re.findall(queue_id + TRIED, log.read_text())]

    wait_for(lambda: len(tries()) >= 3, "three tries")
    _, second, third = tries()[:3]
    assert third - second > 1.5


def test_what_qmgr_puts_back_is_found_again_without_new_mail(undelivered: MailServers) -> None:
    queue = undelivered.postfix.directory / "queue"
    (waiting,) = [path for path in (queue / "deferred").rglob("*") if path.is_file()]
    waiting.rename(queue / "incoming" / waiting.name)
    undelivered.dovecot.restart()
    undelivered.wait_until_delivered()
    assert undelivered.count(INBOX) == 1


def test_mailboxes_of_an_sqlite_table_log_in_and_receive(
    mail_servers: MailServers, tmp_path: Path
) -> None:
    mail_servers.wait_until_delivered()
    with closing(sqlite3.connect(tmp_path / "mailbox.db")) as database, database:
        database.execute(TABLE.format(boolean="BOOLEAN"))
        database.execute(ROW.replace("%s", _hash(mail_servers)))
    with mail_servers.mailboxes_from(f"sqlite:///{tmp_path}/mailbox.db"):
        _check_new_mailbox(mail_servers)


def test_mailboxes_of_a_postgresql_table_log_in_and_receive(
    mail_servers: MailServers, postgres: Postgres
) -> None:
    url = postgres.database()
    with psycopg.connect(url.replace("+psycopg", "")) as database:
        database.execute(TABLE.format(boolean="BOOLEAN").encode())
        database.execute(ROW.replace("%s", _hash(mail_servers)).encode())
    with mail_servers.mailboxes_from(url):
        _check_new_mailbox(mail_servers)


def test_each_database_is_empty_and_survives_a_killed_server(postgres: Postgres) -> None:
    url = postgres.database().replace("+psycopg", "")
    assert url != postgres.database()
    with psycopg.connect(url) as database:
        database.execute("CREATE TABLE kept (n int)")
    postgres.process.kill()
    postgres.restart()
    with psycopg.connect(url) as database:
        assert database.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def _hash(servers: MailServers) -> str:
    hashed = servers.dovecot.doveadm("pw", "-s", "SSHA256", "-p", "mat-khau-moi")
    return hashed.strip().removeprefix("{SSHA256}")


def _check_new_mailbox(servers: MailServers) -> None:
    assert servers.can_log_in("moi@cantho.gov.vn", "mat-khau-moi")
    assert not servers.can_log_in("moi@cantho.gov.vn", "sai")
    assert not servers.can_log_in("khoa@cantho.gov.vn", "mat-khau-moi")
    before = servers.count("moi@cantho.gov.vn")
    servers.submit(AGENCY, servers.password(AGENCY), a_mail(), to=["moi@cantho.gov.vn"])
    servers.wait_until_there("moi@cantho.gov.vn", before + 1)


def test_what_postfix_left_half_written_is_no_mail_on_its_way(mail_servers: MailServers) -> None:
    mail_servers.wait_until_delivered()
    half = mail_servers.postfix.directory / "queue" / "incoming" / "half"
    half.touch(0o600)
    try:
        assert mail_servers.postfix.queue_is_empty
    finally:
        half.unlink()
