"""The inbox when the world fails: every failure says what to do next, none hangs or spins."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import LoginError
from pydantic import SecretStr

from mailbot.demo.tls_files import make_tls_files
from mailbot.errors import NeedsStaffError, SettingsError, TryLaterError
from mailbot.gateways.imap import ImapInbox
from mailbot.settings import Login, Tls
from tests.ages import AGES, long_before_ages
from tests.gateways.worlds import dovecot_world, imap_settings
from tests.servers.mail import INBOX, MailServers
from tests.servers.ports import free_ports, wait_for
from tests.servers.scripted import scripted_server

MAIL = b"From: a@example.net\r\nSubject: x\r\n\r\nx\r\n"


@pytest.fixture
def servers(mail_servers: MailServers) -> Iterator[MailServers]:
    mail_servers.empty_all()
    yield mail_servers
    mail_servers.dovecot.process.thaw()
    if not mail_servers.dovecot.process.alive:
        mail_servers.dovecot.restart()


def an_inbox(servers: MailServers, password: str = "", **changes: object) -> ImapInbox:
    values = {"port": servers.dovecot.imap_port, "ca_file": servers.tls.ca, **changes}
    settings = imap_settings(servers.tls.ca, **values)
    return ImapInbox(settings, lambda: SecretStr(password or servers.password(INBOX)))


def test_it_logs_in_over_tls_from_the_first_byte(servers: MailServers) -> None:
    inbox = an_inbox(servers, port=servers.dovecot.imaps_port, tls=Tls.IMPLICIT)
    checked = inbox.check()
    assert (checked.messages, checked.idle, checked.sent_folder) == (0, True, True)


def test_it_logs_in_with_a_token(servers: MailServers) -> None:
    token = servers.dovecot.token(INBOX)
    servers.deliver(MAIL)
    assert an_inbox(servers, token, login=Login.XOAUTH2).check().messages == 1


@pytest.mark.parametrize("login", list(Login))
def test_a_refused_login_tells_which_settings_to_look_at(
    servers: MailServers, login: Login
) -> None:
    with pytest.raises(NeedsStaffError, match="imap-password") as caught:
        an_inbox(servers, "sai-mat-khau-079203001234", login=login).check()
    assert "079203001234" not in str(caught.value)


def test_an_unknown_authority_is_refused(servers: MailServers, tmp_path: Path) -> None:
    other = make_tls_files(tmp_path).ca
    for port, tls in (
        (servers.dovecot.imap_port, Tls.STARTTLS),
        (servers.dovecot.imaps_port, Tls.IMPLICIT),
    ):
        with pytest.raises(NeedsStaffError, match=r"imap\.ca_file"):
            an_inbox(servers, port=port, tls=tls, ca_file=other).check()


def test_a_wrong_host_name_is_refused(
    servers: MailServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.create_connection
    monkeypatch.setattr(
        socket, "create_connection", lambda at, *rest: real((servers.host, at[1]), *rest)
    )
    with pytest.raises(NeedsStaffError, match=r"imap\.host"):
        an_inbox(servers, host="mail.khac.vn").check()


def test_a_missing_authority_file_names_the_setting(servers: MailServers, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"imap\.ca_file"):
        an_inbox(servers, ca_file=tmp_path / "missing.pem").check()


def test_a_server_without_starttls_never_gets_the_password(servers: MailServers) -> None:
    heard: list[bytes] = []

    def answer(line: bytes) -> bytes:
        heard.append(line)
        tag = line.split()[0]
        return b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n" + tag + b" OK done\r\n"

    with (
        scripted_server(b"* OK ready\r\n", answer) as port,
        pytest.raises(NeedsStaffError, match="STARTTLS"),
    ):
        an_inbox(servers, port=port).check()
    assert not any(b"AUTHENTICATE" in line or b"LOGIN" in line for line in heard)


def test_a_missing_folder_names_the_setting(servers: MailServers) -> None:
    with pytest.raises(SettingsError, match=r"imap\.folder.*Hồ sơ"):
        an_inbox(servers, folder="Hồ sơ").check()


def test_another_folder_that_is_missing_is_named_too(servers: MailServers) -> None:
    wanted = pytest.raises(SettingsError, match=r"^không mở được thư mục 'Đã gửi'")
    with wanted, an_inbox(servers).open("Đã gửi"):
        pass


def test_a_folder_whose_name_makes_no_sense_hides_no_other(
    servers: MailServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(client: IMAPClient) -> object:
        names = (b'"K&AO0-n"', b'"K&####-n"', b'"2026"', b"2025", b"007")
        return client._proc_folder_list([b'(\\HasNoChildren) "/" %s' % one for one in names])

    with monkeypatch.context() as patched:
        patched.setattr(IMAPClient, "list_folders", told)
        assert an_inbox(servers).other_folders() == ("007", "2025", "2026", "K&####-n", "Kín")
    with pytest.raises(SettingsError, match="K&####-n"), an_inbox(servers).open("K&####-n"):
        pass


def test_a_server_that_is_away_is_worth_another_try(servers: MailServers) -> None:
    with pytest.raises(TryLaterError):
        an_inbox(servers, port=free_ports(1)[0]).check()


def test_a_server_that_cannot_check_passwords_just_now_is_worth_another_try(
    servers: MailServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(*_: object) -> None:
        raise LoginError("[UNAVAILABLE] Temporary authentication failure.")

    monkeypatch.setattr(IMAPClient, "sasl_login", unavailable)
    with pytest.raises(TryLaterError):
        an_inbox(servers).check()


def test_a_hung_server_is_left_after_the_timeout(servers: MailServers) -> None:
    inbox = an_inbox(servers, timeout_seconds=3)
    with inbox.open() as folder:
        servers.dovecot.process.freeze()
        with long_before_ages():
            with pytest.raises(TryLaterError):
                folder.new_messages()
            with pytest.raises(TryLaterError):
                inbox.check()


def test_a_hung_server_is_noticed_when_the_bell_is_renewed(servers: MailServers) -> None:
    with an_inbox(servers, timeout_seconds=3).open() as folder:
        servers.dovecot.process.freeze()
        with pytest.raises(TryLaterError):
            folder.wait_for_bell(0.5)


def test_a_dead_connection_does_not_spin(servers: MailServers) -> None:
    with an_inbox(servers).open() as folder:
        end = threading.Timer(0.3, servers.dovecot.process.kill)
        end.start()
        spent = time.process_time()
        with pytest.raises(TryLaterError):
            folder.wait_for_bell(AGES)
        with pytest.raises(TryLaterError):
            folder.wait_for_bell(AGES)
        assert time.process_time() - spent < 0.5
        end.join()


def test_a_waiting_connection_can_be_interrupted(servers: MailServers) -> None:
    with an_inbox(servers).open() as folder:
        stop = threading.Timer(0.3, folder.interrupt)
        stop.start()
        with long_before_ages(), pytest.raises(TryLaterError):
            folder.wait_for_bell(AGES)
        stop.join()


def test_after_a_killed_server_the_same_uids_count_again(servers: MailServers) -> None:
    world = dovecot_world(servers)
    uid = world.put(MAIL)
    with world.inbox.open() as folder:
        state = folder.state
        servers.dovecot.process.kill()
        with pytest.raises(TryLaterError):
            folder.new_messages()
    servers.dovecot.restart()
    with world.inbox.open() as folder:
        assert folder.state.uidvalidity == state.uidvalidity
        assert [one.uid for one in folder.new_messages()] == [uid]


def test_a_changed_uidvalidity_is_seen(servers: MailServers) -> None:
    world = dovecot_world(servers)
    world.put(MAIL)
    with world.inbox.open() as folder:
        before = folder.state.uidvalidity
    for name in ("dovecot-uidlist", "dovecot.index.log", "dovecot.index", "dovecot.index.cache"):
        path = servers.directory / "d/mail/cantho.gov.vn/sotttt/Maildir" / name
        path.unlink(missing_ok=True)
    wait_for(lambda: int(time.time()) > before, "a second of the clock, Dovecot's new value")
    with world.inbox.open() as folder:
        assert folder.state.uidvalidity != before
        assert len(folder.new_messages()) == 1


def test_dovecot_tells_of_a_mail_taken_away(servers: MailServers) -> None:
    world = dovecot_world(servers)
    uids = [world.put(MAIL) for _ in range(3)]
    with world.inbox.open() as folder:
        listed = folder.new_messages()
        world.remove(uids[1])
        assert [one.uid for one in folder.fetch(listed) if one.head is None] == [uids[1]]
        assert folder.header(uids[1]) is None
        assert not folder.fetch_into(uids[1], bytearray().extend)


def test_a_large_mail_taken_away_between_two_parts_is_no_whole_mail(
    servers: MailServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    servers.deliver(MAIL + b"0123456789abcdef\r\n" * 100_000)
    with an_inbox(servers).open() as folder:
        (fetched,) = folder.fetch(folder.new_messages())
        assert fetched.head is not None
        monkeypatch.setattr(folder.client, "fetch", lambda *_: {})
        with pytest.raises(TryLaterError):
            list(fetched.rest)


def test_imaplibs_costly_tracing_is_off(servers: MailServers) -> None:
    with an_inbox(servers).open() as folder:
        assert folder.client._imap.debug == 0


def test_many_small_mails_cost_few_exchanges(
    servers: MailServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(25):
        servers.deliver(MAIL + b"x" * 100)
    with an_inbox(servers).open() as folder:
        listed = folder.new_messages()
        asked = _counted(folder.client.fetch, monkeypatch, folder.client)
        assert len(list(folder.fetch(listed))) == 25
        assert len(asked) == 2


def _counted(
    fetch: Callable[..., object], monkeypatch: pytest.MonkeyPatch, client: object
) -> list[datetime]:
    calls: list[datetime] = []

    def counted(*args: object) -> object:
        calls.append(datetime.now(UTC))
        return fetch(*args)

    monkeypatch.setattr(client, "fetch", counted)
    return calls


def test_a_file_gone_under_the_servers_feet_is_reported_too(servers: MailServers) -> None:
    for number in range(3):
        servers.deliver(MAIL + b"%d\r\n" % number)
    with an_inbox(servers).open() as folder:
        listed = folder.new_messages()
        maildir = servers.directory / "d/mail/cantho.gov.vn/sotttt/Maildir"
        # Their names do not sort: the fraction of a second in them is not padded.
        files = maildir.glob("[cn]*/*")
        (second,) = (path for path in files if path.read_bytes().splitlines()[-1:] == [b"1"])
        second.unlink()
        fetched = list(folder.fetch(listed))
    assert [one.head is None for one in fetched] == [False, True, False]


def test_a_server_that_refuses_to_fetch_what_was_taken_away_is_asked_again(
    servers: MailServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    servers.deliver(MAIL)
    real, refusals = IMAPClient.fetch, ["[EXPUNGEISSUED] Some messages no longer exist"]

    def fetch(*args: object) -> object:
        if refusals:
            raise IMAPClient.Error(refusals.pop())
        return real(*args)

    with an_inbox(servers).open() as folder:
        listed = folder.new_messages()
        monkeypatch.setattr(IMAPClient, "fetch", fetch)
        assert [one.head is None for one in folder.fetch(listed)] == [False]
        assert refusals == []


def test_mail_that_came_before_the_wait_began_rings_too(servers: MailServers) -> None:
    # The embedded server tells of such mail only when the wait ends: hence the poll beside it.
    world = dovecot_world(servers)
    with world.inbox.open() as folder:
        for number in range(5):
            world.put(MAIL)
            with long_before_ages():
                assert folder.wait_for_bell(AGES)
            assert len(folder.new_messages()) == number + 1


def test_mail_told_of_in_another_answer_rings_too(servers: MailServers) -> None:
    with an_inbox(servers).open() as folder:
        assert folder.new_messages() == ()
        servers.deliver(MAIL)
        folder.client.noop()  # its answer tells of the mail, and IDLE will not tell again
        with long_before_ages():
            assert folder.wait_for_bell(AGES)
        assert len(folder.new_messages()) == 1
        assert not folder.wait_for_bell(0.3)


def test_many_bells_in_a_row_never_break_the_connection(servers: MailServers) -> None:
    with an_inbox(servers).open() as folder:
        for number in range(1, 7):
            ring = threading.Timer(0.02, servers.deliver, (MAIL,))
            ring.start()
            with long_before_ages():
                assert folder.wait_for_bell(AGES)
            ring.join()
            assert len(folder.new_messages()) == number
