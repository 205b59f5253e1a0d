"""A mailbox that the letter asks for by address beside its list is told, a contact's is not."""

from __future__ import annotations

import pytest

from parsers.request import IndividualRow
from parsers.said.addressed import addresses_asked

ROWS = (IndividualRow("reset", "1", "Nguyễn Văn An", email="an@cantho.gov.vn"),)


@pytest.mark.parametrize(
    "sentence",
    [
        "Đề nghị cấp hộp thư vanphong.sxd@cantho.gov.vn cho Văn phòng Sở.",
        "Đề nghị cấp hộp thư theo mẫu ho.ten@cantho.gov.vn.",
        "Kính đề nghị tạo thêm sxd-tb@cantho.gov.vn; trân trọng.",
    ],
)
def test_an_address_that_no_row_holds_is_told(sentence: str) -> None:
    assert list(addresses_asked(f"Kính gửi Sở. {sentence}", ROWS))


@pytest.mark.parametrize(
    "sentence",
    [
        "Đề nghị cấp lại mật khẩu hộp thư an@cantho.gov.vn cho ông An.",
        "Sau khi cấp, xin gửi kết quả về hộp thư sxd@cantho.gov.vn.",
        "Việc cấp hộp thư xin liên hệ bà Bình, email binh@cantho.gov.vn.",
        "Đề nghị cấp hộp thư có tên miền @cantho.gov.vn.",
    ],
)
def test_a_row_s_address_or_a_contact_s_is_no_matter(sentence: str) -> None:
    assert not list(addresses_asked(sentence, ROWS))
