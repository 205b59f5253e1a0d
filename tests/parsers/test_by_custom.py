"""What honest letters say by custom is no reason to look: whole requests that must stay clean."""

from __future__ import annotations

import pytest

from parsers.counts.counted import Counts, read_counts, unclear_count
from parsers.counts.stated import stated_counts
from parsers.letter.annex_heading import annex_headings
from parsers.meaning.instruction import letter_instructions, limits
from parsers.meaning.procedure import named_procedures
from parsers.reading import Line
from parsers.said.item_lines import people_in_lines
from parsers.said.unlisted import _is_asked_for
from parsers.source import Place
from parsers.tables import Listing
from parsers.text.agency_word import begins_like_unit
from parsers.values.somebody import people_in_text

ASKS = "Đơn vị kính đề nghị cấp mới hộp thư điện tử cho 05 công chức."


def _on_pages(*pages: tuple[str, ...]) -> Listing:
    """Return lines that stand below each other on these pages."""
    lines = (
        Line(text, Place("a.pdf", number, (0.2, 0.1 + 0.03 * at, 0.6, 0.012)))
        for number, page in enumerate(pages, start=1)
        for at, text in enumerate(page)
    )
    return Listing((), tuple(lines), ())


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Một số cá nhân quên mật khẩu truy cập hộp thư điện tử.", {"reset"}),
        ("Đơn vị đã được cấp 01 hộp thư điện tử, nay quên mật khẩu.", {"reset"}),
        ("Trường được thành phố cấp hộp thư để báo cáo, nay quên mật khẩu.", {"reset"}),
        ("Trường mong được thành phố cấp hộp thư để báo cáo.", {"new"}),
        ("Hội được cấp hộp thư hoind@cantho.gov.vn từ năm 2023, nay quên mật khẩu.", {"reset"}),
        ("Người được cấp cam kết thay đổi mật khẩu hộp thư ngay sau khi nhận.", set()),
        ("Khi có người nghỉ việc, Sở sẽ có văn bản đề nghị thu hồi hộp thư.", set()),
        ("Ông Minh nghỉ việc, đề nghị thu hồi hộp thư.", {"cancel"}),
        ("Các công chức này chưa được cấp hộp thư điện tử.", {"new"}),
    ],
)
def test_what_was_given_or_is_promised_is_not_asked_for(text: str, asked: set[str]) -> None:
    assert named_procedures(text) == asked


@pytest.mark.parametrize(
    "said",
    [
        "Hiện nay, 05 công chức chưa được cấp hộp thư điện tử công vụ.",
        "Sở tại thành phố Cần Thơ hiện có 45 công chức; trong đó còn 05 người chưa được cấp.",
        "Trung tâm quản lý 09 trạm y tế với tổng số 96 viên chức, người lao động.",
        "Tổng số công chức hiện có là 312 người, trong đó 301 người đã được cấp hộp thư.",
        "Đơn vị được giao 60 biên chế, hiện có mặt 55 người.",
        "Căn cứ Quy chế, mỗi công chức được cấp 01 hộp thư điện tử công vụ.",
    ],
)
def test_who_is_there_already_and_why_they_ask_is_no_other_count(said: str) -> None:
    counts = stated_counts("", f"{said} {ASKS}")

    assert counts.asked.people == 5
    assert not any(counts.differing(5, 0))


def test_who_lacks_a_mailbox_is_still_held_against_the_list() -> None:
    counts = stated_counts("", f"Hiện nay, 06 công chức chưa được cấp hộp thư. {ASKS}")

    assert [one.stated for one in counts.differing(5, 0)] == [6]


def test_who_lacks_a_mailbox_is_counted_behind_a_legal_ground_and_with_the_units() -> None:
    said = "Thực hiện Kế hoạch số 55, xã có 02 đơn vị và 05 công chức chưa được cấp hộp thư."

    assert stated_counts("", f"{said} Đề nghị cấp hộp thư theo danh sách.").asked == Counts(5, 2)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("cho sáu (06) công chức", Counts(6)),
        ("cho 03 công chức (02 công chức mới chuyển về; 01 công chức mới tuyển)", Counts(3)),
        ("cho 09 người (05 công chức, 04 nhân viên) theo danh sách 09 người", Counts(9)),
        ("cho 04 CBGVNV", Counts(4)),
        ("cho 30 CBCCVC, NLĐ", Counts(30)),
        ("cho 03 Chi nhánh", Counts(None, 3)),
        ("cho đơn vị mới, sáp nhập 02 trường", Counts()),
        ("mỗi công chức được cấp 01 hộp thư", Counts()),
    ],
)
def test_counts_are_read_as_offices_write_them(text: str, counts: Counts) -> None:
    assert read_counts(text) == counts


def test_a_sum_in_brackets_is_one_sentence() -> None:
    asking = (
        "Đề nghị cấp mới hộp thư cho 03 công chức (02 công chức mới về; 01 công chức mới tuyển)."
    )

    assert not any(stated_counts("", asking).differing(3, 0))
    assert any(stated_counts("", asking).differing(5, 0))


@pytest.mark.parametrize("said", ["03 Chi nhánh", "02 Hạt Kiểm lâm", "03 đầu mối", "04 CBGVNV"])
def test_what_offices_count_is_no_unclear_count(said: str) -> None:
    assert unclear_count(f"đề nghị cấp mới hộp thư cho {said}") == ""


def test_words_and_figures_that_differ_are_told_whichever_stands_first() -> None:
    assert read_counts("cho sáu (05) công chức").contradiction


@pytest.mark.parametrize(
    "sentence",
    [
        "Mọi thông tin xin trao đổi qua Văn phòng, số điện thoại 0292.3820.456.",
        "Do không sử dụng trong thời gian dài nên không đăng nhập được.",
        "Đề nghị đặt tên hộp thư theo quy định chung của thành phố.",
        "Các cá nhân trong danh sách chưa có hộp thư điện tử công vụ.",
        "Đến nay, phần lớn công chức của Sở đã có hộp thư điện tử công vụ.",
        "Bản giấy gửi sau qua đường bưu điện.",
        "66 người đã có hộp thư điện tử, 06 người chưa có hộp thư do mới được tuyển dụng.",
    ],
)
def test_what_letters_say_by_custom_bends_nothing(sentence: str) -> None:
    assert list(letter_instructions("", sentence)) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Thông tin cá nhân xin đổi thành như sau.",
        "Đề nghị đặt tên hộp thư theo danh sách sau.",
        "Danh sách chưa có chữ ký của Hiệu trưởng.",
        "Một số công chức trong danh sách đã có hộp thư.",
        "Danh sách gửi sau.",
        "Trong đó 03 người đã có hộp thư điện tử, 02 người mới tuyển.",
        "Hộp thư được sử dụng trong thời gian tập sự.",
    ],
)
def test_what_is_alike_and_bends_a_request_is_told(sentence: str) -> None:
    assert list(letter_instructions("", sentence))


@pytest.mark.parametrize(
    "line",
    [
        "Lưu ý: không thay đổi định dạng, thứ tự các cột của biểu mẫu.",
        "Lưu ý: các trường có dấu (*) là bắt buộc.",
    ],
)
def test_what_a_form_says_of_itself_limits_nothing(line: str) -> None:
    assert list(limits(line, None)) == []


@pytest.mark.parametrize(
    "lines",
    [
        ("PHỤ LỤC I", "(Ban hành kèm theo Quyết định số 33/2015/QĐ-UBND ngày 18/12/2015)"),
        ("Mẫu số 01", "DANH SÁCH", "(Ban hành kèm theo Quyết định số 1250/QĐ-UBND)"),
    ],
)
def test_the_heading_that_a_form_has_names_no_letter(lines: tuple[str, ...]) -> None:
    listed = [Line(text, Place("a.pdf", 2)) for text in lines]

    assert list(annex_headings(listed, listed)) == []


def test_a_decision_that_no_form_has_is_held_against_the_letter() -> None:
    line = Line("(Ban hành kèm theo Quyết định số 1250/QĐ-UBND)", Place("a.pdf", 2))

    assert [heading.number for heading in annex_headings([line], [line])] == ["1250/QĐ-UBND"]


def test_a_letter_that_is_answered_is_not_the_one_a_list_is_annexed_to() -> None:
    said = "Theo Công văn số 512/SKHCN ngày 02/3/2026, đơn vị gửi danh sách (danh sách kèm theo)."

    assert list(annex_headings([Line(said, Place("a.docx"))], [])) == []


def test_a_name_at_the_head_of_a_page_is_signed_under_the_title_before_it() -> None:
    title = ("Tổng cộng: 02 người", "NGƯỜI LẬP DANH SÁCH", "(Ký, ghi rõ họ tên)")

    assert list(people_in_lines(_on_pages(title, ("Trần Thị Cẩm Tú",)))) == []
    assert len(list(people_in_lines(_on_pages(title[:1], ("Trần Thị Cẩm Tú",))))) == 1


def test_a_sentence_of_the_letter_may_break_before_whom_to_call() -> None:
    calls = "Danh sách xem tại Phụ lục. Mọi thông tin trao đổi, đề nghị liên hệ với"
    wrapped = (calls, "đồng chí Mã Thị Tươi, Chuyên viên Văn phòng, điện thoại 0292.3731.444.")

    assert list(people_in_lines(_on_pages(("Kính gửi: Sở Nội vụ.", *wrapped)))) == []
    assert len(list(people_in_lines(_on_pages(wrapped)))) == 1


def test_who_left_is_asked_for_by_nobody() -> None:
    said = "Do ông Lê Văn Tâm {0}, đơn vị quên mật khẩu hộp thư."

    def asked(why: str) -> bool:
        sentence = said.format(why)
        return any(_is_asked_for(sentence, one) for one in people_in_text(sentence))

    assert not asked("đã nghỉ hưu")
    assert not asked("chuyển công tác")
    assert asked("chuyển công tác về từ tháng 8")
    assert asked("mới nhận việc")


@pytest.mark.parametrize("unit", ["Chi nhánh khu vực I", "Lãnh đạo xã", "Công đoàn cơ sở"])
def test_a_unit_below_a_page_break_begins_anew(unit: str) -> None:
    assert begins_like_unit(unit)


def test_a_number_of_the_party_is_that_of_a_heading_without_its_symbol() -> None:
    (heading,) = annex_headings([Line("(Kèm theo công văn 77)", Place("a.pdf", 2))], [])

    assert heading.is_of("77-CV/ĐU")
    assert not heading.is_of("7-CV/ĐU")
