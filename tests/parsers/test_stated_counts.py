"""How many a letter says it asks for: in rare words, in other sentences, and not clearly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsers import FlagCode, RequestList, SourceFile, read_request
from parsers.counts.counted import Counts, number_of, read_counts
from parsers.counts.stated import stated_counts
from tests.parsers.corpus.corpus import papers
from tests.parsers.corpus.paper import Paper
from tests.parsers.corpus.written import written

PLAIN = next(papers(5, most_rows=6)).paper
LISTED = len(PLAIN.individuals)
ASKED = "Đơn vị kính đề nghị cấp mới hộp thư điện tử"


def _read(*sentences: str, above: str = "") -> RequestList:
    annex = (*PLAIN.annex[:-1], above, PLAIN.annex[-1]) if above else PLAIN.annex
    return _of(replace(PLAIN, body=(*PLAIN.body[:2], *sentences, PLAIN.body[-1]), annex=annex))


def _of(paper: Paper) -> RequestList:
    return read_request([SourceFile("a.docx", written(paper))])


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("cho 04 thầy, cô", Counts(4)),
        ("cho 02 thầy và 02 cô giáo", Counts(4)),
        ("cho 04 kế toán viên", Counts(4)),
        ("cho 04 cộng tác viên dân số", Counts(4)),
        ("cho 04 (bốn) y, bác sĩ", Counts(4)),
        ("cho 01 Phó Chủ tịch và 03 cán sự", Counts(4)),
        ("cho 04 ông (bà)", Counts(4)),
        ("cho 04 CBCCVC", Counts(4)),
        ("cho 1.003 người", Counts(1003)),
        ("cho 1 003 (một nghìn không trăm linh ba) người", Counts(1003)),
        ("Số người đề nghị: 04", Counts(4)),
        ("Số lượng tài khoản đề nghị: 04 (bốn)", Counts(rows=4)),
        ("cấp mới 04 tài khoản", Counts(rows=4)),
        ("cho 04 phòng chuyên môn", Counts(None, 4)),
        ("cho 04 công chức của 02 phòng", Counts(4)),
        ("cho 04 công chức (01 kế toán, 03 nhân viên)", Counts(4)),
        ("cho 04 người: 02 công chức, 02 viên chức", Counts(4)),
        ("cho 04 công chức theo danh sách 04 người", Counts(4)),
        ("cho công chức mới, mỗi người 01 hộp thư", Counts()),
        ("từ năm 2026 cán bộ mới", Counts()),
        ("từ ngày 01 tháng 3 cán bộ mới", Counts()),
        ("đã qua 12 tháng đảng viên dự bị", Counts()),
        ("ở phường 5 bà Nguyễn Thị Hoa", Counts()),
        ("Số lượng hồ sơ: 01 bộ", Counts()),
        ("số cán bộ này từ ngày 01 nhận việc", Counts()),
    ],
)
def test_whom_a_letter_counts_is_known_by_many_words(text: str, counts: Counts) -> None:
    assert read_counts(text) == counts


def test_thousands_are_understood_in_words() -> None:
    assert number_of("một nghìn không trăm linh ba") == 1003


@pytest.mark.parametrize(
    "said",
    [
        "05-06 người", "05 – 06 công chức", "từ 05 đến 06 người", "khoảng 10 giáo viên",
        "hơn 10 người", "trên 10 thầy, cô", "năm đến sáu người", "O4 công chức", "04 xxx",
    ],
)  # fmt: skip
def test_a_count_that_is_no_number_goes_to_a_person(said: str) -> None:
    read = _read(f"{ASKED} cho {said}.")

    (flag,) = (flag for flag in read.flags if flag.code is FlagCode.COUNT_UNCLEAR)
    assert flag.place is not None
    assert dict(flag.fields)["text"] in said.lower()


@pytest.mark.parametrize(
    "said",
    ["năm 2026", "02 nội dung sau", "công chức danh sách trên 02 trang", "năm học 2025-2026"],
)
def test_a_number_that_counts_nobody_is_no_unclear_count(said: str) -> None:
    assert stated_counts("", f"{ASKED} cho {said}.").unclear == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "Danh sách có {0:02d} viên chức.",
        "Danh sách kèm theo gồm {0:02d} thầy, cô.",
        "Số người đề nghị: {0:02d}",
        "Tổng cộng: {0:02d} đ/c.",
        "Đơn vị mới tiếp nhận {0:02d} kế toán viên.",
        "Hiện nay, đơn vị có {0:02d} giáo viên chưa có hộp thư.",
        "Thực hiện Kế hoạch tuyển dụng 120 người, đơn vị gửi danh sách {0:02d} viên chức.",
        "Trân trọng đề nghị cấp mới hộp thư điện tử cho {0:02d} công chức nêu trên.",
    ],
)
def test_a_count_in_a_sentence_of_its_own_is_held_against_the_list(sentence: str) -> None:
    asking = f"{ASKED} cho {LISTED:02d} công chức."

    assert _read(asking, sentence.format(LISTED)).flags == ()
    assert _read(f"{ASKED}.", sentence.format(LISTED)).flags == ()
    for before in (asking, f"{ASKED}."):
        (flag,) = _read(before, sentence.format(LISTED + 1)).flags
        assert flag.code is FlagCode.COUNT_DIFFERS
        assert dict(flag.fields) == {"listed": str(LISTED), "stated": str(LISTED + 1)}


@pytest.mark.parametrize(
    "sentence",
    [
        "Hiện nay, trường có 45 cán bộ, giáo viên, nhân viên.",
        "Năm 2025 đơn vị đã có 12 hộp thư điện tử.",
        "Đơn vị cử 01 cán bộ làm đầu mối liên hệ.",
        "Theo Kế hoạch, thành phố tuyển dụng 120 công chức.",
        "Trong đó: 01 kế toán viên.",
        "Đơn vị chúng tôi có 45 giáo viên.",
        "Sở gồm 03 phòng và 02 đơn vị trực thuộc.",
    ],
)
def test_who_is_there_already_is_not_counted(sentence: str) -> None:
    assert _read(f"{ASKED}.", sentence).flags == ()


def test_figures_and_words_that_differ_are_told_in_every_sentence() -> None:
    asking = f"{ASKED} cho {LISTED:02d} công chức."
    read = _read(asking, f"Danh sách có {LISTED:02d} (chín) viên chức.")

    assert [flag.code for flag in read.flags] == [FlagCode.COUNT_CONTRADICTS]


def test_sentences_that_count_in_parts_agree_together() -> None:
    parts = [f"Đơn vị mới tiếp nhận {n:02d} viên chức." for n in (1, LISTED - 1)]

    assert _read(f"{ASKED} cho {LISTED:02d} công chức.", *parts).flags == ()


def test_the_subject_counts_too() -> None:
    def about(number: int) -> RequestList:
        return _of(replace(PLAIN, subject=f"{PLAIN.subject} cho {number:02d} viên chức"))

    assert about(LISTED).flags == ()
    assert [flag.code for flag in about(LISTED + 1).flags] == [FlagCode.COUNT_DIFFERS]


@pytest.mark.parametrize(
    "line",
    [
        "(Danh sách có {0:02d} người)",
        "Số lượng: {0:02d} thầy, cô",
        "Số người đề nghị: {0}",
        "Duyệt: {0:02d} người",
        "Chốt {0:02d} người",
    ],
)
def test_a_line_above_the_list_counts_it(line: str) -> None:
    assert _read(f"{ASKED}.", above=line.format(LISTED)).flags == ()
    (flag,) = _read(f"{ASKED}.", above=line.format(LISTED + 1)).flags
    assert flag.code is FlagCode.COUNT_DIFFERS
    assert flag.place is not None


def test_a_line_beside_the_list_that_gives_a_range_goes_to_a_person() -> None:
    read = _read(f"{ASKED}.", above="(Danh sách có 05-06 người)")

    assert [flag.code for flag in read.flags] == [FlagCode.COUNT_UNCLEAR]
