"""Mails in the thread of a case: none ends as a line in a story that nobody reads any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mailbot.cases.case import Case
from mailbot.cases.state import State
from mailbot.storage import messages, verdicts
from mailbot.storage.messages import Arrived, Disposition, Spot
from tests.journeys.desk import OFFICER, desk_of
from tests.journeys.paper import TWO_RECRUITS, Letter
from tests.journeys.reply import opened
from tests.journeys.test_answers import CLEAN, DEFECTIVE, received, supplemented
from tests.journeys.test_authority_away import Authority, authority
from tests.journeys.test_authority_away import received as received_while_away
from tests.journeys.world import World, a_mail, a_world_in
from tests.servers.mail import MailServers

__all__ = ["authority"]

BROKEN = ("Danh sách bổ sung.pdf", b"%PDF-1.7 cut off")
THANKS = "Cảm ơn quý Sở, chúng tôi đã nhận được."
LOGO = b"\x89PNG\r\n\x1a\n" + bytes(40)


def answered(world: World, to: str, *files: tuple[str, bytes], **different: Any) -> None:
    """Have the agency answer this mail."""
    fields = {"In_Reply_To": to, "Subject": "Re: V/v cấp mới hộp thư điện tử"} | different
    world.submit(a_mail(*files, **fields))
    world.take_in()
    world.work()


def heavy(case: Case) -> set[str]:
    return {one.code for one in case.findings if one.severity != "note"}


def in_turn(world: World) -> list[Case]:
    return sorted(world.cases(), key=lambda case: case.id)


def test_a_supplement_whose_list_cannot_be_read_goes_to_a_person_with_a_clock_of_its_own(
    world_on_both: World, tmp_path: Path
) -> None:
    world = world_on_both
    asked = supplemented(world, tmp_path)
    world.house.clock = lambda: datetime.now(UTC) + timedelta(days=9)
    answered(world, opened(asked)["Message-ID"], BROKEN)
    case = world.the_case()
    assert case.state is State.IN_REVIEW
    assert {"case.mail_added", "row.phone_odd"} <= heavy(case)
    assert len(case.rows) == 2
    with world.house.database.transaction() as connection:
        mail = messages.of_case(connection, case.id)[-1]
    assert (case.arrived_at, case.due_at) == (
        mail.arrived_at,
        world.house.deadline(mail.arrived_at).due_at,
    )
    story = desk_of(world, tmp_path).text("explain", case.number)
    assert "không kèm danh sách" in story


def test_a_supplement_that_lists_only_what_was_mended_drops_nobody_in_silence(
    world: World, tmp_path: Path
) -> None:
    asked = opened(supplemented(world, tmp_path))["Message-ID"]
    mended = Letter(
        number="46/UBND-VP",
        body=Letter().body.replace("02 công chức", "01 công chức"),
        sheets=(replace(TWO_RECRUITS, rows=(("1", *TWO_RECRUITS.rows[1][1:]),)),),
    )
    received(world, mended, In_Reply_To=asked)
    case = world.the_case()
    assert (case.state, len(case.rows)) == (State.IN_REVIEW, 1)
    assert heavy(case) == {"case.rows_dropped"}


def test_words_that_answer_a_supplement_request_go_to_a_person_and_a_machines_do_not(
    world: World, tmp_path: Path
) -> None:
    asked = opened(supplemented(world, tmp_path))["Message-ID"]
    away = {"Auto_Submitted": "auto-replied", "text": "Tôi đi công tác đến hết tuần."}
    answered(world, asked, **away)
    assert world.the_case().state is State.AWAITING_SUPPLEMENT
    by_people = {"X_Auto_Response_Suppress": "All"}
    answered(world, asked, text="Số điện thoại đã đúng, đề nghị giữ nguyên.", **by_people)
    assert world.the_case().state is State.IN_REVIEW


def test_a_request_in_the_thread_of_an_answered_case_is_a_case_of_its_own(world: World) -> None:
    received(world, CLEAN)
    first = world.the_case()
    assert first.state is State.ANSWERED
    answered(world, first.thread[-1], ("Công văn 77.pdf", world.signed(Letter(number="77/UBND"))))
    answered(world, first.thread[-1], text="Đề nghị cấp lại mật khẩu cho anh Quý.")
    cases = in_turn(world)
    assert [case.state for case in cases] == [State.ANSWERED, State.IN_REVIEW, State.IN_REVIEW]
    assert all("case.follows" in heavy(case) for case in cases[1:])


def test_thanks_for_an_answer_make_no_case(world: World) -> None:
    received(world, CLEAN)
    first = world.the_case()
    quoted = (
        f"{THANKS}\n\nTừ: sotttt@cantho.gov.vn\nĐã gửi: 01/12/2026\nChủ đề: Kết quả\n\n"
        "Kết quả đề nghị cấp mới hộp thư điện tử của quý cơ quan."
    )
    answered(world, first.thread[-1], text=quoted)
    assert world.the_case() == first


def test_whoever_decides_is_told_of_a_mail_that_came_meanwhile(world: World) -> None:
    received(world, DEFECTIVE)
    first = world.the_case()
    answered(world, first.thread[-1], text="Chúng tôi xin rút hồ sơ.")
    case = world.the_case()
    assert (case.state, case.due_at) == (State.IN_REVIEW, first.due_at)
    assert heavy(case) == {*heavy(first), "case.mail_added"}
    assert case.version > first.version  # a page that shows it as it was decides nothing


def test_a_case_that_waits_for_hands_is_told_of_a_mail_and_goes_on(
    mail_servers: MailServers, tmp_path: Path
) -> None:
    by_hand = {"host": "worklist"}
    with a_world_in(tmp_path, mail_servers, provisioning=by_hand) as world:
        received(world, CLEAN)
        first, desk = world.the_case(), desk_of(world, tmp_path)
        assert first.state is State.AWAITING_HANDS
        answered(world, first.thread[-1], text="Chúng tôi xin rút hồ sơ.")
        assert heavy(world.the_case()) == {"case.mail_added"}
        assert "gửi thêm một thư" in desk.text("cases")
        for task in desk.value("tasks")["to_do"]:
            desk.value("done", task["task"], "--officer", OFFICER)
        world.work()
        assert world.the_case().state is State.ANSWERED


def test_a_mail_that_is_less_proven_takes_no_list_away(world: World) -> None:
    received(world, DEFECTIVE)
    first = world.the_case()
    other = Letter(number="46/UBND-VP", sheets=(replace(TWO_RECRUITS, rows=TWO_RECRUITS.rows[:1]),))
    elsewhere = {"Reply_To": "nguoi.khac@vi-du.vn", "Subject": f"V/v bổ sung {first.number}"}
    received(world, other, **elsewhere)
    kept, second = in_turn(world)
    assert kept == first
    assert {"sender.reply_to_differs", "case.follows"} <= heavy(second)


@pytest.fixture
def waiting(authority: Authority) -> Authority:
    received_while_away(authority)
    assert authority.world.the_case().state is State.AWAITING_AUTHORITY
    return authority


def test_a_case_that_waits_for_an_authority_goes_to_a_person_with_its_rows(
    waiting: Authority,
) -> None:
    world, first = waiting.world, waiting.world.the_case()
    cover = ("Công văn 46.pdf", world.signed(Letter(number="46/UBND-VP")))
    answered(world, first.thread[-1], cover)
    assert waiting.after(minutes=40) is State.IN_REVIEW
    assert world.the_case().rows == first.rows


def test_what_is_examined_again_is_the_mail_the_case_was_made_of(waiting: Authority) -> None:
    """Of a mail that was only noted the verdicts are kept as well, such as on its own signature."""
    world, first = waiting.world, waiting.world.the_case()
    with world.house.database.transaction() as connection:
        later = first.arrived_at + timedelta(minutes=1)
        raw = world.house.archive.put(a_mail(text=THANKS))
        noted = Arrived("ab" * 32, raw, 1, "<noted@cantho.gov.vn>", later)
        row_id = messages.record(connection, noted, Spot("INBOX", 1, 999), later)
        messages.conclude(connection, row_id, Disposition.JOINED, case_id=first.id)
        (kept,) = verdicts.of_case(connection, first.id)
        verdicts.keep(connection, first.id, (replace(kept, message_id=row_id),))
    waiting.away = False
    assert waiting.after(minutes=40) is State.ANSWERED
    assert world.the_case().rows == first.rows


def test_whoever_decides_on_rows_held_back_is_told_of_a_mail_in_the_thread(
    world_on_both: World, tmp_path: Path
) -> None:
    """The thread is that of the rows granted, whose case ends first."""
    world, desk = world_on_both, desk_of(world_on_both, tmp_path)
    received(world, DEFECTIVE)
    thread = world.the_case().thread[-1]
    desk.value("approve", world.the_case().number, "--row", "1", "--officer", OFFICER)
    world.work()
    parent, child = in_turn(world)
    assert (parent.state, child.state) == (State.ANSWERED, State.IN_REVIEW)
    answered(world, thread, text="Chúng tôi xin rút dòng còn lại.")
    assert in_turn(world)[0] == parent
    assert heavy(in_turn(world)[1]) == {*heavy(child), "case.mail_added_parent"}
    assert f"hồ sơ {parent.number}, mà" in desk.text("show", child.number)
    assert parent.number in desk.text("explain", child.number)
    away = {"Auto_Submitted": "auto-replied", "text": "Tôi đi công tác đến hết tuần."}
    told = in_turn(world)[1]
    answered(world, thread, **away)
    assert in_turn(world)[1] == told
