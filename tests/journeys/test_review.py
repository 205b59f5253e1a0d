"""What goes to a person, what the person decides, and what the agency hears of it."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from mailbot.cases.case import Decision, DecisionKind
from mailbot.cases.state import State
from mailbot.errors import BadInputError
from mailbot.replies.read_back import printed_text
from mailbot.storage import history, registry_store
from tests.journeys.desk import desk_of
from tests.journeys.paper import TWO_RECRUITS, Letter, Sheet
from tests.journeys.reply import body_of, file_named, opened, text_of
from tests.journeys.world import ASKER, OTHER, World, a_mail
from tests.parsers.corpus import office
from tests.servers.mail import OUTSIDER

GOOD, BAD = TWO_RECRUITS.rows[0], (*TWO_RECRUITS.rows[1][:5], "092088004", "09123", "")
ONE_BAD_ROW = replace(TWO_RECRUITS, rows=(GOOD, BAD))


def received(world: World, *sheets: Sheet) -> None:
    """Have a letter with these tables sent and examined."""
    world.submit(a_mail(("Công văn.pdf", world.signed(Letter(sheets=sheets)))))
    world.take_in()
    world.work()


def decide(world: World, kind: DecisionKind, *reasons: str, rows: tuple[int, ...] = ()) -> None:
    case = next(case for case in world.cases() if case.state is State.IN_REVIEW)
    with world.house.database.transaction() as connection:
        decision = Decision(kind, "Lê Thị Cán Bộ", world.house.clock(), reasons, rows)
        world.house.carry_out(connection, case, decision)
    world.work()


def test_a_bad_row_goes_to_a_person_and_nobody_is_answered(world: World) -> None:
    received(world, ONE_BAD_ROW)
    case = world.the_case()
    assert case.state is State.IN_REVIEW
    assert {f.row for f in case.findings if f.severity != "note"} == {1}
    assert world.replies() == ()


def test_one_supplement_request_names_every_defect_and_stops_the_clock(world: World) -> None:
    received(world, ONE_BAD_ROW)
    decide(world, DecisionKind.SUPPLEMENT)
    assert world.the_case().state is State.AWAITING_SUPPLEMENT
    (reply,) = world.replies()
    said = text_of(file_named(reply, "Công văn đề nghị bổ sung"))
    assert "09123" in said
    assert "Ghi số căn cước 12 chữ số" in said
    assert "/TTCNTT" in said
    assert "092088004" not in said


def test_the_list_as_it_was_read_goes_along_to_be_corrected(world: World) -> None:
    received(world, ONE_BAD_ROW)
    decide(world, DecisionKind.SUPPLEMENT)
    (reply,) = world.replies()
    book = load_workbook(BytesIO(file_named(reply, "Danh sách cần sửa")))
    cells = [cell for row in book.worksheets[0].iter_rows(min_row=7) for cell in row]
    marked = {cell.value for cell in cells if cell.comment is not None}
    assert marked == {"092088004", "09123"}
    assert "092088004" not in body_of(reply)
    assert "tô màu" in body_of(reply)


def test_the_corrected_letter_joins_its_case_and_is_answered(world: World) -> None:
    received(world, ONE_BAD_ROW)
    decide(world, DecisionKind.SUPPLEMENT)
    (request,) = world.replies()
    better = world.signed(Letter(number="46/UBND-VP", sheets=(TWO_RECRUITS,)))
    world.submit(
        a_mail(
            ("Công văn 46.pdf", better),
            Subject="Re: bổ sung hồ sơ",
            In_Reply_To=opened(request)["Message-ID"],
        )
    )
    world.take_in()
    world.work()
    case = world.the_case()
    assert [f.code for f in case.findings if f.severity != "note"] == []
    assert (case.state, case.corrections) == (State.ANSWERED, 1)
    changed = {(one.after, cell.column) for one in case.changes() for cell in one.cells}
    assert changed == {(1, "national_id"), (1, "phone")}
    assert len(world.replies()) == 2


GAP = replace(TWO_RECRUITS, rows=(GOOD, ("3", *BAD[1:])))
THREE_SAID = Letter(body=Letter.body.replace("02 công chức", "03 công chức"), sheets=(GAP,))


def test_the_list_sent_along_comes_back_corrected_joins_the_case_and_shows_what_changed(
    world: World, tmp_path: Path
) -> None:
    world.submit(a_mail(("Công văn.pdf", world.signed(THREE_SAID))))
    world.take_in()
    world.work()
    decide(world, DecisionKind.SUPPLEMENT)
    (request,) = world.replies()
    said = " ".join(printed_text(file_named(request, "Công văn đề nghị bổ sung")).split())
    assert "Số lượng ghi là 3 nhưng danh sách có 2." in said
    assert "Số thứ tự “3” không liên tục" in said
    assert "trang 1 (phần đầu trang)" in said
    assert "“Công văn.pdf”" in said
    mended = {"092088004": "092088004321", "09123": "0912345678", "3": "2"}
    book = load_workbook(BytesIO(file_named(request, "Danh sách cần sửa")))
    for cell in (cell for row in book.worksheets[0].iter_rows(min_row=7) for cell in row):
        cell.value = mended.get(str(cell.value), cell.value)
    filled = BytesIO()
    book.save(filled)
    annex = office.convert({"ds.xlsx": filled.getvalue()}, "pdf", tmp_path)["ds.pdf"]
    world.submit(
        a_mail(
            ("Công văn 46.pdf", world.signed(Letter(number="46/UBND-VP"))),
            ("Danh sách.pdf", world.pki.sign(annex, world.organisation, field_name="VanThu")),
            ("Danh sách cần sửa.xlsx", filled.getvalue()),
            Subject="Re: bổ sung hồ sơ",
            In_Reply_To=opened(request)["Message-ID"],
        )
    )
    world.take_in()
    world.work()
    case = world.the_case()
    assert [f.code for f in case.findings if f.severity != "note"] == []
    assert (case.state, case.corrections) == (State.ANSWERED, 1)
    changed = {(one.after, cell.column, cell.after) for one in case.changes() for cell in one.cells}
    assert changed == {(1, "national_id", "092088004321"), (1, "phone", "0912345678")}
    told = desk_of(world, tmp_path).text("show", case.number)
    assert "Dòng 2 (Trần Văn Quý), Số điện thoại: “09123” → “0912345678”." in told


def test_approving_one_row_opens_a_linked_case_for_the_other(world: World) -> None:
    received(world, ONE_BAD_ROW)
    decide(world, DecisionKind.APPROVE, rows=(0,))
    first, second = sorted(world.cases(), key=lambda case: case.id)
    assert (first.state, second.state) == (State.ANSWERED, State.IN_REVIEW)
    assert (second.parent_id, [row.name for row in second.rows]) == (first.id, ["Trần Văn Quý"])
    assert second.due_at == first.due_at
    (reply,) = world.replies()
    said = text_of(file_named(reply, "Thông báo"))
    assert "daonth@cantho.gov.vn" in said
    assert second.number in said


def test_a_refusal_gives_its_reasons(world: World) -> None:
    received(world, ONE_BAD_ROW)
    with pytest.raises(BadInputError, match="--reason"):
        decide(world, DecisionKind.REFUSE)
    decide(world, DecisionKind.REFUSE, "Công chức chưa có quyết định tuyển dụng")
    assert world.the_case().state is State.ANSWERED
    (reply,) = world.replies()
    said = text_of(file_named(reply, "Thông báo"))
    assert "Công chức chưa có quyết định tuyển dụng" in said
    assert "2829/QĐ-UBND" in said


def test_a_forged_sender_gets_no_case_and_no_answer(world: World) -> None:
    letter = world.signed(Letter(sheets=(TWO_RECRUITS,)))
    world.submit(a_mail(("Công văn.pdf", letter)), login=OTHER)
    world.take_in()
    world.work()
    assert world.cases() == ()
    assert world.replies() == ()
    assert world.replies(OTHER) == ()


def test_an_outsider_with_a_genuine_letter_is_not_answered_but_the_agency_can_be_asked(
    world: World,
) -> None:
    letter = world.signed(Letter(sheets=(TWO_RECRUITS,)))
    world.submit(a_mail(("Công văn.pdf", letter), From=OUTSIDER), login=OUTSIDER)
    world.take_in()
    world.work()
    case = world.the_case()
    assert (case.state, case.reply_to, case.agency_code) == (State.IN_REVIEW, "", "pnk")
    with pytest.raises(BadInputError, match="ask-resend"):
        decide(world, DecisionKind.APPROVE)
    with world.house.database.transaction() as connection:
        agency = registry_store.load_registry(connection).by_code("pnk")
        assert agency is not None
        world.house.short_mails.ask_resend(connection, case, agency)
    world.work()
    (asked,) = world.replies(ASKER)
    assert opened(asked)["In-Reply-To"] is None
    assert world.replies(OUTSIDER) == ()


def test_a_letter_signed_by_another_agency_blocks_approval(world: World) -> None:
    other = world.pki.organisation(
        "Ủy ban nhân dân phường Cái Răng", "Ủy ban nhân dân thành phố Cần Thơ"
    )
    letter = world.signed(Letter(sheets=(TWO_RECRUITS,)), by=other)
    world.submit(a_mail(("Công văn.pdf", letter)))
    world.take_in()
    world.work()
    assert "signature.other_agency" in {f.code for f in world.the_case().findings}
    with pytest.raises(BadInputError, match=r"signature\.other_agency"):
        decide(world, DecisionKind.APPROVE)


def test_ordinary_mail_is_left_exactly_as_it_is(world: World) -> None:
    world.submit(a_mail(Subject="Giấy mời họp giao ban tuần 48"))
    world.take_in()
    world.work()
    assert world.cases() == ()
    assert world.replies() == ()


def test_a_decision_is_in_the_story_with_its_officer(world: World) -> None:
    received(world, ONE_BAD_ROW)
    decide(world, DecisionKind.REFUSE, "Không thuộc phạm vi")
    case = world.the_case()
    with world.house.database.transaction() as connection:
        lines = history.of_case(connection, case.id)
    assert [(line.what, line.who) for line in lines if line.what == "refused"] == [
        ("refused", "Lê Thị Cán Bộ")
    ]


def test_the_answer_goes_to_the_mailbox_that_is_registered_when_it_leaves(world: World) -> None:
    """The agency has lost its mailbox to somebody, and asked us to take another."""
    received(world, ONE_BAD_ROW)
    with world.house.database.transaction() as connection:
        agencies = registry_store.agencies_with(connection, {"pnk", "pcr"})
        moved = replace(agencies["pnk"], mailbox=OTHER), replace(agencies["pcr"], mailbox="")
        registry_store.save_agencies(connection, moved)
    decide(world, DecisionKind.APPROVE, rows=(0,))
    assert world.replies(ASKER) == ()
    (reply,) = world.replies(OTHER)
    assert file_named(reply, "Phiếu bàn giao")
