"""Whole letters of offices in words of their own are read without a person; what one says against
its list, or of whom of it alone it asks, is told.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from parsers import FlagCode, RequestList, SourceFile
from parsers.acts.left_over import act_of
from parsers.acts.objects import with_objects
from parsers.acts.roles import promises, tells_of_trouble, with_roles
from parsers.acts.standing import told_against
from parsers.interpret import interpret
from parsers.said.subset import subset_named
from parsers.text.words import pattern_spelled
from parsers.word.first import read_first
from tests.parsers.plain_docx import plain_docx

LETTERS = Path(__file__).with_name("letters")
OWN_WORDS = (LETTERS / "own_words.txt").read_text("utf-8").strip().split("\n\n")
AGAINST = (LETTERS / "against.txt").read_text("utf-8").splitlines()
HARMLESS = (LETTERS / "harmless.txt").read_text("utf-8").splitlines()
PARTIES = ("UBND XÃ MỸ TÚ", "", "Sở Khoa học và Công nghệ thành phố Cần Thơ")
ASKS = "Đề nghị quý Sở cấp mới hộp thư điện tử công vụ theo danh sách kèm theo."
SUBJECT = "V/v đề nghị cấp mới hộp thư điện tử công vụ"
TITLES = {"new": "CẤP MỚI", "reset": "CẤP LẠI MẬT KHẨU"}
LISTED = (("Lê Hoàng Nam", "nam"), ("Trần Thị Lan", "lan"), ("Nguyễn Thị Hồng Nhung", "nhung"))


def _read(agency: str, kind: str, subject: str, *body: str, of: str = "") -> RequestList:
    """Return what is read of a letter with a list of three people, who are called `of` there."""
    head = (agency, "Số: 12/CV-VP", subject, "Cần Thơ, ngày 23 tháng 10 năm 2026")
    foot = ("Nơi nhận:", "- Như trên;", "- Lưu: VT.", "THỦ TRƯỞNG ĐƠN VỊ", "Thạch Sà Rây")
    title = f"DANH SÁCH {of}ĐỀ NGHỊ {TITLES[kind]} HỘP THƯ ĐIỆN TỬ CÔNG VỤ"
    mailbox = "Địa chỉ thư điện tử" if kind == "reset" else "Số CCCD"
    values = [
        f"{called}@cantho.gov.vn" if kind == "reset" else f"09208800432{at}"
        for at, (_, called) in enumerate(LISTED)
    ]
    rows = [("TT", "Họ và tên", "Chức vụ", mailbox)]
    rows += [
        (str(at), name, "Chuyên viên", value)
        for at, ((name, _), value) in enumerate(zip(LISTED, values, strict=True), start=1)
    ]
    address = "Kính gửi: Sở Khoa học và Công nghệ thành phố Cần Thơ."
    annex = (title, "(Kèm theo Công văn số 12/CV-VP ngày 23 tháng 10 năm 2026)")
    data = plain_docx(*head, address, *body, *foot, *annex, rows)
    return interpret([read_first(SourceFile("a.docx", data))])


@pytest.mark.parametrize("letter", OWN_WORDS)
def test_a_letter_in_words_of_its_own_is_read_without_a_person(letter: str) -> None:
    head, *body = letter.splitlines()
    agency, kind, subject = head.split(" | ")

    read = _read(agency, kind, subject, *body)

    assert (read.procedure, len(read.rows), read.flags) == (kind, 3, ())


@pytest.mark.parametrize("said", AGAINST)
def test_what_is_said_against_a_list_is_told(said: str) -> None:
    assert _read("UBND XÃ MỸ TÚ", "new", SUBJECT, ASKS, said).flags


@pytest.mark.parametrize("said", HARMLESS)
def test_what_an_office_tells_of_itself_and_its_people_speaks_against_nothing(said: str) -> None:
    assert _read("UBND XÃ MỸ TÚ", "new", SUBJECT, ASKS, said).flags == ()


def test_a_person_is_told_the_part_that_speaks_against_a_list() -> None:
    said = "Phòng Y tế đã sáp nhập, hai đồng chí chuyển sang đơn vị mới."

    (flag,) = _read("UBND XÃ MỸ TÚ", "new", SUBJECT, ASKS, said).flags

    assert flag.code is FlagCode.PART_UNCLEAR
    assert dict(flag.fields) == {"text": said, "left": "chuyển sang đơn vị mới"}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Thông tin của Phòng Y tế chưa được xác nhận.", "chưa được xác nhận"),
        ("Thông tin của cán bộ được ghi tại danh sách.", ""),
        ("Viên chức của trường chưa có hộp thư.", ""),
        ("Viên chức của trường chưa được công nhận.", "chưa được công nhận"),
        ("Phòng sẽ hướng dẫn các đồng chí đổi mật khẩu.", ""),
        ("Phòng sẽ hướng dẫn các đồng chí làm đơn ra khỏi ngành.", "sẽ hướng dẫn"),
        ("Hộp thư bị khóa do cán bộ nhập sai mật khẩu.", ""),
        ("Hộp thư bị khóa do cán bộ đã nghỉ chế độ.", "đã nghỉ chế độ"),
        ("Phường được thành lập trên cơ sở sáp nhập hai xã.", ""),
        ("Trạm đã sáp nhập về Trung tâm Y tế.", "đã sáp nhập"),
        ("Nếu hồ sơ chưa đầy đủ, xin quý Sở phản hồi.", ""),
        ("Hồ sơ của hai đồng chí chưa đầy đủ.", "hồ sơ"),
    ],
)
def test_what_stands_not_as_listed_is_known_by_small_words_and_ends(said: str, told: str) -> None:
    against = told_against(with_objects(said, PARTIES))

    assert pattern_spelled(told) in against
    assert bool(against) == bool(told)


@pytest.mark.parametrize(
    ("said", "above", "subset"),
    [
        ("Đề nghị cấp hộp thư cho các đảng viên trong danh sách kèm theo.", "",
         "cho các đảng viên trong danh sách"),
        ("Đề nghị cấp hộp thư cho đảng viên có tên trong danh sách.", "",
         "cho đảng viên có tên trong danh sách"),
        ("Đề nghị cấp hộp thư cho các đảng viên trong danh sách.", "DANH SÁCH ĐẢNG VIÊN", ""),
        ("Đề nghị cấp hộp thư cho 03 đảng viên trong danh sách.", "", ""),
        ("Đề nghị cấp hộp thư cho người mới tuyển trong danh sách.", "",
         "cho người mới tuyển trong danh sách"),
        ("Đề nghị cấp hộp thư cho cán bộ, công chức trong danh sách.", "", ""),
        ("Đề nghị cấp hộp thư cho công chức UBND xã Mỹ Tú trong danh sách.", "", ""),
        ("Công chức dưới 50 tuổi trong danh sách được cấp.", "",
         "Công chức dưới 50 tuổi trong danh sách"),
        ("Đề nghị cấp hộp thư cho người được Đảng ủy giới thiệu.", "",
         "cấp hộp thư cho người được Đảng ủy giới thiệu"),
    ],
)  # fmt: skip
def test_whom_of_its_list_a_letter_asks_for_is_told(said: str, above: str, subset: str) -> None:
    found = subset_named(said, PARTIES[0], (above,))

    assert bool(found) == bool(subset)
    assert found in subset or subset in found


def test_the_title_of_a_list_may_call_all_of_it_so() -> None:
    said = "Đề nghị quý Sở cấp mới hộp thư điện tử công vụ cho các đảng viên trong danh sách."

    assert _read("UBND XÃ MỸ TÚ", "new", SUBJECT, said).flags
    assert not _read("UBND XÃ MỸ TÚ", "new", SUBJECT, said, of="ĐẢNG VIÊN ").flags


@pytest.mark.parametrize(
    ("said", "folded"),
    [
        ("Nhằm giúp các đồng chí sớm làm quen với công việc, đơn vị đề nghị cấp hộp thư.", True),
        ("Nhằm ưu tiên cho lãnh đạo, đơn vị đề nghị cấp hộp thư.", False),
        ("Để chờ kiện toàn nhân sự, đơn vị đề nghị cấp hộp thư.", False),
        ("Đơn vị đề nghị cấp hộp thư để không ảnh hưởng đến công việc.", True),
        ("Đơn vị đề nghị cấp hộp thư để thay cho hộp thư cũ.", False),
    ],
)
def test_a_purpose_is_of_any_words_but_those_that_choose(said: str, *, folded: bool) -> None:
    objects = with_objects(said, PARTIES)

    assert (with_roles(objects) != objects) == folded


@pytest.mark.parametrize(
    ("said", "does_no_more"),
    [
        ("Ba hộp thư bị kẻ gian chiếm quyền để phát tán thư rác.", True),
        ("Máy tính hỏng nên mật khẩu lưu trên trình duyệt bị mất.", True),
        ("Hộp thư của trường hợp thứ hai bị mất mật khẩu.", False),
        ("Hộp thư bị mất mật khẩu, đề nghị thu hồi.", False),
        ("Hộp thư của người nghỉ hưu quên mật khẩu.", False),
    ],
)
def test_a_trouble_is_of_any_words_but_those_that_choose(said: str, *, does_no_more: bool) -> None:
    assert tells_of_trouble(with_objects(said, PARTIES)) == does_no_more


@pytest.mark.parametrize(
    ("said", "does_no_more"),
    [
        ("UBND xã Mỹ Tú cam kết không cho người ngoài mượn hộp thư.", True),
        ("UBND xã Mỹ Tú sẽ hướng dẫn các đồng chí giữ gìn mật khẩu.", True),
        ("UBND xã Mỹ Tú sẽ hướng dẫn khi có danh sách chính thức.", False),
        ("UBND xã Mỹ Tú cam kết chỉ cấp cho công chức.", False),
    ],
)
def test_a_promise_is_of_any_words_but_those_that_choose(said: str, *, does_no_more: bool) -> None:
    assert promises(with_objects(said, PARTIES)) == does_no_more


@pytest.mark.parametrize(
    "part",
    ["để ", "nhằm phục vụ ", "cho công chức ", "nếu có ", "quên mật khẩu ", "xin gửi lời ",
     "công chức, ", "hai đồng chí của phòng ", "thông tin và ", "công chức chưa được ",
     "nay thuộc "],
)  # fmt: skip
def test_many_words_cost_no_time(part: str) -> None:
    text = f"Đề nghị cấp hộp thư {part * 300}."
    begun = time.process_time()

    act_of(text, PARTIES)
    subset_named(text, PARTIES[0], ())

    assert time.process_time() - begun < 4  # a guard against hangs, no claim
