"""What is typed without marks is told to a person; names, addresses and English are not."""

from __future__ import annotations

import pytest

from parsers import FlagCode
from parsers.letter.unmarked import is_unmarked
from tests.parsers.test_row_note import FIRST, SECOND
from tests.parsers.test_row_note import _codes as codes_of_rows
from tests.parsers.test_telling import CUSTOMARY
from tests.parsers.test_unlisted import _read

SAID = (
    "Ba Oanh nghi viec tu thang 11.",
    "BA OANH NGHI VIEC TU THANG 11.",
    "Tru ong Phuc.",
    "Nguyen Van Phuc dang di hoc nuoc ngoai.",
    "So luong: 03 nguoi.",
    "Ngoai ra con co ong Vo Van Nam, dien thoai 0901234567.",
    "Kính báo: ba Oanh nghi viec tu thang 11.",
)


@pytest.mark.parametrize("sentence", SAID)
def test_a_sentence_without_marks_in_a_letter_or_below_a_list_is_told(sentence: str) -> None:
    for read in (_read(said=(sentence,)), _read(below=(sentence,))):
        (flag,) = (flag for flag in read.flags if flag.code is FlagCode.TEXT_WITHOUT_MARKS)
        assert flag.place is not None


@pytest.mark.parametrize("note", ["Nghi thai san", "Da chuyen cong tac", "nghi tu thang 3"])
def test_a_note_without_marks_is_told(note: str) -> None:
    assert FlagCode.NOTE_UNCLEAR in codes_of_rows(FIRST, (*SECOND[:-1], note))


@pytest.mark.parametrize(
    "text",
    [
        *CUSTOMARY,
        "Email: caikhe@cantho.gov.vn; website: https://caikhe.cantho.gov.vn/lien-he.",
        "Microsoft Outlook, Zimbra Web Client",
        "The mail server is zimbra.",
        "Phan Minh Nam",
        "PHAN MINH THANH TAM",
        "Sau khi tham gia thi tuyển, công chức chưa có hộp thư.",
        "- Như trên;",
        "TM. UBND",
        "Theo danh sách.",
        "Nam",
        "",
    ],
)
def test_what_has_its_marks_or_needs_none_is_not_told(text: str) -> None:
    assert not is_unmarked(text)
