"""What is a request, what is ordinary mail, what is doubtful."""

from __future__ import annotations

import time
import unicodedata

import pytest

from mailbot.intake.recognition import Recognition, own_words, recognise

REQUESTS = (
    "V/v đề nghị cấp mới hộp thư điện tử công vụ",
    "Đề nghị cấp lại mật mã hộp thư điện tử",
    "ĐỀ NGHỊ CẤP LẠI MẬT KHẨU THƯ ĐIỆN TỬ",
    "De nghi cap moi hop thu cong vu cho can bo",
    "CV 123/UBND-VP về việc cấp hộp thư điện tử cho công chức mới",
    "Quên mật khẩu email công vụ",
    "Xin cấp lại mật khẩu mail công vụ",
    "đề nghị cấp tài khoản thư điện tử",
    "Đề nghị cấp mới hộp điện tử",
    "Đề nghị tạo email cho viên chức mới tuyển dụng",
    "Thay đổi, hủy bỏ hộp thư điện tử",
    "V/v vô hiệu hóa hộp thư điện tử",
    "V/v chuyển hộp thư điện tử của công chức",
    "Bàn giao hộp thư công vụ",
    "Tạm dừng hoạt động hộp thư điện tử",
    "Đề nghị thu hồi hộp thư công vụ của công chức nghỉ hưu",
    "reset mật khẩu hộp thư",
    "Đặt lại mật mã",
    "Mật mã hộp thư điện tử công vụ",
    "Yêu cầu cấp địa chỉ thư điện tử công vụ",
    "Re: Đề nghị cấp mới hộp thư",
    "Cấp bổ sung hộp thư điện tử",
    "V/v cấp hòm thư công vụ",
    "Cấp mail cho nhân viên mới",
    "Mở khóa hộp thư công vụ",
    "Khôi phục hòm thư",
)
ORDINARY = (
    "Mời họp giao ban tháng 11",
    "Báo cáo tình hình thực hiện nhiệm vụ tháng 11/2026",
    "V/v góp ý dự thảo kế hoạch chuyển đổi số",
    "Thư mời dự hội thảo",
    "Chúc mừng năm mới",
    "Thay đổi thời gian họp",
    "Hủy bỏ lịch công tác tuần",
    "Cấp mới giấy phép xây dựng",
    "Đề nghị cấp kinh phí",
    "Bản tin điện tử số 45",
    "Newsletter November",
    "Thông báo lịch cúp điện",
    "Đề nghị cấp chứng thư số",
    "Hòm thư góp ý của công đoàn",
    "Thay đổi lịch họp thứ Hai",
    "Thay doi lich hop thu 5",
    "Mời họp thứ Năm tuần này",
    "Đề nghị cấp tài khoản thu ngân sách",
    "Kết hợp thu phí",
    "Chuyển mail của Sở Nội vụ",
    "Chuyển thư của Sở Nội vụ",
)


@pytest.mark.parametrize("subject", REQUESTS)
def test_a_subject_that_asks_is_a_request(subject: str) -> None:
    assert recognise(subject, "", []).outcome is Recognition.REQUEST
    decomposed = unicodedata.normalize("NFD", subject)
    assert recognise(decomposed, "", []).outcome is Recognition.REQUEST
    assert recognise(subject.upper(), "", []).outcome is Recognition.REQUEST


@pytest.mark.parametrize("subject", ORDINARY)
def test_an_ordinary_mail_is_left_alone(subject: str) -> None:
    body = "Kính gửi quý cơ quan, xem tệp kèm theo.\nTrân trọng."

    assert recognise(subject, body, ["cong van.pdf"]).outcome is Recognition.NOT_A_REQUEST


@pytest.mark.parametrize("name", ["CV_de_nghi_cap_moi_hop_thu.pdf", "Cấp lại mật mã.PDF"])
def test_a_file_s_name_can_ask(name: str) -> None:
    assert recognise("Công văn", "", [name]).outcome is Recognition.REQUEST


def test_the_text_asks_only_together_with_a_document() -> None:
    body = "Kính gửi Trung tâm,\nđề nghị cấp mới\nhộp thư điện tử cho bà Nguyễn Thị A."

    assert recognise("Công văn số 12", body, ["cv.pdf"]).outcome is Recognition.REQUEST
    assert recognise("Công văn số 12", body, []).outcome is Recognition.DOUBT


def test_words_far_apart_do_not_meet() -> None:
    body = (
        "Đề nghị cấp kinh phí mua sắm. Mọi ý kiến xin gửi về hộp thư điện tử của Sở.\n"
        "Thay đổi thời gian họp. Liên hệ qua email.\n"
        "Các đơn vị đăng ký tham dự gửi về địa chỉ thư điện tử sau. "
        "Nếu có thay đổi, đề nghị báo qua email; giữ kín mật khẩu."
    )

    assert recognise("Kế hoạch", body, ["kh.pdf"]).outcome is Recognition.NOT_A_REQUEST


def test_a_signature_block_with_an_address_is_no_request() -> None:
    body = "Mời họp.\n--\nVăn phòng\nĐT: 0292\nEmail: vp@cantho.gov.vn"

    assert recognise("Mời họp", body, []).outcome is Recognition.NOT_A_REQUEST


def test_a_subject_that_only_speaks_of_mailboxes_is_doubtful() -> None:
    assert recognise("Danh sách hộp thư điện tử", "", []).outcome is Recognition.DOUBT


@pytest.mark.parametrize(
    "quoted",
    [
        "> đề nghị cấp mới hộp thư điện tử",
        "Vào Th 2, 23 thg 11, 2026 lúc 09:00 A đã viết:\nđề nghị cấp mới hộp thư",
        "On Mon, Nov 23, 2026 A wrote:\nđề nghị cấp mới hộp thư",
        "-----Original Message-----\nđề nghị cấp mới hộp thư",
    ],
)
def test_what_a_mail_quotes_is_not_its_own_request(quoted: str) -> None:
    found = recognise("Re: Mời họp", f"Đã nhận.\n\n{quoted}", ["a.pdf"])

    assert found.outcome is Recognition.NOT_A_REQUEST


@pytest.mark.parametrize("procedure", ["new", "reset", "both", "change", "cancel"])
def test_a_list_that_was_read_is_a_request(procedure: str) -> None:
    found = recognise("Công văn", "", ["cv.pdf"], procedures_read=[procedure])

    assert (found.outcome, found.why) == (Recognition.REQUEST, "list_read")


def test_a_list_that_is_none_says_nothing() -> None:
    found = recognise("Mời họp", "", ["cv.pdf"], procedures_read=["none"])

    assert found.outcome is Recognition.NOT_A_REQUEST


def test_a_reply_to_a_known_case_joins_it() -> None:
    found = recognise("Re: Mời họp", "", [], is_reply_to_known_case=True)

    assert (found.outcome, found.why) == (Recognition.REQUEST, "reply_to_case")


def test_the_letter_s_own_words_ask() -> None:
    found = recognise("Công văn", "", ["cv.pdf"], letter_text="V/v cấp mới hộp thư điện tử")

    assert found.outcome is Recognition.REQUEST


@pytest.mark.parametrize(
    "text", ["cap moi " * 20_000, "mat " * 40_000, " \n" * 100_000, "họp " * 50_000, "-" * 200_000]
)
def test_any_text_is_recognised_soon(text: str) -> None:
    started = time.process_time()

    recognise(text, text, [text], letter_text=text)

    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    "head",
    [
        "-----Original Message-----\nFrom: Trung tâm",
        "----- Nguyên văn -----\nTừ: Trung tâm\nTới: ubnd@cantho.gov.vn\nĐã gửi: Thứ ba, 24/11",
        "From: Trung tâm <sotttt@cantho.gov.vn>\nSent: Tuesday, 24 November 2026\nTo: UBND",
        "*Từ:* Trung tâm <sotttt@cantho.gov.vn>\n*Date:* T3, 24 thg 11, 2026\n*Subject:* Re",
        "Vào 10:00, T3, 24 thg 11, 2026 Trung tâm <sotttt@cantho.gov.vn> đã viết:",
    ],
)
def test_what_a_reply_quotes_is_none_of_its_own_words(head: str) -> None:
    text = f"Đơn vị xin gửi lại danh sách.\n\n{head}\n\nĐề nghị quý cơ quan sửa lại."

    assert own_words(text, is_reply=True).strip().removesuffix(
        "----- Nguyên văn -----"
    ).strip() == ("Đơn vị xin gửi lại danh sách.")


def test_what_is_sent_on_below_the_head_of_its_mail_asks_too() -> None:
    text = "From: Văn phòng\nSent: Tuesday\nTo: Sở\n\nXin cấp lại mật khẩu."

    assert "Xin cấp lại mật khẩu" in own_words(text)
