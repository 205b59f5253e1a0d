"""After a restore the receipt copies tell what was done since: nothing is done or said again."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from mailbot.cases.case import Decision, DecisionKind
from mailbot.cases.dispatch import Dispatch, Result
from mailbot.cases.inbox import Listed
from mailbot.cases.state import State
from mailbot.clock import local_date
from mailbot.errors import TryLaterError
from mailbot.gateways.smtp import SmtpSender
from mailbot.intake import receive
from mailbot.intake.message_report import DeliveryReport
from mailbot.intake.note_reports import note_reports
from mailbot.operations.doctor import checks
from mailbot.operations.doctor_deep import DEEP_LOOKS
from mailbot.operations.reconcile import Reconcile
from mailbot.operations.reconcile_copies import unreconciled
from mailbot.operations.reconcile_ledger import Settled
from mailbot.storage import case_numbers, effects, outbox, switches
from tests.crash.requests import a_request
from tests.journeys.world import ASKER
from tests.operations.lives import OFFICER, Lives, lives_in, lives_on
from tests.servers.mail import INBOX, MailServers
from tests.servers.postgres import Postgres

# Every request goes to a person, for it lacks a signature.
CAREFUL = {"letter": ["leader", "organisation", "organisation"]}
AT_ONCE = {"acknowledge_after_seconds": 0}


@pytest.fixture
def lives(mail_servers: MailServers, tmp_path: Path) -> Iterator[Lives]:
    with lives_in(tmp_path, mail_servers) as lives:
        yield lives


@pytest.fixture(params=["sqlite", "postgresql"])
def lives_on_both(
    request: pytest.FixtureRequest, mail_servers: MailServers, tmp_path: Path
) -> Iterator[Lives]:
    if request.param == "sqlite":
        with lives_in(tmp_path, mail_servers) as lives:
            yield lives
    else:
        postgres: Postgres = request.getfixturevalue("postgres")
        with lives_on(postgres, tmp_path, mail_servers) as lives:
            yield lives


def settle(lives: Lives) -> list[Settled | None]:
    """Reconcile in this process; return what became of each copy."""
    lines = Reconcile(lives.world.house, OFFICER[1])().lines
    assert unreconciled(lives.world.house).is_done
    return [line.settled for line in lines]


def decide(lives: Lives, kind: DecisionKind, *reasons: str) -> None:
    case = next(one for one in lives.world.cases() if one.state is State.IN_REVIEW)
    with lives.world.house.database.transaction() as connection:
        decision = Decision(kind, "Lê Thị Cán Bộ", lives.world.house.clock(), reasons)
        lives.world.house.carry_out(connection, case, decision)
    lives.world.work()


def sign_by_hand(lives: Lives, paper: Path, number: str = "12/TB-TTCNTT") -> None:
    """Leader and clerk sign the notice that waits, and the mail leaves."""
    ((letter,),) = lives.rows("SELECT id FROM letter WHERE state = 'waiting'")
    today = local_date(lives.world.house.clock())
    numbered = (str(letter), number, "--date", today.isoformat())
    assert lives.type("letters", "number", *numbered, *OFFICER)[0] == 0
    assert lives.type("letters", "download", str(letter), str(paper))[0] == 0
    pki = lives.world.pki
    by_leader = pki.sign(paper.read_bytes(), lives.world.director, field_name="LanhDao")
    paper.write_bytes(pki.sign(by_leader, lives.world.centre, field_name="CoQuan"))
    assert lives.type("letters", "upload", str(letter), str(paper), *OFFICER)[0] == 0
    lives.world.work()


def throw_away_requests(lives: Lives) -> None:
    """Leave nothing in the inbox but what we sent ourselves."""
    throw_away(lives, "not", "header", "x-mailbot-loop", "mailbot")


def throw_away(lives: Lives, *what: str) -> None:
    """Have people take away mails of the inbox that the search finds."""
    lives.world.servers.dovecot.doveadm("expunge", "-u", INBOX, "mailbox", "INBOX", *what)


def numbers(lives: Lives) -> list[int]:
    return [row[0] for row in lives.rows("SELECT number FROM document_number ORDER BY number")]


def test_what_was_answered_after_the_copy_is_answered_once_for_good(lives_on_both: Lives) -> None:
    lives = lives_on_both
    lives.answer(0)
    lives.back_up()
    lives.answer(1)
    made, replies = lives.mailboxes(), lives.world.replies(ASKER)
    lives.come_back()

    code, told = lives.type("resume", *OFFICER)
    assert code != 0
    assert "mailbot reconcile" in told["error"]["message"]
    assert lives.type("reconcile")[1][0]["case"] == "HS-2026-00002"
    with lives.world.house.database.transaction() as connection:
        by = switches.paused_by(connection)
        switches.resume(connection)
    code, told = lives.type("reconcile", "--apply", *OFFICER)
    assert code != 0
    assert "chỉ đối chiếu khi đã tạm dừng" in told["error"]["message"]
    with lives.world.house.database.transaction() as connection:
        switches.pause(connection, "Lê Thị A", by)
    assert [case.number[-1] for case in lives.world.cases()] == ["1"], "a look changes nothing"
    code, settled = lives.type("reconcile", "--apply", *OFFICER)
    assert code == 0
    assert [one["settled"] for one in settled] == ["answered"]
    assert lives.type("resume", *OFFICER)[0] == 0
    lives.go_on()

    first, second = sorted(lives.world.cases(), key=lambda case: case.number)
    assert [first.state, second.state] == [State.ANSWERED] * 2
    assert lives.world.replies(ASKER) == replies
    assert lives.mailboxes() == made
    assert numbers(lives) == [1, 2]
    with lives.world.house.database.transaction() as connection:
        (effect,) = effects.of_case(connection, second.id)
        (sent,) = outbox.of_case(connection, second.id)
        assert lives.world.house.effects.password(connection, effect.op_key) is None
    assert effect.address in made
    assert effect.handed_over_at is not None
    assert sent.mime.endswith(replies[1][-400:])

    lives.answer(2)
    assert numbers(lives) == [1, 2, 3]
    assert [case.number[-1] for case in lives.world.cases()][-1] == "3"
    assert len(lives.world.replies(ASKER)) == 3
    assert [one.detail for one in checks(lives.world.house, DEEP_LOOKS) if not one.good] == []


def test_a_case_that_stood_open_in_the_copy_is_answered_once(lives: Lives) -> None:
    lives.world.submit(a_request(lives.world, 0))
    lives.world.take_in()
    lives.world.house.rounds.run_due(most=1)
    assert lives.world.the_case().state is State.ACCEPTED
    lives.back_up()
    lives.world.work()
    made, replies = lives.mailboxes(), lives.world.replies(ASKER)
    lives.come_back()

    assert settle(lives) == [Settled.ANSWERED]
    assert lives.type("resume", *OFFICER)[0] == 0
    lives.go_on()
    assert lives.world.the_case().state is State.ANSWERED
    assert (lives.mailboxes(), lives.world.replies(ASKER)) == (made, replies)
    assert numbers(lives) == [1]


def test_a_mail_that_lay_ready_in_the_copy_is_not_sent_again(lives: Lives) -> None:
    lives.world.submit(a_request(lives.world, 0))
    lives.world.take_in()
    while lives.rows("SELECT id FROM outbox WHERE kind = 'result'") == []:
        lives.world.house.rounds.run_due(most=1)
    lives.back_up()
    lives.world.work()
    replies = lives.world.replies(ASKER)
    lives.come_back()

    assert settle(lives) == [Settled.ANSWERED]
    assert lives.type("resume", *OFFICER)[0] == 0
    lives.go_on()
    assert lives.world.the_case().state is State.ANSWERED
    assert lives.world.replies(ASKER) == replies


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        pytest.param(DecisionKind.REFUSE, State.ANSWERED, id="a refusal"),
        pytest.param(DecisionKind.SUPPLEMENT, State.AWAITING_SUPPLEMENT, id="a supplement request"),
    ],
)
def test_what_an_officer_decided_after_the_copy_stands(
    mail_servers: MailServers, tmp_path: Path, kind: DecisionKind, state: State
) -> None:
    with lives_in(tmp_path, mail_servers, signatures=CAREFUL) as lives:
        lives.world.submit(a_request(lives.world, 0))
        lives.back_up()
        lives.go_on()
        decide(lives, kind, "Danh sách chưa đúng mẫu")
        replies = lives.world.replies(ASKER)
        lives.come_back()

        assert settle(lives) == [Settled.ANSWERED]
        assert lives.type("resume", *OFFICER)[0] == 0
        lives.go_on()
        assert lives.world.the_case().state is state
        assert lives.world.replies(ASKER) == replies
        assert numbers(lives) == [1]


@pytest.mark.parametrize("drafted", [True, False], ids=["a draft in the copy", "no case in it"])
def test_a_notice_that_people_signed_after_the_copy_is_not_signed_again(
    mail_servers: MailServers, tmp_path: Path, *, drafted: bool
) -> None:
    with lives_in(tmp_path, mail_servers, signing={"mode": "two_step"}) as lives:
        lives.world.submit(a_request(lives.world, 0))
        if drafted:
            lives.go_on()
        lives.back_up()
        lives.go_on()
        sign_by_hand(lives, tmp_path / "notice.pdf")
        made, replies = lives.mailboxes(), lives.world.replies(ASKER)
        lives.come_back()

        assert settle(lives) == ([Settled.RECORDED] if not drafted else []) + [Settled.ANSWERED]
        assert lives.type("resume", *OFFICER)[0] == 0
        lives.go_on()
        assert lives.world.the_case().state is State.ANSWERED
        assert lives.type("letters", "list")[1] == []
        assert (lives.mailboxes(), lives.world.replies(ASKER)) == (made, replies)
        assert lives.rows("SELECT number, state FROM letter") == [("12/TB-TTCNTT", "signed")]


def test_a_notice_that_was_signed_anew_meanwhile_does_not_leave_a_second_time(
    mail_servers: MailServers, tmp_path: Path
) -> None:
    with lives_in(tmp_path, mail_servers, signing={"mode": "two_step"}) as lives:
        lives.answer(0)
        lives.back_up()
        sign_by_hand(lives, tmp_path / "first.pdf")
        replies = lives.world.replies(ASKER)
        lives.come_back()
        sign_by_hand(lives, tmp_path / "second.pdf", number="13/TB-TTCNTT")
        assert lives.rows("SELECT number FROM letter") == [("13/TB-TTCNTT",)]

        assert settle(lives) == [Settled.ANSWERED]
        assert lives.type("resume", *OFFICER)[0] == 0
        lives.go_on()
        assert lives.world.the_case().state is State.ANSWERED
        assert lives.world.replies(ASKER) == replies
        assert lives.rows("SELECT number FROM letter") == [("12/TB-TTCNTT",)]
        assert [one.detail for one in checks(lives.world.house, DEEP_LOOKS) if not one.good] == []


def test_a_number_that_another_case_got_meanwhile_is_told(
    mail_servers: MailServers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_numbers, "LOST_AT_MOST", 0)  # as in an earlier version
    with lives_in(tmp_path, mail_servers, signatures=CAREFUL, replies=AT_ONCE) as lives:
        lives.back_up()
        lives.answer(0)
        lives.world.servers.wait_until_delivered()
        throw_away_requests(lives)
        lives.come_back()
        assert lives.type("resume", "--force", *OFFICER)[0] == 0
        lives.answer(1)
        assert lives.type("pause", "--reason", "đối chiếu", *OFFICER)[0] == 0

        code, told = lives.type("reconcile", "--apply", *OFFICER)
        assert code == 1
        assert [(one["case"], one["settled"]) for one in told] == [("HS-2026-00001", "left")]


def test_no_case_gets_a_number_that_an_agency_was_told_before_the_restore(
    mail_servers: MailServers, tmp_path: Path
) -> None:
    with lives_in(tmp_path, mail_servers, signatures=CAREFUL, replies=AT_ONCE) as lives:
        lives.back_up()
        lives.answer(0)
        lives.world.servers.wait_until_delivered()
        throw_away_requests(lives)
        lives.come_back()
        assert lives.type("resume", "--force", *OFFICER)[1]["next_case"] == "HS-2026-01001"
        lives.answer(1)
        assert [case.number for case in lives.world.cases()] == ["HS-2026-01001"]
        assert lives.type("pause", "--reason", "đối chiếu", *OFFICER)[0] == 0

        assert settle(lives) == [Settled.TO_STAFF]
        assert lives.type("resume", *OFFICER)[1] == {"paused": False}
        lives.answer(2)
        numbers = sorted(case.number for case in lives.world.cases())
        assert numbers == ["HS-2026-00001", "HS-2026-01001", "HS-2026-01002"]


def test_a_password_that_is_lost_is_told_to_a_person(
    mail_servers: MailServers, tmp_path: Path
) -> None:
    with lives_in(tmp_path, mail_servers, credentials={"hand_over": "in_person"}) as lives:
        lives.back_up()
        lives.answer(0)
        made, replies = lives.mailboxes(), lives.world.replies(ASKER)
        lives.come_back()

        assert settle(lives) == [Settled.TO_STAFF]
        assert lives.type("resume", *OFFICER)[0] == 0
        lives.go_on()
        case = lives.world.the_case()
        assert case.state is State.IN_REVIEW
        told = next(one for one in case.blockers() if one.code == "case.sent_before_restore")
        assert told.fields["number"] == "01/TB-TTCNTT"
        assert told.fields["to"] == ASKER
        assert "mật khẩu" in told.fields["reason"]
        assert (lives.mailboxes(), lives.world.replies(ASKER)) == (made, replies)
        assert numbers(lives) == [1]


def test_a_mailbox_that_was_made_and_not_told_of_is_not_made_twice(lives: Lives) -> None:
    lives.world.submit(a_request(lives.world, 0))
    lives.back_up()
    lives.world.take_in()
    while lives.mailboxes() == []:
        lives.world.house.rounds.run_due(most=1)
    made = lives.mailboxes()
    lives.come_back()

    assert settle(lives) == []
    assert lives.type("resume", *OFFICER)[0] == 0
    lives.go_on()
    case = lives.world.the_case()
    assert case.state is State.IN_REVIEW
    assert [one.code for one in case.findings if one.severity == "look"] == ["case.row_not_done"]
    assert lives.mailboxes() == made
    assert lives.world.replies(ASKER) == ()


def test_an_answer_whose_request_is_gone_is_a_case_a_person_sees(lives: Lives) -> None:
    lives.back_up()
    lives.answer(0)
    number = lives.world.the_case().number
    lives.world.servers.wait_until_delivered()
    throw_away_requests(lives)
    lives.come_back()

    assert settle(lives) == [Settled.TO_STAFF]
    case = lives.world.the_case()
    assert (case.number, case.state, case.agency_code) == (number, State.IN_REVIEW, "pnk")
    assert [one.code for one in case.blockers()] == ["case.sent_before_restore"]
    assert numbers(lives) == [1]
    assert lives.type("resume", *OFFICER)[0] == 0
    lives.answer(1)
    assert sorted(one.number[-1] for one in lives.world.cases()) == ["1", "2"]
    assert numbers(lives) == [1, 2]


def test_a_copy_that_did_not_come_with_our_login_proves_nothing(lives: Lives) -> None:
    lives.back_up()
    lives.answer(0)
    (sent,) = lives.world.replies(ASKER)
    lives.world.servers.empty(INBOX)
    lives.world.servers.deliver(sent[sent.index(b"From: ") :], sender=ASKER)
    lives.come_back()
    assert lives.rows("SELECT COUNT(*) FROM message") == [(1,)]
    assert unreconciled(lives.world.house).is_done


def test_an_acknowledgement_keeps_the_number_of_its_case(
    mail_servers: MailServers, tmp_path: Path
) -> None:
    with lives_in(tmp_path, mail_servers, signatures=CAREFUL, replies=AT_ONCE) as lives:
        for number in range(2):
            lives.world.submit(a_request(lives.world, number))
        lives.back_up()
        lives.go_on()
        before = {case.number: case.thread for case in lives.world.cases()}
        replies = lives.world.replies(ASKER)
        assert len(replies) == 2
        lives.come_back()

        assert settle(lives) == [Settled.RECORDED] * 2
        assert lives.type("resume", *OFFICER)[0] == 0
        lives.go_on()
        assert {case.number: case.thread for case in lives.world.cases()} == before
        assert {case.state for case in lives.world.cases()} == {State.IN_REVIEW}
        assert lives.world.replies(ASKER) == replies


def test_nothing_is_settled_before_the_whole_inbox_was_taken_in(
    lives: Lives, monkeypatch: pytest.MonkeyPatch
) -> None:
    def first_and_lost(listed: Sequence[Listed]) -> Iterator[Sequence[Listed]]:
        yield listed[:1]
        raise TryLaterError("the line was lost")

    lives.back_up()
    lives.answer(0)
    lives.world.servers.wait_until_delivered()
    with monkeypatch.context() as patched:
        patched.setattr(receive, "_portions", first_and_lost)
        with pytest.raises(TryLaterError):
            lives.come_back()
    code, told = lives.type("reconcile", "--apply", *OFFICER)
    assert code not in {0, 1}, told
    assert lives.type("resume", *OFFICER)[0] != 0

    lives.world.take_in()
    assert settle(lives) == [Settled.ANSWERED]


def test_a_reply_that_bounced_stays_with_a_person(lives: Lives) -> None:
    lives.answer(0)
    with lives.world.house.database.transaction() as connection:
        (mail,) = (one for one in outbox.of_case(connection, 1) if one.kind == "result")
        report = DeliveryReport(mail.message_id, ASKER, "failed", "5.2.2")
        note_reports(connection, (report,), lives.world.house.clock())
    lives.back_up()
    lives.come_back()

    assert settle(lives) == []
    left = lives.rows("SELECT state, response FROM outbox WHERE kind = 'result'")
    assert left == [("failed", "5.2.2")]


def test_a_mail_refused_before_the_copy_and_resent_after_it_is_known_as_sent(
    lives: Lives, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = Dispatch(Result.FAILED, "policy", 554)
    with monkeypatch.context() as refusing:
        refusing.setattr(SmtpSender, "send", lambda *_: refused)
        lives.answer(0)
    assert lives.rows("SELECT state FROM outbox WHERE kind = 'result'") == [("failed",)]
    lives.back_up()
    with lives.world.house.database.transaction() as connection:
        (mail,) = (one for one in outbox.of_case(connection, 1) if one.kind == "result")
        outbox.resend(connection, mail.id, lives.world.house.clock())
    lives.go_on()
    replies = lives.world.replies(ASKER)
    assert len(replies) == 1
    lives.come_back()

    assert settle(lives) == [Settled.ANSWERED]
    assert lives.type("resume", *OFFICER)[0] == 0
    lives.go_on()
    assert lives.world.the_case().state is State.ANSWERED
    assert lives.rows("SELECT state FROM outbox WHERE kind = 'result'") == [("sent",)]
    assert lives.world.replies(ASKER) == replies


@pytest.mark.parametrize("sent", [True, False], ids=["resent after the copy", "not resent"])
def test_a_mail_that_bounced_and_was_to_be_resent_in_the_copy_is_left_to_a_person(
    lives: Lives, *, sent: bool
) -> None:
    lives.answer(0)
    with lives.world.house.database.transaction() as connection:
        (mail,) = (one for one in outbox.of_case(connection, 1) if one.kind == "result")
        report = DeliveryReport(mail.message_id, ASKER, "failed", "5.2.2")
        note_reports(connection, (report,), lives.world.house.clock())
        outbox.resend(connection, mail.id, lives.world.house.clock())
    lives.back_up()
    if sent:
        lives.go_on()
    lives.world.servers.wait_until_delivered()
    throw_away(lives, "from", "mailer-daemon")  # a report that it was delivered would prove it
    replies = lives.world.replies(ASKER)
    assert len(replies) == 1 + sent
    lives.come_back()

    assert settle(lives) == [Settled.TO_STAFF]
    assert lives.type("resume", *OFFICER)[0] == 0
    lives.go_on()
    (stuck,) = lives.type("outbox", "list")[1]
    assert (stuck["kind"], stuck["state"]) == ("result", "unknown")
    assert lives.world.replies(ASKER) == replies


@pytest.mark.parametrize("sent", [True, False], ids=["resent after the copy", "not resent"])
def test_a_mail_that_bounced_before_the_copy_and_was_resent_after_it_is_told(
    lives: Lives, *, sent: bool
) -> None:
    lives.answer(0)
    lives.world.servers.wait_until_delivered()
    lives.go_on()
    with lives.world.house.database.transaction() as connection:
        (mail,) = (one for one in outbox.of_case(connection, 1) if one.kind == "result")
        report = DeliveryReport(mail.message_id, ASKER, "failed", "5.2.2", "", mail.envelope_id)
        note_reports(connection, (report,), lives.world.house.clock())
    lives.back_up()
    time.sleep(1.1)  # mail servers write the second
    if sent:
        with lives.world.house.database.transaction() as connection:
            outbox.resend(connection, mail.id, lives.world.house.clock())
        lives.go_on()
    lives.world.servers.wait_until_delivered()
    replies = lives.world.replies(ASKER)
    assert len(replies) == 1 + sent
    lives.come_back()

    code, told = lives.type("reconcile")
    assert [one["found"] for one in told] == ["sent_again"] * sent
    assert code == sent
    assert settle(lives) == [Settled.TO_STAFF] * sent
    assert lives.type("resume", *OFFICER)[0] == 0
    lives.go_on()
    (stuck,) = lives.type("outbox", "list")[1]
    assert stuck["state"] == ("unknown" if sent else "failed")
    said = lives.rows("SELECT id FROM history WHERE what = 'mail_sent_after_return'")
    assert len(said) == sent
    assert lives.world.replies(ASKER) == replies


def test_copies_that_were_moved_to_another_folder_are_seen_there(lives: Lives) -> None:
    lives.answer(0)
    lives.back_up()
    lives.answer(1)
    lives.world.servers.wait_until_delivered()
    replies, folder = lives.world.replies(ASKER), "Đã trả lời/Năm 2026"
    doveadm = lives.world.servers.dovecot.doveadm
    doveadm("mailbox", "create", "-u", INBOX, folder)
    doveadm("move", "-u", INBOX, folder, "mailbox", "INBOX", "header", "x-mailbot-loop", "mailbot")
    try:
        lives.come_back()
        assert [one["case"] for one in lives.type("reconcile")[1]] == ["HS-2026-00002"]
        assert settle(lives) == [Settled.ANSWERED]
    finally:
        doveadm("mailbox", "delete", "-r", "-u", INBOX, folder)
    assert lives.type("resume", *OFFICER)[0] == 0
    lives.go_on()
    assert {case.state for case in lives.world.cases()} == {State.ANSWERED}
    assert lives.world.replies(ASKER) == replies
    assert numbers(lives) == [1, 2]


def test_a_folder_that_cannot_be_opened_is_told_and_the_others_are_looked_into(
    lives: Lives,
) -> None:
    lives.back_up()
    lives.answer(0)
    lives.world.servers.wait_until_delivered()
    doveadm, home = lives.world.servers.dovecot.doveadm, lives.world.servers.dovecot.home(INBOX)
    for folder in ("Kín", "Năm 2026"):
        doveadm("mailbox", "create", "-u", INBOX, folder)
    copies = ("mailbox", "INBOX", "header", "x-mailbot-loop", "mailbot")
    doveadm("move", "-u", INBOX, "Năm 2026", *copies)
    closed = home / "Maildir" / ".K&AO0-n"
    closed.chmod(0)
    try:
        lives.come_back()
        code, (sent, unseen) = lives.type("reconcile", "--apply", *OFFICER)
        assert (code, sent["case"], sent["settled"]) == (1, "HS-2026-00001", "answered")
        assert unseen["folder"] == "Kín"
        assert "Kín" in unseen["unseen"]
        assert lives.type("resume", *OFFICER)[0] != 0, "nobody knows what lies there"
        told = lives.rows("SELECT detail FROM history WHERE what = 'restore_unseen'")
        assert [json.loads(detail) for (detail,) in told] == [{"folders": "Kín"}]

        closed.chmod(0o700)
        assert lives.type("reconcile", "--apply", *OFFICER) == (0, [])
        assert lives.type("resume", *OFFICER)[0] == 0
    finally:
        closed.chmod(0o700)
        for folder in ("Kín", "Năm 2026"):
            doveadm("mailbox", "delete", "-u", INBOX, folder)


def test_a_copy_in_another_folder_counts_only_with_our_login(lives: Lives) -> None:
    lives.back_up()
    lives.answer(0)
    lives.world.servers.wait_until_delivered()
    (sent,) = lives.world.replies(ASKER)
    lives.world.servers.empty(INBOX)
    bare = sent[sent.index(b"From: ") :]
    lives.world.servers.keep(INBOX, "Sent", bare)
    lives.come_back()
    assert unreconciled(lives.world.house).is_done


def test_before_the_reconciliation_no_case_takes_a_number_anew(lives: Lives) -> None:
    lives.back_up()
    lives.answer(0)
    lives.come_back()
    lives.rows("DELETE FROM fact WHERE name = 'paused' RETURNING name")
    lives.world.work()
    assert lives.world.cases() == ()


def test_a_copy_that_is_restored_twice_answers_and_numbers_nothing_a_second_time(
    lives: Lives,
) -> None:
    """What was answered in the life between is known by its copies as well."""
    lives.answer(0)
    lives.back_up()
    lives.answer(1)
    for database, number in (("again", 2), ("third", 3)):
        lives.next_database = f"sqlite:///{lives.folder}/{database}.db"
        lives.come_back()
        lives.world.submit(a_request(lives.world, number))  # while it is paused
        lives.go_on()
        assert len(lives.world.replies(ASKER)) == number
        assert lives.type("reconcile", "--apply", *OFFICER)[0] == 0
        assert lives.type("resume", *OFFICER)[0] == 0
        lives.go_on()
        assert len(lives.world.replies(ASKER)) == number + 1

    assert numbers(lives) == [1, 2, 3, 4]
    assert sorted(case.number[-1] for case in lives.world.cases()) == ["1", "2", "3", "4"]
    assert {case.state for case in lives.world.cases()} == {State.ANSWERED}
    assert len(lives.mailboxes()) == 4
