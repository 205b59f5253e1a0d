"""New passwords: granted only where the asker answers for the mailbox and its holder."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailbot.cases.case import Decision, DecisionKind
from mailbot.cases.finding import Severity
from mailbot.cases.row import Unserved
from mailbot.cases.state import State
from mailbot.errors import BadInputError
from mailbot.storage import effects, history, registry_store
from tests.journeys.paper import RESET_PEOPLE, Letter, Sheet, set_letter
from tests.journeys.reply import file_named, file_names, passwords_in, text_of
from tests.journeys.world import DIRECTORY, World, a_mail

FORGOT = (
    "Ủy ban nhân dân phường Ninh Kiều kính đề nghị Sở Thông tin và Truyền thông cấp lại mật khẩu "
    "hộp thư điện tử thành phố Cần Thơ cho 01 công chức do quên mật khẩu. (Đính kèm phụ lục)"
)
TITLE = "2. Yêu cầu cấp lại mật khẩu hộp thư điện tử đối với cá nhân:"
OWN = (
    "1",
    "Lê Văn Tám",
    "Phòng Kinh tế",
    "Chuyên viên",
    "0901234567",
    "levantam@cantho.gov.vn",
    "",
)


def asking(*row: str) -> Letter:
    return Letter(
        number="50/UBND-VP",
        subject="đề nghị cấp lại mật khẩu hộp thư điện tử thành phố Cần Thơ",
        body=FORGOT,
        annex_title="DANH SÁCH YÊU CẦU CẤP LẠI MẬT KHẨU HỘP THƯ ĐIỆN TỬ THÀNH PHỐ CẦN THƠ",
        sheets=(Sheet(TITLE, RESET_PEOPLE, (row,)),),
    )


def asking_for(*rows: tuple[str, ...]) -> Letter:
    body = FORGOT.replace("01 công chức", f"{len(rows):02d} công chức")
    return replace(asking(*OWN), body=body, sheets=(Sheet(TITLE, RESET_PEOPLE, rows),))


def cancelling(*row: str) -> Letter:
    return replace(
        asking(*row),
        subject="đề nghị hủy bỏ hộp thư điện tử thành phố Cần Thơ",
        body=FORGOT.replace("cấp lại mật khẩu", "hủy bỏ").replace(" do quên mật khẩu", ""),
        annex_title="DANH SÁCH ĐỀ NGHỊ HỦY BỎ HỘP THƯ ĐIỆN TỬ THÀNH PHỐ CẦN THƠ",
        sheets=(Sheet("Đề nghị hủy bỏ hộp thư đối với cá nhân:", RESET_PEOPLE, (row,)),),
    )


def with_account(world: World, address: str, password: str) -> None:
    world.give_account(address, password)


def received(world: World, *files: tuple[str, bytes]) -> None:
    world.submit(a_mail(*files, Subject="V/v cấp lại mật khẩu hộp thư điện tử"))
    world.take_in()
    world.work()


def test_a_forgotten_password_is_set_anew(world: World) -> None:
    with_account(world, "levantam@cantho.gov.vn", "mat-khau-da-quen-1")
    received(world, ("Công văn 50.pdf", world.signed(asking(*OWN))))
    case = world.the_case()
    assert [f.code for f in case.findings if f.severity is not Severity.NOTE] == []
    assert case.state is State.ANSWERED
    (reply,) = world.replies()
    ((address, password),) = passwords_in(file_named(reply, "Phiếu bàn giao")).items()
    assert address == "levantam@cantho.gov.vn"
    assert world.can_log_in(address, password)
    assert not world.can_log_in(address, "mat-khau-da-quen-1")


def test_a_list_that_nobody_serves_goes_to_a_person_with_its_rows(world: World) -> None:
    with_account(world, "levantam@cantho.gov.vn", "mat-khau-dang-dung-1")
    received(world, ("Công văn 50.pdf", world.signed(cancelling(*OWN))))
    case = world.the_case()
    assert (case.state, case.procedure, case.rows) == (State.IN_REVIEW, "cancel", ())
    (row,) = case.unserved
    assert (row.asked, row.name, row.email) == (Unserved.CANCEL, "Lê Văn Tám", OWN[5])
    assert row.place is not None
    assert row.place.page == 2
    assert "list.procedure_unpublished" in {finding.code for finding in case.findings}
    granted = Decision(DecisionKind.APPROVE, "Lê Thị Cán Bộ", world.house.clock())
    with pytest.raises(BadInputError, match="dòng"), world.house.database.transaction() as one:
        world.house.carry_out(one, case, granted)
    assert world.can_log_in("levantam@cantho.gov.vn", "mat-khau-dang-dung-1")


def test_the_history_names_nobody_of_a_list_that_nobody_serves(world: World) -> None:
    received(world, ("Công văn 50.pdf", world.signed(cancelling(*OWN))))
    why = f"Chưa có thủ tục hủy hộp thư của {OWN[1]}."
    refused = Decision(DecisionKind.REFUSE, "Lê Thị Cán Bộ", world.house.clock(), (why,))
    with world.house.database.transaction() as connection:
        case = world.house.cases.open_cases(connection)[0]
        world.house.carry_out(connection, case, refused)
        told = [str(one.detail) for one in history.of_case(connection, case.id)]
    assert any("hủy hộp thư của …" in detail for detail in told)
    assert not any(OWN[1] in detail for detail in told)


def test_the_annex_may_be_a_second_signed_file(world: World) -> None:
    with_account(world, "levantam@cantho.gov.vn", "mat-khau-da-quen-1")
    letter = world.signed(replace(asking(*OWN), with_annex=False))
    annex = world.signed(replace(asking(*OWN), with_letter=False), leader=False)
    received(world, ("Công văn 50.pdf", letter), ("Phụ lục.pdf", annex))
    case = world.the_case()
    assert [f.code for f in case.findings if f.severity is not Severity.NOTE] == []
    assert case.state is State.ANSWERED


def test_an_annex_without_the_organisations_signature_goes_to_a_person(world: World) -> None:
    with_account(world, "levantam@cantho.gov.vn", "mat-khau-da-quen-1")
    letter = world.signed(replace(asking(*OWN), with_annex=False))
    received(
        world,
        ("Công văn 50.pdf", letter),
        ("Phụ lục.pdf", set_letter(replace(asking(*OWN), with_letter=False))),
    )
    case = world.the_case()
    assert case.state is State.IN_REVIEW
    assert "signature.unsigned" in {f.code for f in case.blockers()}


def test_another_agencys_mailbox_is_never_reset_without_a_person(world: World) -> None:
    with_account(world, "phamthihoa@cantho.gov.vn", "mat-khau-cua-hoa-1")
    row = ("1", "Phạm Thị Hoa", "Phòng Văn hóa - Xã hội", "Chuyên viên", "0901234567")
    received(
        world,
        ("Công văn 50.pdf", world.signed(asking(*row, "phamthihoa@cantho.gov.vn", ""))),
    )
    case = world.the_case()
    assert case.state is State.IN_REVIEW
    assert any(f.row == 0 for f in case.blockers())
    assert world.can_log_in("phamthihoa@cantho.gov.vn", "mat-khau-cua-hoa-1")


def test_a_mailbox_the_host_does_not_know_is_told_to_a_person(world: World) -> None:
    received(world, ("Công văn 50.pdf", world.signed(asking(*OWN))))
    case = world.the_case()
    assert case.state is State.IN_REVIEW
    assert "case.row_not_done" in {f.code for f in case.findings}
    assert world.replies() == ()


def test_without_an_agreed_passphrase_the_password_waits_to_be_given_in_person(
    world: World,
) -> None:
    with_account(world, "levantam@cantho.gov.vn", "mat-khau-da-quen-1")
    with world.house.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE agency SET sealed_passphrase = NULL")
    received(world, ("Công văn 50.pdf", world.signed(asking(*OWN))))
    (reply,) = world.replies()
    assert not [name for name in file_names(reply) if name.startswith("Phiếu bàn giao")]
    assert "mang giấy giới thiệu" in text_of(file_named(reply, "Thông báo"))
    with world.house.database.transaction() as connection:
        (waiting,) = effects.to_hand_over(connection)
        password = world.house.effects.password(connection, waiting.op_key)
        assert password is not None
        effects.handed_over(connection, (waiting.op_key,), world.house.clock(), "Lê Thị Cán Bộ")
        assert world.house.effects.password(connection, waiting.op_key) is None
    assert world.can_log_in("levantam@cantho.gov.vn", password)


def test_rows_granted_before_are_not_granted_again_by_the_supplement_to_those_held_back(
    world: World,
) -> None:
    """The agency mends its list, and sends all of it."""
    other = replace(DIRECTORY[0], address="ledinhan@cantho.gov.vn", name="Lê Đình An")
    with world.house.database.transaction() as connection:
        registry_store.add_mailboxes(connection, [other])
    with_account(world, OWN[5], "mat-khau-da-quen-1")
    with_account(world, other.address, "mat-khau-da-quen-2")
    theirs = ("2", other.name, *OWN[2:4], "0912", other.address, "")
    received(world, ("Công văn 50.pdf", world.signed(asking_for(OWN, theirs))))
    case = world.the_case()
    some = Decision(
        DecisionKind.APPROVE, "Lê An", world.house.clock(), ("Sửa số điện thoại.",), (0,), True
    )
    with world.house.database.transaction() as connection:
        world.house.carry_out(connection, case, some)
    world.work()
    held = next(one for one in world.cases() if one.parent_id)
    assert held.state is State.AWAITING_SUPPLEMENT

    mended = asking_for(OWN, (*theirs[:4], "0912345678", *theirs[5:]))
    paper = world.signed(replace(mended, number="51/UBND-VP"))
    subject = f"V/v cấp lại mật khẩu hộp thư điện tử {held.number}"
    world.submit(a_mail(("Công văn 51.pdf", paper), Subject=subject))
    world.take_in()
    world.work()

    held = next(one for one in world.cases() if one.parent_id)
    assert held.state is State.IN_REVIEW
    assert "case.rows_added" in {one.code for one in held.findings}
