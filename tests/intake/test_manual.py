"""Dossiers handed in: same clock, same table, and a second person before anything is granted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from mailbot.cases.case import Case, Channel, Decision, DecisionKind, Earlier
from mailbot.cases.change import ChangeKind
from mailbot.cases.edit import Basis, Edit
from mailbot.cases.finding import Severity
from mailbot.cases.row import Holder, Procedure
from mailbot.cases.state import State
from mailbot.errors import BadInputError
from mailbot.intake.filing import FiledFile, Filing
from mailbot.intake.typed_list import TypedList
from mailbot.replies.document_number import DocumentNumber
from mailbot.storage import history, messages, outbox
from tests.builders import CITY, NINH_KIEU
from tests.console.desk import Desk, a_desk
from tests.console.office import NOON
from tests.databases import database_section
from tests.journeys.paper import NEW_PEOPLE, TWO_RECRUITS, Letter, set_letter

NOTHING = TypedList(Procedure.NEW, Holder.PERSON)
TYPED = TypedList(Procedure.NEW, Holder.PERSON, tuple(map(tuple, TWO_RECRUITS.rows)))
SCAN = FiledFile("ban quet.pdf", b"%PDF-1.4\n%%EOF")


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    kept = database_section(request, request.param)
    with a_desk(tmp_path, review={"accept_paper": True}, **kept) as desk:
        yield desk


def a_filing(**different: Any) -> Filing:
    sound = Filing(
        token="t1",
        channel=Channel.IN_PERSON,
        agency_code=NINH_KIEU.code,
        arrived_at=NOON - timedelta(minutes=20),
        login="lan",
        officer="Ngọc Lan",
        on_paper=False,
        letter_number="45/UBND-VP",
        letter_date=date(2026, 11, 20),
        grounds=("recruited",),
        procedure="new",
    )
    return replace(sound, **different)


def codes(case: Case, *heavy: Severity) -> set[str]:
    return {one.code for one in case.findings if one.severity in (heavy or tuple(Severity))}


def approve(desk: Desk, case: Case) -> Case:
    house = desk.staffed.house
    decision = Decision(DecisionKind.APPROVE, "Tuấn Minh", desk.staffed.now)
    with house.database.transaction() as connection:
        return house.carry_out(connection, case, decision)


def compare(desk: Desk, case: Case, login: str, rows: tuple[int, ...] = (0, 1)) -> Case:
    house = desk.staffed.house
    with house.database.transaction() as connection:
        return house.compare(connection, case, login, login.title(), rows)


def signed_letter(desk: Desk) -> FiledFile:
    agency = desk.pki.organisation(NINH_KIEU.name, CITY.name, email=NINH_KIEU.mailbox)
    leader = desk.pki.person("Trần Văn Bảy", CITY.name, NINH_KIEU.name)
    pdf = set_letter(Letter(sheets=(TWO_RECRUITS,)))
    by_leader = desk.pki.sign(pdf, leader, field_name="LanhDao")
    return FiledFile("cong van.pdf", desk.pki.sign(by_leader, agency, field_name="VanThu"))


def test_typed_rows_make_a_case_whose_clock_counts_from_the_arrival(desk: Desk) -> None:
    case = desk.staffed.house.manual(a_filing(channel=Channel.POST), TYPED, (SCAN,))
    assert (case.state, case.channel) == (State.IN_REVIEW, Channel.POST)
    assert case.arrived_at == NOON - timedelta(minutes=20)
    assert case.due_at == desk.staffed.house.deadline(case.arrived_at).due_at
    assert [row.name for row in case.rows] == ["Nguyễn Thị Hồng Đào", "Trần Văn Quý"]
    assert case.letter.number == "45/UBND-VP"
    assert case.reply_to == NINH_KIEU.mailbox
    with desk.staffed.house.database.transaction() as connection:
        (mail,) = messages.of_case(connection, case.id)
        told = [(event.what, event.who) for event in history.of_case(connection, case.id)]
    assert b"ban quet.pdf" in desk.staffed.house.archive.get(mail.raw_sha)
    assert ("filed", "Ngọc Lan") in told


def test_the_same_form_sent_twice_is_one_case(desk: Desk) -> None:
    manual = desk.staffed.house.manual
    first = manual(a_filing(), TYPED, (SCAN,))
    assert manual(a_filing(), TYPED, (SCAN,)).id == first.id
    assert manual(a_filing(token="t2"), TYPED, (SCAN,)).id != first.id


@pytest.mark.parametrize(
    ("different", "typed", "told"),
    [
        pytest.param({"arrived_at": NOON + timedelta(hours=1)}, TYPED, "ở tương lai", id="future"),
        pytest.param({"arrived_at": NOON - timedelta(days=400)}, TYPED, "quá một năm", id="old"),
        pytest.param({"agency_code": "la"}, TYPED, "Chưa chọn cơ quan", id="no agency"),
        pytest.param({"completes": "HS-2026-99999"}, TYPED, "để bổ sung", id="no such case"),
        pytest.param({}, NOTHING, "Chưa có tệp nào", id="nothing at all"),
    ],
)
def test_what_is_missing_is_told_and_opens_no_case(
    desk: Desk, different: dict[str, Any], typed: TypedList, told: str
) -> None:
    with pytest.raises(BadInputError, match=told):
        desk.staffed.house.manual(a_filing(**different), typed, ())
    with desk.staffed.house.database.transaction() as connection:
        assert desk.staffed.house.cases.open_cases(connection) == ()


def test_typed_rows_are_granted_only_after_a_second_person_compared_them(desk: Desk) -> None:
    case = desk.staffed.house.manual(a_filing(), TYPED, (SCAN,))
    with pytest.raises(BadInputError, match="người thứ hai đối chiếu"):
        approve(desk, case)
    with pytest.raises(BadInputError, match="không được tự đối chiếu"):
        compare(desk, case, "lan")
    with pytest.raises(BadInputError, match="đủ mọi dòng"):
        compare(desk, case, "minh", (0,))
    done = compare(desk, case, "minh")
    assert "manual.needs_comparison" not in codes(done)
    assert approve(desk, done).state is State.ACCEPTED


def test_the_finding_alone_does_not_open_the_way(desk: Desk) -> None:
    """Were the finding lost, the paperwork itself still forbids the approval."""
    case = desk.staffed.house.manual(a_filing(), TYPED, (SCAN,))
    with pytest.raises(BadInputError, match="người thứ hai đối chiếu"):
        approve(desk, replace(case, findings=()))


def test_a_row_changed_after_the_comparison_must_be_compared_anew(desk: Desk) -> None:
    house = desk.staffed.house
    done = compare(desk, house.manual(a_filing(), TYPED, (SCAN,)), "minh")
    edited = replace(done, rows=(done.rows[0], replace(done.rows[1], national_id="092088009999")))
    with pytest.raises(BadInputError, match="Dòng 2 đã thay đổi sau khi đối chiếu"):
        approve(desk, edited)
    with house.database.transaction() as connection:
        one = Decision(DecisionKind.APPROVE, "Minh", desk.staffed.now, rows=(0,))
        assert house.carry_out(connection, edited, one).state is State.ACCEPTED


def test_a_signed_file_is_verified_as_usual_and_needs_no_second_person(desk: Desk) -> None:
    case = desk.staffed.house.manual(a_filing(), NOTHING, (signed_letter(desk),))
    assert [row.national_id for row in case.rows] == ["092190001234", "092088004321"]
    assert codes(case, Severity.BLOCKS) == set()
    assert "signature.certificate_first_seen" in codes(case)
    assert "manual.needs_comparison" not in codes(case)
    assert approve(desk, case).state is State.ACCEPTED


def test_a_file_changed_after_signing_blocks_as_in_a_mail(desk: Desk) -> None:
    file = signed_letter(desk)
    broken = FiledFile(file.name, file.data.replace(b"/Type", b"/type", 1))
    case = desk.staffed.house.manual(a_filing(), TYPED, (broken,))
    assert any(code.startswith("signature.") for code in codes(case, Severity.BLOCKS))
    assert "manual.needs_comparison" in codes(case)


def test_typed_rows_beside_a_signed_list_are_compared_never_obeyed(desk: Desk) -> None:
    other = (TYPED.rows[0], (*TYPED.rows[1][:5], "092088009999", *TYPED.rows[1][6:]))
    typed = replace(TYPED, rows=other)
    case = desk.staffed.house.manual(a_filing(), typed, (signed_letter(desk),))
    assert case.rows[1].national_id == "092088004321"
    assert "request.copy_differs" in codes(case, Severity.LOOK)


def test_what_the_readers_make_of_the_scan_is_held_against_what_was_typed(desk: Desk) -> None:
    scan = FiledFile("ban in.pdf", set_letter(Letter(sheets=(TWO_RECRUITS,))))
    other = (TYPED.rows[0], (*TYPED.rows[1][:5], "092088009999", *TYPED.rows[1][6:]))
    case = desk.staffed.house.manual(a_filing(), replace(TYPED, rows=other), (scan,))
    assert case.rows[1].national_id == "092088009999"
    (told,) = [one for one in case.findings if one.code == "manual.scan_differs"]
    assert (told.row, told.column) == (1, "national_id")
    assert "092088" not in str(told.fields)


def test_rows_of_a_scan_that_nobody_typed_need_a_second_person_too(desk: Desk) -> None:
    scan = FiledFile("ban in.pdf", set_letter(Letter(sheets=(TWO_RECRUITS,))))
    case = desk.staffed.house.manual(a_filing(), NOTHING, (scan,))
    assert len(case.rows) == 2
    assert "manual.needs_comparison" in codes(case, Severity.BLOCKS)


def test_paper_alone_is_not_granted_where_the_department_does_not_accept_it(
    tmp_path: Path,
) -> None:
    with a_desk(tmp_path) as desk:
        case = desk.staffed.house.manual(a_filing(), TYPED, (SCAN,))
        assert "manual.paper_not_accepted" in codes(case, Severity.BLOCKS)
        with pytest.raises(BadInputError, match="chưa nhận hồ sơ không có văn bản ký số"):
            approve(desk, compare(desk, case, "minh"))


def test_a_bad_national_id_is_told_for_its_cell_while_typing(desk: Desk) -> None:
    typed = TypedList(
        Procedure.NEW,
        Holder.PERSON,
        (("1", "Trần Văn Đệ", "", "Phòng Kinh tế", "Chuyên viên", "0920900056", "0901234567", ""),),
    )
    rows, found = desk.staffed.house.manual.preview(a_filing(), typed)
    assert [row.name for row in rows] == ["Trần Văn Đệ"]
    assert (0, "national_id") in {(one.row, one.column) for one in found}
    assert len(NEW_PEOPLE) == len(typed.columns)


def test_a_supplement_on_paper_joins_its_case_and_restarts_the_clock(desk: Desk) -> None:
    house = desk.staffed.house
    case = house.manual(a_filing(), TYPED, (SCAN,))
    with house.database.transaction() as connection:
        asked = replace(case, state=State.AWAITING_SUPPLEMENT)
        house.cases.save(connection, asked, desk.staffed.now, "answered")
    desk.staffed.now += timedelta(days=3)
    later = desk.staffed.now - timedelta(minutes=5)
    again = a_filing(token="t2", arrived_at=later, completes=case.number)
    joined = house.manual(again, TYPED, (SCAN,))
    assert (joined.id, joined.state, joined.corrections) == (case.id, State.IN_REVIEW, 1)
    assert joined.due_at == house.deadline(later).due_at


def test_a_supplement_tells_what_it_changed_and_takes_no_edit_over(desk: Desk) -> None:
    house = desk.staffed.house
    case = house.manual(a_filing(), TYPED, (SCAN,))
    read = case.rows[1].position
    edit = Edit(1, "position", read, "Phó phòng", Basis.MISREAD, "Ngọc Lan", desk.staffed.now)
    with house.database.transaction() as connection:
        edited = house.amend.cell(connection, case, edit)
    only_first = replace(TYPED, rows=TYPED.rows[:1])

    joined = house.manual(a_filing(token="t2", completes=case.number), only_first, (SCAN,))

    assert joined.edits == ()
    assert joined.earlier == Earlier(edited.letter, edited.rows)
    assert [(one.kind, one.before) for one in joined.changes()] == [(ChangeKind.REMOVED, 1)]


def test_a_case_answered_on_paper_mails_nothing_and_ends_at_the_counter(desk: Desk) -> None:
    house = desk.staffed.house
    case = house.manual(a_filing(on_paper=True), TYPED, (SCAN,))
    assert case.reply_to == ""
    assert house.counter.receipt(case, "Ngọc Lan").startswith(b"%PDF")
    refused = Decision(DecisionKind.REFUSE, "Tuấn Minh", desk.staffed.now, ("Không thuộc phạm vi",))
    with house.database.transaction() as connection:
        house.carry_out(connection, case, refused)
    house.compose(desk.staffed.load(case.number))
    (waiting,) = house.letter_office.waiting()
    number = DocumentNumber(12, "TB-TTCNTT")
    house.letter_office.number(waiting.letter.id, number, date(2026, 11, 23), "Ngọc Lan")
    draft = house.letter_office.draft(waiting.letter.id).data
    (receipt,) = house.letter_office.take_in("ky.pdf", desk.signed(draft), "Ngọc Lan")
    assert receipt.reasons == ()
    signed = desk.staffed.load(case.number)
    assert signed.state is State.SIGNED
    with house.database.transaction() as connection:
        assert outbox.of_case(connection, case.id) == ()
        assert house.counter.to_give(connection) == (signed,)
    assert house.counter.signed_notice(signed, "Ngọc Lan").startswith(b"%PDF")
    with house.database.transaction() as connection:
        with pytest.raises(BadInputError, match="người nhận kết quả"):
            house.counter.hand_over(connection, signed, "Ngọc Lan", " ")
        ended = house.counter.hand_over(connection, signed, "Ngọc Lan", "Trần Văn Bảy")
    assert ended.state is State.ANSWERED


def test_a_signed_file_handed_in_that_another_case_is_of_is_told(desk: Desk) -> None:
    manual, letter = desk.staffed.house.manual, signed_letter(desk)
    first = manual(a_filing(), NOTHING, (letter,))
    waits = manual(a_filing(token="t2", letter_number="46/UBND-VP"), TYPED, (SCAN,))
    with desk.staffed.house.database.transaction() as connection:
        asked = Decision(DecisionKind.SUPPLEMENT, "Tuấn Minh", desk.staffed.now, ("thiếu",))
        waits = desk.staffed.house.carry_out(connection, waits, asked)
        waits = desk.staffed.house.cases.save(
            connection, waits.moved(State.SIGNED), desk.staffed.now, "issued"
        )
        desk.staffed.house.cases.save(
            connection, waits.moved(State.AWAITING_SUPPLEMENT), desk.staffed.now, "sent"
        )

    completes = a_filing(token="t3", letter_number="47/UBND-VP", completes=waits.number)
    case = manual(completes, NOTHING, (letter,))

    assert case.id == waits.id
    (told,) = [one for one in case.findings if one.code == "case.same_file"]
    assert told.fields == {"case": first.number}
