"""Mails nobody wished for: too large, empty, packed, broken, half a dossier. Nothing is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from mailbot.cases.case import Case
from mailbot.cases.finding import Severity
from mailbot.cases.state import State
from mailbot.clock import local
from mailbot.errors import SandboxError, SandboxFailure
from mailbot.intake.examine import Examine
from mailbot.intake.header_trace import content_hash
from mailbot.storage import messages
from tests.journeys.desk import OFFICER, desk_of
from tests.journeys.paper import NEW_PEOPLE, TWO_RECRUITS, Letter
from tests.journeys.reply import body_of, opened
from tests.journeys.world import ASKER, OTHER, World, a_mail
from tests.servers.mail import INBOX

LETTER = Letter(sheets=(TWO_RECRUITS,))


def received(world: World, raw: bytes, login: str = ASKER) -> None:
    world.submit(raw, login)
    world.take_in()
    world.work()


def in_review(world: World) -> tuple[Case, set[str]]:
    case = world.the_case()
    assert case.state is State.IN_REVIEW
    return case, {f.code for f in case.findings if f.severity is not Severity.NOTE}


def test_a_request_that_bears_the_message_id_of_a_mail_of_ours_is_no_copy_of_it(
    world: World,
) -> None:
    received(world, a_mail(("Công văn 45.pdf", world.signed(LETTER))))
    (reply,) = world.replies()
    other = world.signed(Letter(number="46/UBND-VP", sheets=(TWO_RECRUITS,)))
    received(world, a_mail(("Công văn 46.pdf", other), Message_ID=opened(reply)["Message-ID"]))
    assert [case.letter.number for case in world.cases()] == ["45/UBND-VP", "46/UBND-VP"]


def too_large(**different: Any) -> bytes:
    return a_mail(("ban-quet.pdf", b"%PDF-1.7\n" + b"0" * 19_000_000), **different)


def test_a_mail_too_large_is_answered_once_where_its_header_proves_the_sender(
    world: World,
) -> None:
    raw = too_large()
    assert len(raw) > 25_000_000
    received(world, raw)
    received(world, raw)  # sent again, and again it is not fetched
    assert world.cases() == ()
    (reply,) = world.replies()
    assert opened(reply)["In-Reply-To"] == opened(raw)["Message-ID"]
    assert "25,0 MB" in body_of(reply)
    assert not any(b"Seen" in flags for flags in world.servers.flags(INBOX))


def test_a_mail_too_large_with_a_forged_sender_is_not_answered(
    world: World, tmp_path: Path
) -> None:
    raw = too_large()
    received(world, raw, login=OTHER)
    assert world.replies() == ()
    assert world.replies(OTHER) == ()
    (told,) = desk_of(world, tmp_path).value("mails")
    assert told["disposition"] == "oversize"
    assert told["details"] == ["Thư vượt quá dung lượng nhận."]
    received(world, raw)
    assert len(world.replies()) == 1


def test_a_mail_too_large_of_an_agency_that_is_not_proven_goes_to_a_person(world: World) -> None:
    received(world, too_large(Reply_To="phongban@cantho.gov.vn"))
    case, codes = in_review(world)
    assert codes >= {"sender.reply_to_differs", "request.unreadable"}
    assert (case.agency_code, case.reply_to) == ("pnk", ASKER)
    assert world.replies() == ()


def test_a_large_mail_is_archived_part_by_part_to_the_last_byte_and_answered(world: World) -> None:
    ballast = ("khóa công khai.asc", b"\xff\xd8\xff" + bytes(range(256)) * 12_000)
    received(world, a_mail(("Công văn.pdf", world.signed(LETTER)), ballast))
    case, house = world.the_case(), world.house
    assert case.state is State.ANSWERED
    raw, *_ = world.servers.fetch_all(INBOX)
    with house.database.transaction() as connection:
        (mail,) = messages.of_case(connection, case.id)
    assert len(raw) > 4_000_000
    assert house.archive.get(mail.raw_sha) == raw
    assert mail.content_sha == content_hash(raw, house.evidence)


def test_a_mail_without_anything_in_it_is_left_alone(world: World) -> None:
    bare = f"From: {ASKER}\r\nTo: {INBOX}\r\nMessage-ID: <trong@cantho.gov.vn>\r\n\r\n"
    received(world, bare.encode())
    assert world.cases() == ()
    assert world.replies() == ()


def test_a_request_without_any_file_goes_to_a_person(world: World) -> None:
    received(world, a_mail())
    case, codes = in_review(world)
    assert "request.no_attachment" in codes
    assert case.rows == ()


def test_a_letter_packed_into_a_zip_is_read(world: World) -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("Công văn 45.pdf", world.signed(LETTER))
    received(world, a_mail(("Hồ sơ.zip", packed.getvalue())))
    assert [row.name for row in world.the_case().rows] == ["Nguyễn Thị Hồng Đào", "Trần Văn Quý"]


def test_a_broken_pdf_goes_to_a_person(world: World) -> None:
    pdf = world.signed(LETTER)
    received(world, a_mail(("Công văn.pdf", pdf[: len(pdf) // 3])))
    _, codes = in_review(world)
    assert codes & {"signature.unreadable", "signature.unsigned", "list.file_unreadable"}


def test_a_letter_without_its_list_goes_to_a_person(world: World) -> None:
    letter = world.signed(replace(LETTER, with_annex=False))
    received(world, a_mail(("Công văn.pdf", letter)))
    case, codes = in_review(world)
    assert case.rows == ()
    assert "request.no_rows" in codes


def test_a_letter_that_names_another_signer_than_its_certificate_goes_to_a_person(
    world: World,
) -> None:
    letter = world.signed(replace(LETTER, signer="Lê Thị Khác"))
    received(world, a_mail(("Công văn.pdf", letter)))
    case, codes = in_review(world)
    assert "signature.named_otherwise" in codes
    (place,) = (one.place for one in case.findings if one.code == "signature.named_otherwise")
    assert place is not None
    assert (place.file, place.page) == ("Công văn.pdf", 1)


def test_a_list_without_its_letter_goes_to_a_person(world: World) -> None:
    annex = world.signed(replace(LETTER, with_letter=False), leader=False)
    received(world, a_mail(("Phụ lục.pdf", annex)))
    case, codes = in_review(world)
    assert len(case.rows) == 2
    assert "list.letter_missing" in codes


def test_an_unsigned_list_that_says_otherwise_is_shown_and_not_obeyed(world: World) -> None:
    other = replace(
        TWO_RECRUITS,
        rows=(TWO_RECRUITS.rows[0], ("2", "Kẻ Gian Lận", *TWO_RECRUITS.rows[1][2:])),
    )
    received(
        world,
        a_mail(("Công văn.pdf", world.signed(LETTER)), ("Danh sách.xlsx", workbook(other.rows))),
    )
    case, codes = in_review(world)
    assert "request.copy_differs" in codes
    assert case.rows[1].name == "Trần Văn Quý"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BESIDE = [
    pytest.param(
        "ds.doc", OLE + "WordDocument".encode("utf-16-le"), "list.file_old_word", id="doc"
    ),
    pytest.param(
        "ds.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "list.file_encrypted", id="locked"
    ),
    pytest.param("ds.rar", b"Rar!\x1a\x07\x01\x00", "list.file_archive", id="rar"),
    pytest.param("ds.csv", "3,Lê Văn Bảy".encode(), "list.file_unsupported", id="csv"),
    pytest.param("ds.jpg", b"\xff\xd8\xff\xe0", "request.picture_beside", id="photograph"),
]


@pytest.mark.parametrize(("name", "data", "code"), BESIDE)
def test_a_file_beside_the_signed_list_that_nobody_read_is_told(
    world: World, name: str, data: bytes, code: str
) -> None:
    received(world, a_mail(("Công văn.pdf", world.signed(LETTER)), (name, data)))
    case, codes = in_review(world)
    assert codes == {code}
    assert len(case.rows) == 2
    (place,) = (one.place for one in case.findings if one.code == code)
    assert place is not None
    assert place.file == name


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"text": "Đơn vị xin rút lại văn bản này, chưa thực hiện."}, id="text"),
        pytest.param({"Subject": "Xin rút lại đề nghị cấp mới hộp thư điện tử"}, id="subject"),
    ],
)
def test_what_a_mail_says_against_its_signed_letter_is_told(
    world: World, changes: dict[str, str]
) -> None:
    received(world, a_mail(("Công văn.pdf", world.signed(LETTER)), **changes))
    _, codes = in_review(world)
    assert codes == {"request.mail_speaks"}


def test_an_unsigned_list_that_says_the_same_changes_nothing(world: World) -> None:
    received(
        world,
        a_mail(
            ("Công văn.pdf", world.signed(LETTER)),
            ("Danh sách.xlsx", workbook(TWO_RECRUITS.rows)),
        ),
    )
    assert world.the_case().state is State.ANSWERED


def test_a_mail_that_kills_its_reader_is_a_case_for_a_person(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise SandboxError(SandboxFailure.CRASHED, "SIGSEGV")

    examine: Examine = world.house.examine
    monkeypatch.setattr(type(world.house.sandbox), "run_on", dies)
    assert world.house.examine is examine
    received(world, a_mail(("Công văn.pdf", world.signed(LETTER))))
    case, codes = in_review(world)
    assert "request.unreadable" in codes
    assert case.reply_to == ASKER


def test_mail_older_than_the_first_day_is_not_answered(world: World) -> None:
    world.submit(a_mail(("Công văn.pdf", world.signed(LETTER))))
    receive = replace(world.house.receive, since=world.house.clock().date().replace(year=2100))
    with world.house.inbox.open() as folder:
        assert receive(folder) == 0
    world.work()
    assert world.cases() == ()


def test_a_mail_left_alone_can_be_taken_and_counts_from_its_arrival(
    world: World, tmp_path: Path
) -> None:
    received(world, a_mail(Subject="Giấy mời họp giao ban tuần 48"))
    desk = desk_of(world, tmp_path)
    (left,) = desk.value("mails")
    assert left["details"] == ["Thư không nói đến hộp thư hay mật khẩu."]
    desk.value("take", str(left["message"]), "--officer", OFFICER)
    world.work()
    case, _ = in_review(world)
    assert local(case.arrived_at).strftime("%d/%m/%Y %H:%M") == left["arrived_at"]
    assert case.due_at == world.house.deadline(case.arrived_at).due_at
    assert f"{OFFICER} lấy thư làm hồ sơ." in desk.text("explain", case.number)
    assert "đã thành hồ sơ" in desk.refusal("take", str(left["message"]), "--officer", OFFICER)


def test_a_forged_mail_that_is_taken_is_still_not_answered(world: World, tmp_path: Path) -> None:
    received(world, a_mail(("Công văn.pdf", world.signed(LETTER))), login=OTHER)
    desk = desk_of(world, tmp_path)
    (left,) = desk.value("mails")
    desk.value("take", str(left["message"]), "--officer", OFFICER)
    world.work()
    case, _ = in_review(world)
    assert case.reply_to == ""
    assert "ask-resend" in desk.refusal("approve", case.number, "--officer", OFFICER)
    assert world.replies() == ()


def workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """Return the list as a spreadsheet, as agencies send it along for convenience."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Danh sách", 0)
    sheet.append(["DANH SÁCH YÊU CẦU CẤP MỚI THƯ ĐIỆN TỬ THÀNH PHỐ CẦN THƠ"])
    sheet.append(list(NEW_PEOPLE))
    for row in rows:
        sheet.append(list(row))
    data = BytesIO()
    book.save(data)
    return data.getvalue()
