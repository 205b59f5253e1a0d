"""The server's answer to DATA is lost: nobody knows whether it took the mail (RFC 1047)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mailbot.cases.dispatch import Dispatch, Envelope
from mailbot.cases.state import State
from mailbot.gateways.smtp import SmtpSender
from mailbot.intake.message_report import DeliveryReport
from mailbot.intake.note_reports import note_reports
from mailbot.storage import history, messages, outbox
from mailbot.storage.messages import Disposition
from mailbot.storage.outbox import MailState
from tests.faults.conftest import COPY, FaultyWorld
from tests.journeys.reply import opened
from tests.servers.mail import INBOX
from tests.servers.scripted import lossy_proxy

IN_DATA = 20_000  # octets; the notice's mail has more, everything said before it fewer


def lose_the_answer(faulty: FaultyWorld, *, deliver: bool) -> None:
    """Work with a line that breaks inside DATA: behind the mail's end, or in its middle."""
    port = faulty.world.servers.postfix.submission_port
    with lossy_proxy(port, IN_DATA, deliver=deliver) as proxy:
        faulty.send_through(proxy)
        faulty.world.work()
    faulty.send_directly()
    assert faulty.the_mail().state is MailState.UNKNOWN


def test_a_copy_that_came_proves_that_the_reply_was_taken(faulty: FaultyWorld) -> None:
    faulty.request()
    lose_the_answer(faulty, deliver=True)

    faulty.work_after(seconds=11)

    assert faulty.the_mail().state is MailState.SENT
    assert faulty.world.the_case().state is State.ANSWERED
    assert len(faulty.world.replies()) == 1


def test_a_copy_that_people_have_cleared_away_since_it_was_taken_in_is_proof_too(
    faulty: FaultyWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a server that reports no deliveries, for their report would be proof enough."""
    monkeypatch.setattr("mailbot.intake.examine.note_reports", lambda *_: None)
    faulty.request()
    lose_the_answer(faulty, deliver=True)
    servers = faulty.world.servers
    servers.wait_until_delivered()
    faulty.world.take_in()
    servers.empty(INBOX)

    for minutes in (1, 5, 5, 30):
        faulty.work_after(minutes=minutes)

    assert faulty.the_mail().state is MailState.SENT
    assert len(faulty.world.replies()) == 1


def test_a_reply_the_server_did_not_take_is_sent_again_byte_for_byte(faulty: FaultyWorld) -> None:
    faulty.request()
    lose_the_answer(faulty, deliver=False)
    mime = faulty.the_mail().mime

    faulty.work_after(seconds=11)  # no copy yet
    assert (faulty.the_mail().state, faulty.the_mail().probe_id) == (MailState.UNKNOWN, "")
    faulty.work_after(minutes=5)  # still none: a probe goes out
    assert faulty.the_mail().probe_id
    assert not faulty.world.replies()
    faulty.work_after(minutes=1)  # the probe has come, the copy has not: it may have been put aside
    assert faulty.the_mail().state is MailState.UNKNOWN
    faulty.work_after(minutes=20)  # by now a server would have tried again

    assert faulty.the_mail().state is MailState.SENT
    assert faulty.world.the_case().state is State.ANSWERED
    (reply,) = faulty.world.replies()
    assert reply.endswith(mime)


def test_while_nothing_arrives_at_all_nothing_is_sent_again(faulty: FaultyWorld) -> None:
    faulty.request()
    lose_the_answer(faulty, deliver=False)
    faulty.work_after(seconds=11)
    faulty.work_after(minutes=5)
    faulty.world.servers.empty(INBOX)  # the probe with it: mail does not arrive

    for _ in range(5):
        faulty.work_after(hours=1)

    assert faulty.the_mail().state is MailState.UNKNOWN
    assert not faulty.world.replies()
    with faulty.world.house.database.transaction() as connection:
        assert [mail.kind for mail in outbox.stuck(connection)] == ["result"]


def test_a_probe_that_somebody_else_wrote_proves_no_way_of_mail(faulty: FaultyWorld) -> None:
    """Its Message-ID can be guessed; by it an answer that was taken would be sent twice."""
    faulty.request()
    lose_the_answer(faulty, deliver=False)
    faulty.work_after(seconds=11)
    faulty.work_after(minutes=5)
    servers, probe_id = faulty.world.servers, faulty.the_mail().probe_id
    servers.wait_until_delivered()
    servers.empty(INBOX)  # the true one with it
    servers.deliver(f"From: {INBOX}\r\nMessage-ID: {probe_id}\r\n\r\nx\r\n".encode(), sender=INBOX)
    servers.wait_until_there(INBOX, 1)

    for _ in range(5):
        faulty.work_after(hours=1)

    assert faulty.the_mail().state is MailState.UNKNOWN
    assert not faulty.world.replies()


def test_a_person_decides_where_the_settings_say_so(left_to_staff: FaultyWorld) -> None:
    world = left_to_staff
    world.request()
    lose_the_answer(world, deliver=False)
    for minutes in (1, 5, 2, 60):
        world.work_after(minutes=minutes)

    assert world.the_mail().state is MailState.UNKNOWN
    assert not world.world.replies()


def test_without_a_receipt_copy_a_person_decides(without_copies: FaultyWorld) -> None:
    without_copies.request()
    lose_the_answer(without_copies, deliver=True)
    without_copies.work_after(hours=3)

    with without_copies.world.house.database.transaction() as connection:
        assert [mail.kind for mail in outbox.stuck(connection)] == ["result"]
    assert len(without_copies.world.replies()) == 1


def test_a_copy_counts_only_with_our_login_and_our_bytes(faulty: FaultyWorld) -> None:
    faulty.request()
    lose_the_answer(faulty, deliver=False)
    mail, servers = faulty.the_mail(), faulty.world.servers
    servers.deliver(mail.mime, sender=INBOX)  # our very bytes, but nobody logged in
    changed = mail.mime.replace(b"\r\n\r\n", b"\r\n\r\n \r\n", 1)
    servers.submit(INBOX, servers.password(INBOX), changed, to=(INBOX,))  # our login, not our bytes
    servers.wait_until_there(INBOX, 3)

    faulty.work_after(seconds=11)

    assert faulty.the_mail().state is MailState.UNKNOWN


def test_where_a_copy_came_that_the_server_has_changed_a_person_decides(
    faulty: FaultyWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A footer is enough for it: sent again by itself, each lost answer would be a second reply."""
    monkeypatch.setattr("mailbot.intake.examine.note_reports", lambda *_: None)
    faulty.request()
    lose_the_answer(faulty, deliver=True)
    mail, servers = faulty.the_mail(), faulty.world.servers
    servers.wait_until_delivered()
    servers.empty(INBOX)
    servers.submit(INBOX, servers.password(INBOX), mail.mime + b"a footer\r\n", to=(INBOX,))
    servers.wait_until_there(INBOX, 1)

    for minutes in (1, 5, 5, 30, 30):
        faulty.work_after(minutes=minutes)

    assert faulty.the_mail().state is MailState.UNKNOWN
    assert len(faulty.world.replies()) == 1
    with faulty.world.house.database.reading() as connection:
        told = [one.what for one in history.of_case(connection, faulty.world.the_case().id)]
    assert told[-1] == "mail_copy_differs"


def test_a_worker_that_froze_before_it_reached_the_server_sends_nothing_once_it_thaws(
    faulty: FaultyWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Longer than another waits before it sends the mail anew: the server knows no token of ours
    that would tell it which of the two is late.
    """
    faulty.request()
    send, others = SmtpSender.send, [faulty]

    def thawed(self: SmtpSender, envelope: Envelope, *of: Any) -> Dispatch:
        while others and envelope.recipients != (INBOX,):
            other = others.pop()
            for minutes in (20, 5, 1, 25):
                other.work_after(minutes=minutes)
            assert other.the_mail().state is MailState.SENT
        return send(self, envelope, *of)

    monkeypatch.setattr(SmtpSender, "send", thawed)
    faulty.world.work()

    faulty.world.servers.wait_until_delivered()
    assert len(faulty.world.replies()) == 1
    assert faulty.the_mail().state is MailState.SENT
    assert faulty.world.the_case().state is State.ANSWERED


@pytest.mark.parametrize("deliver", [True, False], ids=["taken", "not taken"])
def test_where_the_copy_was_refused_a_person_decides(
    faulty: FaultyWorld, monkeypatch: pytest.MonkeyPatch, *, deliver: bool
) -> None:
    faulty.request()
    send = SmtpSender.send

    def refuse_copy(self: SmtpSender, *of: Any) -> Dispatch:
        envelope, raw, may_leave = of
        is_full = replace(envelope, copy_to="day@cantho.gov.vn")
        return send(self, is_full, raw, may_leave)

    with monkeypatch.context() as patched:
        patched.setattr(SmtpSender, "send", refuse_copy)
        lose_the_answer(faulty, deliver=deliver)
    for minutes in (1, 5, 2, 60):
        faulty.work_after(minutes=minutes)

    mail = faulty.the_mail()
    assert mail.state is MailState.UNKNOWN
    assert len(faulty.world.replies()) == deliver
    with faulty.world.house.database.transaction() as connection:
        assert [one.kind for one in outbox.stuck(connection)] == ["result"]
        outbox.resend(connection, mail.id, faulty.clock())
    faulty.work_after(seconds=1)
    assert (faulty.the_mail().state, faulty.the_mail().probe_id) == (MailState.SENT, "")


def test_that_no_copy_comes_is_known_though_the_service_died_while_sending(
    faulty: FaultyWorld,
) -> None:
    faulty.request()
    lose_the_answer(faulty, deliver=False)
    mail = faulty.the_mail()
    with faulty.world.house.database.transaction() as connection:
        outbox.resend(connection, mail.id, faulty.clock())
        assert outbox.begin(connection, replace(mail, state=MailState.READY))
        outbox.uncopied(connection, mail.id)
    for minutes in (1, 5, 2, 60):
        faulty.work_after(minutes=minutes)

    assert faulty.the_mail().state is MailState.UNKNOWN
    assert not faulty.world.replies()


@pytest.mark.parametrize("deliver", [True, False], ids=["taken", "not taken"])
def test_the_copy_of_a_send_that_came_back_tells_nothing_of_the_next(
    faulty: FaultyWorld, *, deliver: bool
) -> None:
    faulty.request()
    faulty.world.work()
    mail, case = faulty.the_mail(), faulty.world.the_case()
    assert mail.state is MailState.SENT
    with faulty.world.house.database.transaction() as connection:
        report = DeliveryReport(mail.message_id, case.reply_to, "failed", "4.2.2")
        note_reports(connection, (report,), faulty.clock())
        outbox.resend(connection, mail.id, faulty.clock())
    lose_the_answer(faulty, deliver=deliver)
    for minutes in (1, 5, 2, 60):
        faulty.work_after(minutes=minutes)

    assert faulty.the_mail().state is MailState.UNKNOWN
    assert len(faulty.world.replies()) == 1 + deliver
    with faulty.world.house.database.transaction() as connection:
        assert [one.kind for one in outbox.stuck(connection)] == ["result"]
        told = [one.what for one in history.of_case(connection, case.id)]
        assert told[-2:] == ["mail_unknown", "mail_came_back_before"]


def test_receipt_copies_and_probes_open_no_case(faulty: FaultyWorld) -> None:
    faulty.request()
    lose_the_answer(faulty, deliver=False)
    faulty.work_after(seconds=11)
    faulty.work_after(minutes=5)
    faulty.work_after(minutes=1)
    faulty.work_after(minutes=20)
    probe, own = faulty.the_mail().probe_id, faulty.the_mail().message_id

    faulty.world.servers.wait_until_delivered()
    faulty.world.take_in()
    faulty.world.work()

    since = faulty.world.the_case().arrived_at
    mails = messages.listed(faulty.world.house.database, frozenset(Disposition), since)
    left = {mail.message_id: mail.disposition for mail in mails}
    assert left[own] is Disposition.LEFT_ALONE
    assert left[probe] is Disposition.LEFT_ALONE


def test_the_agency_does_not_see_where_the_copy_went(faulty: FaultyWorld) -> None:
    faulty.request()
    faulty.world.work()
    (reply,) = faulty.world.replies()
    assert COPY.encode() not in reply
    assert opened(reply)["To"] == faulty.world.the_case().reply_to
