"""The answers beside the notice: acknowledgement, apology, reports that come back, slips."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.cases.finding import Severity
from mailbot.cases.state import State
from mailbot.commands.evidence import exported
from mailbot.operations.evidence_container import unpack
from mailbot.storage import effects, outbox
from tests.journeys.desk import OFFICER, desk_of
from tests.journeys.paper import TWO_RECRUITS, Letter
from tests.journeys.reply import body_of, file_named, file_names, opened, text_of
from tests.journeys.world import ASKER, World, a_mail, a_world_in
from tests.servers.mail import INBOX, OUTSIDER, MailServers

GOOD, BAD = TWO_RECRUITS.rows[0], (*TWO_RECRUITS.rows[1][:5], "092088004", "09123", "")
DEFECTIVE = Letter(sheets=(replace(TWO_RECRUITS, rows=(GOOD, BAD)),))
CLEAN = Letter(sheets=(TWO_RECRUITS,))


def received(world: World, letter: Letter, login: str = ASKER, **different: str) -> None:
    world.submit(a_mail(("Công văn.pdf", world.signed(letter)), **different), login)
    world.take_in()
    world.work()


@pytest.fixture
def prompt_world(mail_servers: MailServers, tmp_path: Path) -> Iterator[World]:
    """A world that acknowledges at once."""
    at_once = {"acknowledge_after_seconds": 0}
    with a_world_in(tmp_path, mail_servers, replies=at_once) as world:
        yield world


def test_a_request_in_review_is_acknowledged_without_a_due_date(prompt_world: World) -> None:
    received(prompt_world, DEFECTIVE)
    case = prompt_world.the_case()
    assert case.state is State.IN_REVIEW
    (reply,) = prompt_world.replies()
    assert opened(reply)["Auto-Submitted"] == "auto-replied"
    assert opened(reply)["In-Reply-To"] == case.thread[-1]
    assert file_names(reply) == []
    assert f"{case.due_at:%d/%m/%Y}" not in body_of(reply)


@pytest.mark.parametrize(
    "different",
    [
        pytest.param({"Auto_Submitted": "auto-generated"}, id="a program's mail"),
        pytest.param({"Precedence": "bulk"}, id="bulk mail"),
    ],
)
def test_no_machine_is_acknowledged(prompt_world: World, different: dict[str, str]) -> None:
    received(prompt_world, DEFECTIVE, **different)
    assert prompt_world.the_case().state is State.IN_REVIEW
    assert prompt_world.replies() == ()


def test_a_case_in_review_too_long_gets_an_apology_with_a_new_date(
    world: World, tmp_path: Path
) -> None:
    received(world, DEFECTIVE)
    case, desk = world.the_case(), desk_of(world, tmp_path)
    until = (world.house.clock() + timedelta(days=12)).replace(microsecond=0)
    for day in (case.due_at, until.replace(year=until.year + 1)):
        typed = ("--officer", OFFICER, "--cause", "Chậm", "--until", day.isoformat())
        assert "--until" in desk.refusal("apologise", case.number, *typed)
    desk.value(
        "apologise", case.number, "--officer", OFFICER,
        "--cause", "Phải xác minh danh sách", "--until", until.isoformat(),
    )  # fmt: skip
    world.work()
    (reply,) = world.replies()
    (name,) = file_names(reply)
    said = text_of(file_named(reply, name))
    assert "Phải xác minh danh sách" in said
    assert "xin lỗi" in said.lower()
    assert world.the_case().state is State.IN_REVIEW
    story = desk.text("explain", case.number)
    assert f"{OFFICER} lập văn bản xin lỗi" in story
    assert until.isoformat() not in story


def test_of_two_apologies_the_later_one_leaves_where_the_earlier_has_not(
    world: World, tmp_path: Path
) -> None:
    """The officer was told twice that it is on its way."""
    received(world, DEFECTIVE)
    case, desk = world.the_case(), desk_of(world, tmp_path)
    for cause, days in (("Phải xác minh danh sách", 5), ("Chờ ý kiến Sở Nội vụ", 9)):
        until = world.house.clock() + timedelta(days=days)
        desk.value(
            "apologise", case.number, "--officer", OFFICER,
            "--cause", cause, "--until", until.isoformat(),
        )  # fmt: skip
    world.work()
    (reply,) = world.replies()
    (name,) = file_names(reply)
    said = text_of(file_named(reply, name))
    assert "Chờ ý kiến Sở Nội vụ" in said
    assert "Phải xác minh danh sách" not in said


def test_what_comes_back_undelivered_is_in_the_story_of_its_case(
    world: World, tmp_path: Path
) -> None:
    received(world, CLEAN)
    case, desk = world.the_case(), desk_of(world, tmp_path)
    assert case.state is State.ANSWERED
    with world.house.database.transaction() as connection:
        (notice,) = [m for m in outbox.of_case(connection, case.id) if m.state == "sent"]
    world.servers.deliver(bounce_of(notice.mime), sender="")
    world.take_in()
    world.work()
    assert world.the_case().id == case.id  # no second case
    story = desk.text("explain", case.number)
    assert f"Báo phát từ {ASKER}: không đến được người nhận" in story
    evidence = unpack(exported(world.house, case.number)[1]).files
    assert any(b"Diagnostic-Code: smtp; 552 5.2.2 mailbox full" in one for one in evidence.values())
    (stuck,) = desk.value("outbox", "list")
    assert stuck["mail"] == notice.id
    desk.value("outbox", "resend", str(notice.id), "--officer", OFFICER)
    world.work()
    assert len(world.replies()) == 2


def bounce_of(mime: bytes) -> bytes:
    """Return a delivery report (RFC 3464) as Postfix writes it."""
    message_id = opened(mime)["Message-ID"]
    lines = (
        f"From: MAILER-DAEMON@mx.cantho.gov.vn\nTo: {INBOX}\n"
        "Subject: Undelivered Mail Returned to Sender\nAuto-Submitted: auto-replied\n"
        "Message-ID: <bao-phat-1@mx.cantho.gov.vn>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B"\n\n'
        "--B\nContent-Type: text/plain\n\nUndeliverable.\n"
        "--B\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.cantho.gov.vn\n\n"
        f"Final-Recipient: rfc822; {ASKER}\nAction: failed\nStatus: 5.2.2\n"
        "Diagnostic-Code: smtp; 552 5.2.2 mailbox full\n\n"
        f"--B\nContent-Type: text/rfc822-headers\n\nMessage-ID: {message_id}\n\n--B--\n"
    )
    return lines.replace("\n", "\r\n").encode()


def supplemented(world: World, tmp_path: Path) -> bytes:
    """Have a defective request answered by a supplement request; return that mail."""
    received(world, DEFECTIVE)
    desk_of(world, tmp_path).value("supplement", world.the_case().number, "--officer", OFFICER)
    world.work()
    assert world.the_case().state is State.AWAITING_SUPPLEMENT
    return world.replies()[-1]


def test_a_supplement_request_is_no_final_answer_in_the_story(world: World, tmp_path: Path) -> None:
    supplemented(world, tmp_path)
    desk = desk_of(world, tmp_path)
    story = desk.text("explain", world.the_case().number)
    assert "chờ cơ quan bổ sung" in story
    assert "Hạn trả lời: tạm dừng, chờ bổ sung." in story
    assert "tạm dừng, chờ bổ sung" in desk.text("cases")
    assert "Đã trả lời cơ quan." not in story


def test_a_second_defective_correction_goes_to_a_person_who_refuses_or_reopens(
    world: World, tmp_path: Path
) -> None:
    desk = desk_of(world, tmp_path)
    request = supplemented(world, tmp_path)
    for ordinal in (1, 2):
        again = replace(DEFECTIVE, number=f"5{ordinal}/UBND-VP")
        received(world, again, In_Reply_To=opened(request)["Message-ID"])
        case = world.the_case()
        assert (case.state, case.corrections) == (State.IN_REVIEW, ordinal)
        codes = {f.code for f in case.findings if f.severity is not Severity.NOTE}
        assert ("case.corrected_again" in codes) is (ordinal == 2)
        if ordinal == 1:
            desk.value("supplement", case.number, "--officer", OFFICER)
            world.work()
            request = world.replies()[-1]
    desk.value("refuse", case.number, "--officer", OFFICER, "--reason", "Hai lần bổ sung chưa đạt")
    world.work()
    assert world.the_case().state is State.ANSWERED
    (last,) = [one for one in world.replies() if "Hai lần bổ sung" in words_of(one)]
    assert last is not None
    assert "--reason" in desk.refusal("reopen", case.number, "--officer", OFFICER)
    desk.value("reopen", case.number, "--officer", OFFICER, "--reason", "Cơ quan có giải trình")
    assert world.the_case().state is State.IN_REVIEW


def words_of(reply: bytes) -> str:
    papers = [name for name in file_names(reply) if name.endswith(".pdf")]
    return " ".join(text_of(file_named(reply, name)) for name in papers)


def test_a_slip_encrypted_to_the_agencys_certificate_opens_with_its_key_only(
    mail_servers: MailServers, tmp_path: Path
) -> None:
    by_certificate = {"hand_over": "certificate"}
    with a_world_in(tmp_path, mail_servers, credentials=by_certificate) as world:
        received(world, CLEAN)
        assert world.the_case().state is State.ANSWERED
        (reply,) = world.replies()
        slip = file_named(reply, "Phiếu bàn giao")
        assert b"/Adobe.PubSec" in slip
        with world.house.database.transaction() as connection:
            assert effects.to_hand_over(connection) == ()


def test_a_site_without_evidence_leaves_every_case_to_a_person_and_answers_the_registered_mailbox(
    mail_servers: MailServers, tmp_path: Path
) -> None:
    nothing = {"source": "none", "mx_host": ""}
    with a_world_in(tmp_path, mail_servers, evidence=nothing) as world:
        received(world, CLEAN)
        case, desk = world.the_case(), desk_of(world, tmp_path)
        assert case.state is State.IN_REVIEW
        assert {f.code for f in case.findings if f.severity is not Severity.NOTE} == {
            "sender.evidence_off"
        }
        assert world.replies() == ()
        desk.value("approve", case.number, "--officer", OFFICER)
        world.work()
        assert world.the_case().state is State.ANSWERED
        assert len(world.replies(ASKER)) == 1
        assert world.replies(OUTSIDER) == ()
