"""A sentence that speaks of the list is understood whole, or told with what of it no act takes."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from parsers import FlagCode, RequestList, SourceFile, read_request
from parsers.acts.left_over import act_of
from parsers.meaning.opening import cites, own_words
from parsers.text.words import SENTENCES
from tests.parsers.plain_docx import plain_docx

LETTERS = Path(__file__).with_name("letters")
UNDERSTOOD = (LETTERS / "understood.txt").read_text("utf-8").splitlines()
LEFT_OVER = (LETTERS / "left_over.txt").read_text("utf-8").splitlines()
PARTIES = ("ỦY BAN NHÂN DÂN PHƯỜNG HÒA KHÁNH", "", "Sở Khoa học và Công nghệ")
ROWS = [["STT", "Họ tên", "Số CCCD"], ["1", "Trần Thị Bình", "092188000002"]]


@pytest.mark.parametrize("said", UNDERSTOOD)
def test_what_an_honest_letter_says_is_understood_whole(said: str) -> None:
    sentences = SENTENCES.split(said)
    own = [own_words(one) if cites(one) else one for one in sentences]

    acts = [act_of(one, PARTIES) for one in own if one]
    assert "".join(act.left_over + act.said_against for act in acts) == ""


@pytest.mark.parametrize("said", LEFT_OVER)
def test_what_qualifies_a_list_in_the_words_of_offices_is_left_over(said: str) -> None:
    assert act_of(said, PARTIES).left_over


@pytest.mark.parametrize(
    ("said", "left"),
    [
        (
            "Đề nghị quý Sở cấp hộp thư cho công chức của phường từ ngày 01/10/2026.",
            "Đề nghị quý Sở cấp hộp thư cho công chức của phường từ ngày 01/10/2026",
        ),
        ("Kính đề nghị quý Sở cấp hộp thư theo danh sách, số còn lại đề nghị sau.",
         "còn lại đề nghị sau"),
        ("Trường hợp số thứ tự 3 đã nghỉ hưu, đề nghị quý Sở xem xét.",
         "thứ tự 3 đã nghỉ hưu"),
        ("Xin cảm ơn quý Sở.", ""),
    ],
)  # fmt: skip
def test_what_is_left_over_is_named_as_it_is_written(said: str, left: str) -> None:
    assert act_of(said, PARTIES).left_over == left


def _read(said: str) -> RequestList:
    head = ("UBND XÃ MỸ TÚ", "Số: 12/UBND-VX", "V/v đề nghị cấp mới hộp thư điện tử")
    asks = "Đề nghị quý Sở cấp mới hộp thư điện tử công vụ theo danh sách kèm theo."
    foot = ("Nơi nhận:", "- Như trên;", "- Lưu: VT.", "CHỦ TỊCH", "Thạch Sà Rây")
    address = ("Mỹ Tú, ngày 23 tháng 10 năm 2026", "Kính gửi: Sở Nội vụ thành phố Cần Thơ.")
    title = ("DANH SÁCH", "(Kèm theo Công văn số 12/UBND-VX)")
    data = plain_docx(*head, *address, asks, said, *foot, *title, ROWS)
    return read_request([SourceFile("a.docx", data)])


def test_a_person_is_told_the_sentence_and_the_part_that_is_left_over() -> None:
    said = "Việc cấp hộp thư được thực hiện theo tiến độ tiếp nhận công chức."

    (flag,) = _read(said).flags

    assert flag.code is FlagCode.PART_UNCLEAR
    assert dict(flag.fields) == {
        "text": said,
        "left": "theo tiến độ tiếp nhận công chức",
    }
    assert flag.place is not None


@pytest.mark.parametrize(
    "part", ["cấp hộp thư cho ", "đề nghị ", "công chức, ", "danh sách ", "sau khi ", "# ◊ "]
)
def test_a_long_sentence_costs_no_time(part: str) -> None:
    begin = time.process_time()

    _ = act_of(f"Đề nghị {part * 200}.", PARTIES).left_over

    assert time.process_time() - begin < 4  # a guard against hangs, no claim
