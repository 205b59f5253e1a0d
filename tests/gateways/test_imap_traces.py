"""Reading leaves no trace in the department's mailbox: what is unread and new stays so."""

from __future__ import annotations

from functools import partial

import pytest
from imapclient import IMAPClient

from tests.gateways.worlds import dovecot_world
from tests.servers.mail import INBOX, MailServers

MAIL = b"From: a@example.net\r\nMessage-ID: <a@example.net>\r\nSubject: x\r\n\r\nx\r\n"


def test_mail_stays_unseen_and_recent(mail_servers: MailServers) -> None:
    world = dovecot_world(mail_servers)
    for _ in range(2):
        mail_servers.deliver(MAIL)
    with world.inbox.open() as folder:
        assert len(list(folder.fetch(folder.new_messages()))) == 2
        assert len(folder.holding("<a@example.net>")) == 2
    flags = mail_servers.flags(INBOX)
    assert [b"\\Recent" in line and b"\\Seen" not in line for line in flags] == [True, True]


def test_mail_stays_unseen_even_in_a_folder_opened_to_write(
    mail_servers: MailServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = dovecot_world(mail_servers)
    for _ in range(2):
        mail_servers.deliver(MAIL)
    select = IMAPClient.select_folder
    monkeypatch.setattr(
        IMAPClient, "select_folder", lambda self, name, **_: partial(select, self)(name)
    )
    with world.inbox.open() as folder:
        listed = folder.new_messages()
        assert len(list(folder.fetch(listed))) == 2
        for one in listed:
            assert folder.header(one.uid)
            assert folder.fetch_into(one.uid, bytearray().extend)
        assert len(folder.holding("<a@example.net>")) == 2
    assert world.flags() == set()
