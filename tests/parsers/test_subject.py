"""A subject that asks otherwise than for mailboxes or new passwords is told."""

from __future__ import annotations

import pytest

from parsers.meaning.instruction import letter_instructions
from parsers.meaning.subject import bends
from tests.parsers.corpus.opening import ABOUT
from tests.parsers.corpus.request import ASKED

GIVES = (
    *(f"{about} {asked}" for about in ABOUT for asked in ASKED.values()),
    "V/v đề nghị cấp bổ sung hộp thư điện tử công vụ",
    "V/v bổ sung 02 hộp thư điện tử công vụ cho công chức mới",
    "V/v đăng ký nhu cầu sử dụng hộp thư điện tử công vụ",
    "V/v lập danh sách đề nghị cấp mới hộp thư điện tử",
    "V/v phối hợp cấp mới hộp thư điện tử (đợt 2)",
    "V/v trang bị hộp thư điện tử cho công chức",
    "V/v công chức mới đề nghị cấp hộp thư điện tử",
    "V/v đề nghị Sở Khoa học và Công nghệ cấp mới hộp thư",
    "V/v UBND phường Cái Khế đề nghị cấp mới hộp thư",
    "VỀ VIỆC ĐỀ NGHỊ CẤP MỚI HỘP THƯ ĐIỆN TỬ CÔNG VỤ",
    "V/v thay đổi mật khẩu hộp thư",
    "V/v quên mật khẩu hộp thư điện tử",
    "V/v nhờ hỗ trợ cấp lại mật khẩu email",
    "V/v xin lại mật khẩu email",
    "V/v cử cán bộ tham gia tập huấn",
    "",
)


@pytest.mark.parametrize("subject", GIVES)
def test_a_subject_that_asks_for_mailboxes_is_no_matter(subject: str) -> None:
    assert not bends(subject)


@pytest.mark.parametrize(
    "subject",
    [
        "V/v bổ sung danh sách cấp mới hộp thư điện tử",
        "V/v bổ sung cán bộ đề nghị cấp hộp thư điện tử",
        "V/v gia hạn hộp thư điện tử",
        "V/v gia hạn cấp mới hộp thư điện tử",
        "V/v đính chính thông tin cấp mới hộp thư điện tử",
        "V/v điều chỉnh nhân sự đề nghị cấp mới hộp thư điện tử",
        "V/v cập nhật danh sách cấp mới hộp thư điện tử",
        "V/v xin ý kiến cấp mới hộp thư điện tử",
        "V/v nhắc lại việc cấp mới hộp thư điện tử",
        "V/v đề nghị xác nhận danh sách cấp mới hộp thư điện tử",
        "VỀ VIỆC ĐỀ NGHỊ GIA HẠN HỘP THƯ ĐIỆN TỬ",
        "Ve viec xac nhan danh sach cap moi hop thu dien tu",
    ],
)
def test_a_subject_that_asks_for_something_else_is_told(subject: str) -> None:
    assert list(letter_instructions(subject, "")) == [subject]
