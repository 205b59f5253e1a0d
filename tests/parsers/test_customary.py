"""What a letter says is known for its custom, or goes to a person."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from parsers import FlagCode, RequestList, SourceFile, read_request
from parsers.custom.customary import is_customary
from parsers.custom.customary_words import TURNS
from parsers.custom.formal_words import FORMAL
from parsers.meaning.limiting_words import LIMITING
from parsers.meaning.opening import cites, own_words
from parsers.text.words import SENTENCES, clean
from tests.parsers.plain_docx import plain_docx

LETTERS = Path(__file__).with_name("letters")
ORDINARY = (LETTERS / "ordinary.txt").read_text("utf-8").split("\n---\n")
ODD = (LETTERS / "odd.txt").read_text("utf-8").splitlines()


def _unclear(letter: str) -> list[str]:
    said = (one for one in SENTENCES.split(clean(letter)))
    own = (own_words(one) if cites(one) else one for one in said)
    return [one for one in own if one and not is_customary(one)]


@pytest.mark.parametrize("letter", ORDINARY)
def test_an_ordinary_letter_says_nothing_unclear(letter: str) -> None:
    assert _unclear(letter) == []


@pytest.mark.parametrize("sentence", ODD)
def test_what_nobody_thought_of_is_unclear(sentence: str) -> None:
    assert _unclear(sentence)


@pytest.mark.parametrize("sentence", ODD[:12])
def test_it_is_unclear_too_behind_what_is_known(sentence: str) -> None:
    assert _unclear(
        f"Kính đề nghị quý Sở xem xét, giải quyết, {sentence[:1].lower()}{sentence[1:]}"
    )


def test_a_small_word_may_limit_and_a_formal_one_may_not() -> None:
    known = "Danh sách gồm các công chức {0} của các phòng, đơn vị trực thuộc Sở."

    assert is_customary(known.format("hiếu học"))
    assert not is_customary(known.format("cũ"))
    assert not is_customary(known.format("Hạnh"))


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("cấp hộp thư theo danh sách", True),
        ("cấp hộp thư theo thông báo của đơn vị", False),
        ("cấp hộp thư theo tiến độ tiếp nhận công chức", False),
        ("cấp hộp thư cho công chức có tên trong danh sách", True),
        ("cấp hộp thư với tên là số căn cước", False),
        ("cấp hộp thư cho các công chức của 02 đơn vị sau (danh sách kèm theo)", True),
        ("cấp hộp thư sau", False),
        ("liên hệ Văn phòng theo số 0292 3830 238", True),
        ("cấp hộp thư theo số liệu nhân sự quý II năm 2025", False),
        ("kích hoạt hộp thư khi nhận được công văn", True),
        ("kích hoạt hộp thư khi Ủy ban nhân dân phường thông báo", False),
    ],
)
def test_what_a_request_goes_by_is_its_list(said: str, *, known: bool) -> None:
    assert is_customary(f"Đề nghị quý Sở {said}.") == known


@pytest.mark.parametrize(
    "said",
    [
        "Đơn vị nhận thấy việc dùng thư cá nhân là không phù hợp.",
        "Điện lực thường xuyên gửi báo cáo nhanh về sự cố và lịch ngừng cung cấp điện cho các xã.",
        "Đã lâu không vào hộp thư, nay cần sử dụng thì không nhớ mật khẩu.",
        "Bộ phận kỹ thuật không thể giúp 04 viên chức lấy lại mật khẩu do điện thoại bị khóa.",
        "Công ty cam kết không sử dụng hộp thư vào mục đích khác, không cho ai mượn.",
        "Đơn vị đã nhắc nhở công chức rút kinh nghiệm, đề nghị cấp lại theo bảng đính kèm.",
        "Mùa mưa bão năm nay diễn biến phức tạp, việc nhận tin cảnh báo sạt lở phải thật nhanh.",
        "Trung tâm chịu mọi chi phí nếu nhân viên trực làm hư máy móc.",
        "Hiện 02 công chức của phòng vừa chuyển từ xã khác đến, chưa được cấp hộp thư.",
        "Trạm có 2 cán bộ quên mật khẩu email, máy báo sai nên không gửi báo cáo được.",
        "Các thầy cô đã tự thử lấy lại mật khẩu theo hướng dẫn nhưng không thành công.",
        "Nhà trường sẽ rút kinh nghiệm trong việc quản lý mật khẩu.",
        "Sau Đại hội lần thứ I, Văn phòng được bổ sung 02 chuyên viên.",
    ],
)
def test_a_complaint_a_promise_and_what_is_far_from_the_request_limit_nothing(said: str) -> None:
    assert is_customary(said)


@pytest.mark.parametrize(
    "said",
    [
        "Hai trong số này đang chờ kết luận của cơ quan kiểm tra.",
        "Ông Thành đang đi công tác, chưa xác nhận thông tin.",
        "Tên đơn vị thứ nhất viết đúng phải là Trung tâm Cung ứng dịch vụ công.",
        "Ủy ban nhân dân phường sẽ thông báo thời điểm cấp hộp thư.",
        "Nếu quý Trung tâm thấy không cần thiết thì nhà trường tự xử lý.",
        "Hai đơn vị hoạt động chung một trụ sở, sử dụng một hộp thư.",
    ],
)
def test_what_is_near_the_request_may_limit_it(said: str) -> None:
    assert not is_customary(said)


def test_an_agency_is_known_by_its_own_name() -> None:
    said = "Lò hơi Hòa kính đề nghị."

    assert is_customary(said, ["LÒ HƠI HÒA"])
    assert not is_customary(said)


def test_a_part_of_the_form_may_ask_for_nobody() -> None:
    assert is_customary("1. Yêu cầu cấp mới hộp thư điện tử đối với đơn vị: Không có.")
    assert not is_customary("Không có chữ ký.")


def test_no_word_is_listed_twice() -> None:
    assert not TURNS & FORMAL
    assert not {word for word in TURNS | FORMAL if word in LIMITING}


@pytest.mark.parametrize("part", ["và ", "1/", "(Nguyễn ", "Phòng Kinh tế ", "a@", "A", "ông "])
def test_a_long_sentence_takes_no_long_time(part: str) -> None:
    begin = time.process_time()
    is_customary((part * 3000)[:2999])

    assert time.process_time() - begin < 4  # a guard against hangs, no claim


ROWS = (
    ("STT", "Họ và tên", "Đơn vị", "Chức vụ", "Số CCCD", "Điện thoại", "Ghi chú"),
    ("1", "Trần Thị Hạnh", "Văn phòng", "Chuyên viên", "092188004321", "0912345678", ""),
)


FILED, SIGNED = "- Lưu: VT, Hạnh.", ("CHỦ TỊCH", "Thạch Sà Rây")


def _read(
    said: str = "", below: str = "", filed: str = FILED, signed: Sequence[str] = SIGNED
) -> RequestList:
    """Return what is read of a letter with this sentence, this line below its list, or this one of
    who keeps a copy.
    """
    head = ("UBND XÃ MỸ TÚ", "Số: 12/UBND-VX", "V/v đề nghị cấp mới hộp thư điện tử")
    asks = "Đề nghị quý Sở cấp mới hộp thư điện tử công vụ theo danh sách kèm theo."
    foot = ("Nơi nhận:", "- Như trên;", filed, *signed)
    address = ("Mỹ Tú, ngày 23 tháng 10 năm 2026", "Kính gửi: Sở Nội vụ thành phố Cần Thơ.")
    lines = (*head, *address, asks, said, *foot)
    title = ("DANH SÁCH", "(Kèm theo Công văn số 12/UBND-VX)")
    data = plain_docx(*filter(None, lines), *title, ROWS, below)
    return read_request([SourceFile("a.docx", data)])


@pytest.mark.parametrize(
    "said", ["Đang rà soát.", "Bảng kèm theo gồm cả người của năm ngoái.", "Hạnh"]
)
def test_a_letter_with_such_a_sentence_goes_to_a_person_once(said: str) -> None:
    (flag,) = _read(said).flags

    assert flag.code in {FlagCode.SENTENCE_UNCLEAR, FlagCode.PART_UNCLEAR}
    assert dict(flag.fields)["text"] == said
    assert flag.place is not None


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Thời gian thực hiện từ ngày 01 tháng 01 năm 2027.", True),
        ("Công chức nhận nhiệm vụ từ tháng 12.", True),
        ("Công chức nhận nhiệm vụ từ tháng 10.", False),
        ("Thực hiện nhiệm vụ từ năm 2025 đến năm 2030.", False),
    ],
)
def test_what_begins_after_the_letter_s_day_is_told(said: str, *, told: bool) -> None:
    assert bool(_read(said).flags) == told


@pytest.mark.parametrize(
    "filed",
    ["- Lưu: VT, Hạnh chờ ký.", "- Lưu: VT (Hạnh tuần tới mới về).", "- Lưu ý Hạnh chờ ký."],
)
def test_what_is_said_of_somebody_where_copies_are_kept_goes_to_a_person(filed: str) -> None:
    (flag,) = _read(filed=filed).flags

    assert flag.code is FlagCode.SENTENCE_UNCLEAR
    assert "Hạnh" in dict(flag.fields)["text"]


@pytest.mark.parametrize(
    "filed",
    ["- Lưu: VT, KT. Hạnh (05b).", "- Lưu: VT, P.VHXH, (Hạnh) 03 bản.", "- Lưu VT, HSCV, Tuấn.",
     "- Lưu: Văn thư, Phòng Kinh tế, Hồ sơ công việc.", "- Lưu: VT, HC-TH, đ/c Hạnh.",
     "- Lưu: VT, NC, KSTTHC; (Tr.T.Hạnh - 0912.345.678)", "- Lưu: VT, hanhnt.",
     "- Lưu: VT; hồ sơ; chuyên viên theo dõi.", "- Lưu: VT, bộ phận Tổ chức, cán bộ."],
)  # fmt: skip
def test_who_keeps_a_copy_is_told_by_custom(filed: str) -> None:
    assert not _read(filed=filed).flags


@pytest.mark.parametrize("below", ["Hạnh", "Nội", "Chờ ký", "Cô Hạnh tuần tới mới về"])
def test_a_line_below_the_list_is_judged_alike(below: str) -> None:
    (flag,) = _read(below=below).flags

    assert flag.fields == (("text", below),)


@pytest.mark.parametrize(
    "below",
    ["Tổng cộng: 01 người./.", "Người lập biểu", "Mỹ Tú, ngày 23 tháng 10 năm 2026", "Trang 1/2"],
)
def test_what_stands_below_a_list_by_custom_is_none(below: str) -> None:
    assert _read(below=below).flags == ()


def test_what_another_rule_tells_is_told_once() -> None:
    (flag,) = _read("Các trường hợp còn lại cấp sau, anh Tư cầm giùm.").flags

    assert flag.code is FlagCode.INSTRUCTION_STATED


@pytest.mark.parametrize(
    ("last", "told"), [("HỢP", False), ("TẠM", True), ("Hợp", True), ("THANH", True)]
)
def test_the_last_word_of_a_signer_s_title_may_stand_in_a_line_of_its_own(
    last: str, *, told: bool
) -> None:
    rest = () if last == "THANH" else (last,)
    title = ("TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG HÀNH CHÍNH - TỔNG", *rest)

    read = _read(signed=(*title, "Thạch Sà Rây"), below="" if rest else last)

    assert bool(read.flags) == told
