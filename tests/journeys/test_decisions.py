"""Decisions at the edges: nothing to name, nothing to ask for, rows already done."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.cases.mailbox import Mailbox
from mailbot.cases.row import Holder
from mailbot.cases.state import State
from mailbot.operations.retention_cases import CaseRetention
from mailbot.replies.read_back import printed_text
from mailbot.storage import effects, registry_store
from tests.journeys.desk import OFFICER, desk_of
from tests.journeys.paper import RESET_PEOPLE, Letter, Sheet
from tests.journeys.reply import file_named, file_names, text_of
from tests.journeys.test_resets import FORGOT, OWN, TITLE, asking
from tests.journeys.world import World, a_mail

SECOND_ROW = ("2", "Trần Thị Sáu", "Phòng Kinh tế", "Chuyên viên", "0912345678")
SIXTH = "tranthisau@cantho.gov.vn"


def received(world: World, *files: tuple[str, bytes], **different: str) -> None:
    world.submit(a_mail(*files, **different))
    world.take_in()
    world.work()


@pytest.mark.parametrize("what", ["supplement", "refuse"])
def test_a_request_that_names_no_procedure_can_be_answered(
    world: World, tmp_path: Path, what: str
) -> None:
    received(world, Subject="Về việc hộp thư điện tử của phường")
    case, desk = world.the_case(), desk_of(world, tmp_path)
    assert (case.procedure, case.rows) == ("none", ())
    desk.value(what, case.number, "--officer", OFFICER, "--reason", "Chưa rõ nội dung đề nghị")
    world.work()
    (reply,) = world.replies()
    (name,) = file_names(reply)
    assert "Chưa rõ nội dung đề nghị" in text_of(file_named(reply, name))


def test_what_is_ours_to_settle_is_no_reason_to_ask_the_agency_for_more(
    world: World, tmp_path: Path
) -> None:
    received(world, ("Công văn 50.pdf", world.signed(asking(*OWN))))  # the host knows no mailbox
    case, desk = world.the_case(), desk_of(world, tmp_path)
    assert {f.code for f in case.findings if f.severity != "note"} == {"case.row_not_done"}
    assert "--reason" in desk.refusal("supplement", case.number, "--officer", OFFICER)
    assert world.the_case().state is State.IN_REVIEW


def half_done(world: World) -> None:
    """Have the first of two resets done and the second fail at the mail host."""
    box = Mailbox(SIXTH, Holder.PERSON, "Trần Thị Sáu", "pnk", unit="Phòng Kinh tế")
    with world.house.database.transaction() as connection:
        registry_store.add_mailboxes(connection, (box,))
    world.give_account("levantam@cantho.gov.vn", "mat-khau-da-quen-1")
    received(world, ("Công văn 50.pdf", world.signed(two_resets())))
    case = world.the_case()
    with world.house.database.transaction() as connection:
        found = [(e.row, e.state) for e in effects.of_case(connection, case.id)]
    assert found == [(0, "done"), (1, "failed")]


def test_a_password_that_was_not_set_is_kept_no_longer(world: World) -> None:
    half_done(world)
    with world.house.database.reading() as connection:
        kept = world.house.effects.passwords(connection, world.the_case().id)
    assert [key.split("/")[1] for key in kept] == ["0"]


def two_resets() -> Letter:
    rows = (OWN, (*SECOND_ROW, SIXTH, ""))
    sheets = (Sheet(TITLE, RESET_PEOPLE, rows),)
    return replace(asking(*OWN), body=FORGOT.replace("01 công chức", "02 công chức"), sheets=sheets)


def test_rows_are_not_held_back_once_some_are_done(world: World, tmp_path: Path) -> None:
    half_done(world)
    case, desk = world.the_case(), desk_of(world, tmp_path)
    told = desk.refusal("approve", case.number, "--row", "2", "--officer", OFFICER)
    assert "đã được thực hiện" in told
    assert world.the_case() == case
    desk.value("approve", case.number, "--officer", OFFICER)
    world.work()
    (reply,) = world.replies()
    said = "".join(printed_text(file_named(reply, "Thông báo")).split())
    assert "LêVănTámPhòngKinhtếlevantam@cantho.gov.vn" in said
    assert "Hệthốngthưkhôngcóhộpthưtranthisau@cantho.gov.vn" in said


@pytest.mark.parametrize("what", ["supplement", "refuse"])
def test_what_was_done_is_told_before_anything_else_is(
    world: World, tmp_path: Path, what: str
) -> None:
    """A password that was set anew would open nothing to anybody: nobody has the new one."""
    half_done(world)
    case, desk = world.the_case(), desk_of(world, tmp_path)
    reason = ("--officer", OFFICER, "--reason", "Chưa đủ căn cứ")
    assert "chưa nhận mật khẩu" in desk.refusal(what, case.number, *reason)
    assert world.the_case() == case
    desk.value("close", case.number, *reason)


def test_nothing_is_granted_to_whom_the_data_of_are_gone(world: World, tmp_path: Path) -> None:
    received(world, ("Công văn 50.pdf", world.signed(asking(*OWN))))
    case, desk = world.the_case(), desk_of(world, tmp_path)
    reason = ("--officer", OFFICER, "--reason", "Cơ quan rút hồ sơ")
    desk.value("close", case.number, *reason)
    house = world.house
    later = house.clock() + timedelta(days=30)
    gone = CaseRetention(house.database, house.archive, house.cases, lambda: later)
    assert gone.rows(1) == 1
    desk.value("reopen", case.number, *reason)
    assert "đã được xóa" in desk.refusal("approve", case.number, "--officer", OFFICER)
    assert world.the_case().state is State.IN_REVIEW


def test_a_letter_sent_again_does_not_replace_rows_that_are_done(world: World) -> None:
    half_done(world)
    first = world.the_case()
    received(
        world,
        ("Công văn 51.pdf", world.signed(replace(two_resets(), number="51/UBND-VP"))),
        In_Reply_To=first.thread[-1],
    )
    first, second = sorted(world.cases(), key=lambda case: case.id)
    assert first.letter.number == "50/UBND-VP"
    assert second.state is State.IN_REVIEW
    assert "case.follows" in {f.code for f in second.findings}


def test_a_case_reopened_and_approved_again_is_answered_without_a_second_slip(
    world: World, tmp_path: Path
) -> None:
    world.give_account("levantam@cantho.gov.vn", "mat-khau-da-quen-1")
    received(world, ("Công văn 50.pdf", world.signed(asking(*OWN))))
    case, desk = world.the_case(), desk_of(world, tmp_path)
    assert case.state is State.ANSWERED
    desk.value("reopen", case.number, "--officer", OFFICER, "--reason", "Gửi lại thông báo")
    desk.value("approve", case.number, "--officer", OFFICER)
    world.work()
    assert world.the_case().state is State.ANSWERED
    first, second = (file_names(reply) for reply in world.replies())
    assert [name for name in first if name.startswith("Phiếu bàn giao")]
    assert not [name for name in second if name.startswith("Phiếu bàn giao")]
    assert [name for name in second if name.startswith("Thông báo")]
