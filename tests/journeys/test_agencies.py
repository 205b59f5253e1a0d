"""Who asks for whom: superiors, units, new agencies, and what the second person confirms."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mailbot.cases.finding import Severity
from mailbot.cases.mailbox import Mailbox
from mailbot.cases.row import Holder
from mailbot.cases.state import State
from mailbot.storage import registry_store
from tests.journeys.desk import OFFICER, SECOND, desk_of
from tests.journeys.paper import CLERK, NEW_PEOPLE, OFFICE, TWO_RECRUITS, Letter, Sheet
from tests.journeys.reply import file_named, file_names, text_of
from tests.journeys.test_resets import FORGOT, TITLE
from tests.journeys.world import (
    ASKER,
    ASKER_NAME,
    CITY_NAME,
    OTHER,
    OTHER_NAME,
    World,
    a_mail,
)

CITY = "sonoivu@cantho.gov.vn"
RESET_ORGANISATIONS = (
    "STT", "Tên cơ quan, đơn vị", "Tên cơ quan cấp trên", "Địa chỉ hộp thư điện tử",
    "Công chức được phân công quản lý hộp thư", "Ghi chú",
)  # fmt: skip
NEW_ORGANISATIONS = (
    "STT", "Tên cơ quan, đơn vị", "Tên cơ quan cấp trên",
    "Công chức được phân công quản lý hộp thư", "Số điện thoại cơ quan, đơn vị", "Ghi chú",
)  # fmt: skip
WIDE = (0.5, 2, 2, 3, 2, 1)
MANAGER = "Lê Văn Tám, 0901234567, levantam@cantho.gov.vn"


def received(world: World, letter: bytes, login: str = ASKER) -> None:
    world.submit(a_mail(("Công văn.pdf", letter), From=login), login)
    world.take_in()
    world.work()


def heavy(world: World) -> set[str]:
    return {f.code for f in world.the_case().findings if f.severity is not Severity.NOTE}


def lost_mailbox(asker: str, superior: str) -> Letter:
    row = ("1", ASKER_NAME, CITY_NAME, ASKER, "Lê Văn Tám, 0901234567", "")
    return Letter(
        agency=asker,
        superior=superior,
        number="77/UBND-VP",
        subject="đề nghị cấp lại mật khẩu hộp thư điện tử thành phố Cần Thơ",
        body=FORGOT.replace("01 công chức", "01 cơ quan"),
        annex_title="DANH SÁCH YÊU CẦU CẤP LẠI MẬT KHẨU HỘP THƯ ĐIỆN TỬ THÀNH PHỐ CẦN THƠ",
        sheets=(
            Sheet(TITLE.replace("cá nhân", "cơ quan, đơn vị"), RESET_ORGANISATIONS, (row,), WIDE),
        ),
    )


def known_to_directory(world: World) -> None:
    own = Mailbox(ASKER, Holder.ORGANISATION, ASKER_NAME, "pnk")
    with world.house.database.transaction() as connection:
        registry_store.add_mailboxes(connection, (own,))


def test_nobody_gets_a_new_password_for_the_mailbox_he_writes_from(world: World) -> None:
    known_to_directory(world)
    letter = lost_mailbox("ỦY BAN NHÂN DÂN PHƯỜNG NINH KIỀU", "ỦY BAN NHÂN DÂN THÀNH PHỐ CẦN THƠ")
    received(world, world.signed(letter))
    assert world.the_case().state is State.IN_REVIEW
    assert "row.own_mailbox" in heavy(world)
    assert "row.own_mailbox" in {f.code for f in world.the_case().blockers()}


def test_an_agency_that_lost_its_mailbox_asks_through_its_superior(
    world: World, tmp_path: Path
) -> None:
    known_to_directory(world)
    world.give_account(ASKER, "mat-khau-da-quen-1")
    city = world.pki.organisation(CITY_NAME, "Chính phủ", email=CITY)
    leader = world.pki.person("Võ Thị Chín", "Chính phủ", CITY_NAME)
    world.leader = leader
    letter = lost_mailbox("ỦY BAN NHÂN DÂN THÀNH PHỐ CẦN THƠ", "")
    received(world, world.signed(letter, by=city), login=CITY)
    case = world.the_case()
    assert case.agency_code == "ubndtp"
    assert "row.mailbox_protected" in heavy(world)  # never reset without a person
    assert not case.blockers()
    desk = desk_of(world, tmp_path)
    desk.value("approve", case.number, "--officer", OFFICER)
    world.work()
    assert world.the_case().state is State.ANSWERED
    (reply,) = world.replies(CITY)
    assert world.replies(ASKER) == ()
    assert not [name for name in file_names(reply) if name.startswith("Phiếu bàn giao")]
    (task,) = desk.value("tasks")["to_hand_over"]
    given = desk.value("hand-over", task["task"], "--to", "Trần Văn Bảy", "--officer", OFFICER)
    assert not world.can_log_in(ASKER, "mat-khau-da-quen-1")
    assert given["address"] == ASKER
    assert "đã được giao" in desk.refusal(
        "hand-over", task["task"], "--to", "Trần Văn Bảy", "--officer", OFFICER
    )
    assert f"{OFFICER} giao mật khẩu {ASKER} cho Trần Văn Bảy." in desk.text("explain", case.number)
    assert given["password"] not in desk.text("explain", case.number)


def test_a_person_in_a_unit_of_another_agency_goes_to_a_person(world: World) -> None:
    row = ("1", "Nguyễn Thị Hồng Đào", OTHER_NAME, OTHER_NAME, *TWO_RECRUITS.rows[0][4:])
    letter = Letter(sheets=(Sheet(TWO_RECRUITS.title, NEW_PEOPLE, (row,)),))
    received(world, world.signed(letter))
    assert world.the_case().state is State.IN_REVIEW
    assert "row.unit_of_another" in heavy(world)


def test_a_new_unit_gets_a_mailbox_and_the_registry_after_a_second_person(
    world: World, tmp_path: Path
) -> None:
    row = ("1", "Trung tâm Văn hóa phường Ninh Kiều", ASKER_NAME, MANAGER, "", "")
    title = "1. Yêu cầu cấp mới hộp thư điện tử đối với cơ quan, đơn vị:"
    letter = Letter(
        body=(
            "Ủy ban nhân dân phường Ninh Kiều kính đề nghị Sở Thông tin và Truyền thông cấp mới "
            "hộp thư điện tử thành phố Cần Thơ cho 01 đơn vị mới được thành lập./."
        ),
        sheets=(Sheet(title, NEW_ORGANISATIONS, (row,)),),
    )
    received(world, world.signed(letter))
    case, desk = world.the_case(), desk_of(world, tmp_path)
    assert heavy(world) == {"row.missing_phone"}
    desk.value("approve", case.number, "--officer", OFFICER)
    world.work()
    assert world.the_case().state is State.ANSWERED
    (reply,) = world.replies()
    address = next(
        box.address
        for box in directory_of(world)
        if box.name == "Trung tâm Văn hóa phường Ninh Kiều"
    )
    assert address in text_of(file_named(reply, "Thông báo"))
    (proposal,) = desk.value("agencies", "proposals")
    assert (proposal["mailbox"], proposal["proposed_by"]) == (address, OFFICER)
    number = str(proposal["proposal"])
    assert "người thứ hai" in desk.refusal(
        "agencies", "confirm", number, "--officer", f" {OFFICER} "
    )
    assert registered(world, address) is None
    desk.value("agencies", "confirm", number, "--officer", SECOND)
    assert registered(world, address) == "pnk-vh"
    assert desk.value("agencies", "proposals") == []


def directory_of(world: World) -> tuple[Mailbox, ...]:
    with world.house.database.transaction() as connection:
        return registry_store.load_directory(connection).mailboxes


def registered(world: World, address: str) -> str | None:
    with world.house.database.transaction() as connection:
        agency = registry_store.load_registry(connection).by_mailbox(address)
    return agency.code if agency else None


def test_a_mailbox_just_made_is_known_to_the_next_request(world: World) -> None:
    letter = Letter(sheets=(TWO_RECRUITS,))
    received(world, world.signed(letter))
    received(world, world.signed(replace(letter, number="46/UBND-VP")))
    first, second = sorted(world.cases(), key=lambda case: case.id)
    assert first.state is State.ANSWERED
    assert second.state is State.IN_REVIEW
    assert {f.code for f in second.findings if f.row is not None} == {"row.already_has_mailbox"}


def test_a_person_just_given_a_mailbox_is_found_again_from_another_agency(world: World) -> None:
    received(world, world.signed(Letter(sheets=(TWO_RECRUITS,))))
    assert world.the_case().state is State.ANSWERED
    other = world.pki.organisation(OTHER_NAME, CITY_NAME, email=OTHER)
    world.leader = world.pki.person("Lê Văn Chín", CITY_NAME, OTHER_NAME)
    told = ("1", "Tran Van Qui", OTHER_NAME, OFFICE, CLERK, "092 088 004 321", "0987654321", "")
    letter = Letter(
        agency=OTHER_NAME.upper(),
        number="46/UBND-VP",
        body=Letter().body.replace(ASKER_NAME, OTHER_NAME).replace("02 công chức", "01 công chức"),
        sheets=(Sheet(TWO_RECRUITS.title, NEW_PEOPLE, (told,)),),
    )
    received(world, world.signed(letter, by=other), login=OTHER)
    first, second = sorted(world.cases(), key=lambda case: case.id)
    assert second.state is State.IN_REVIEW
    (found,) = (one for one in second.findings if one.code == "row.given_before")
    assert found.fields["case"] == first.number
    assert found.fields["address"] in {box.address for box in directory_of(world)}
