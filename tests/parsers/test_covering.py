"""A mail's own words: what speaks of the request it carries is told, courtesy is not."""

from __future__ import annotations

import pytest

from parsers import IndividualRow
from parsers.said.covering import MOST_READ, said_of_request

ROWS = (
    IndividualRow("new", "1", "Nguyễn Thị Hồng Đào"),
    IndividualRow("new", "2", "Trần Văn Quý"),
)


@pytest.mark.parametrize(
    "text",
    [
        "Xin lưu ý: không tạo hộp thư cho dòng số 2, bà ấy đã chuyển công tác.",
        "Đề nghị cấp thêm hộp thư cho ông Lê Văn Bảy, CCCD 092090001111, SĐT 0901234999.",
        "Số điện thoại của ông Quý trong danh sách bị sai, số đúng là 0907654321.",
        "Đơn vị xin rút lại văn bản này, chưa thực hiện.",
        "Văn bản gửi lúc sáng bị nhầm, đề nghị bỏ qua.",
        "Riêng trường hợp bà Đào đề nghị chưa cấp.",
        "Danh sách này thay thế danh sách đã gửi hôm qua.",
        "Trong danh sách có một người đã nghỉ việc.",
        "Nhờ anh chị gửi mật khẩu cho em qua zalo 0909123456.",
        "Chỉ làm cho chị Đào thôi ạ.",
        "Số liệu trong phụ lục chưa rà soát.",
        "Phụ lục in nhầm năm sinh mấy người.",
        "Công văn này là bản cũ, sẽ có bản thay.",
        "Bảng kèm theo em chưa kịp kiểm tra lại.",
        "Kính gửi quý Sở,\nXin thu hồi công văn số 45.\nTrân trọng.",
        "Kính gửi quý Sở, đơn vị xin rút\nlại văn bản này.",
    ],
)
def test_what_a_mail_says_of_its_request_is_told(text: str) -> None:
    assert list(said_of_request(text, ROWS))


@pytest.mark.parametrize(
    "text",
    [
        "Kính gửi quý Sở, xin gửi văn bản đính kèm.",
        """Ủy ban nhân dân quận Ninh Kiều gửi kèm Công văn số 45/UBND-VP và danh sách đề nghị
        cấp mới hộp thư điện tử.
        Rất mong quý Sở xem xét, giải quyết. Trân trọng cảm ơn!""",
        """Kính chuyển quý Sở Công văn số 12/STP-VP ngày 12/11/2026 về việc đề nghị
        cấp lại mật khẩu hộp thư điện tử.""",
        """Văn phòng UBND quận Ninh Kiều
        Địa chỉ: 215 Phan Đình Phùng, phường Tân An
        ĐT: 0292.3820.001 - Email: vp@cantho.gov.vn
        Mobile: 0912 345 678""",
        "Mọi chi tiết xin liên hệ đồng chí Trần Văn Quý, SĐT 0912345678.",
        "Dạ em chào anh chị, em gửi công văn và danh sách ạ. Anh chị xem giúp em với ạ.",
        "Đề nghị quý Sở xác nhận đã nhận được văn bản.",
        """Email này và các tệp đính kèm có thể chứa thông tin mật.
        Nếu bạn không phải là người nhận, vui lòng xóa email này và không sao chép, phát tán.""",
        "Đơn vị đã chỉnh sửa danh sách theo hướng dẫn, kính đề nghị quý Sở xem xét.",
        "Kính mong quý cơ quan hỗ trợ cấp lại mật khẩu cho 03 cá nhân do quên mật khẩu.",
        "Em gửi anh chị công văn đề nghị cấp lại mật khẩu, nhờ anh chị hỗ trợ sớm giúp em ạ.",
        "Được gửi từ iPhone của tôi",
        "",
    ],
)
def test_courtesy_and_contacts_are_not_told(text: str) -> None:
    assert list(said_of_request(text, ROWS)) == []


def test_a_national_id_is_not_quoted() -> None:
    (quote,) = said_of_request("Thêm ông Lê Văn Bảy, CCCD 092090001111.", ROWS)

    assert quote == "Thêm ông Lê Văn Bảy, CCCD …."


def test_a_text_too_long_to_be_read_is_told() -> None:
    assert len(list(said_of_request("Trân trọng. " * MOST_READ, ROWS))) == 1
