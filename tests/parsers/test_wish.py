"""What a letter wishes beside its list is told; how letters ask by custom is not."""

from __future__ import annotations

import pytest

from parsers import FlagCode
from parsers.acts.left_over import act_of
from tests.parsers.test_unlisted import _read

ASKS = (
    "Ủy ban nhân dân phường rất mong được quý Sở quan tâm giải quyết.",
    "Kính mong quý cơ quan sớm cấp hộp thư để đơn vị phục vụ công tác.",
    "Xin chân thành cảm ơn!",
    "Xin trân trọng cảm ơn sự giúp đỡ của quý Sở.",
    "Đơn vị xin gửi kèm danh sách đề nghị.",
    "Nay Trường làm công văn này kính đề nghị Sở Khoa học và Công nghệ xem xét cấp mới hộp thư.",
    "UBND xã kính đề nghị Trung tâm Công nghệ thông tin và Truyền thông hỗ trợ reset mật khẩu.",
    "Đơn vị đề nghị được cấp mới 02 hộp thư điện tử công vụ.",
    "Kính đề nghị Giám đốc Sở xem xét, phê duyệt.",
    "Đề nghị Quý cơ quan cho phép đơn vị được đăng ký hộp thư.",
    "Mọi thắc mắc xin vui lòng liên hệ Văn phòng.",
    "Đề nghị các cá nhân được cấp hộp thư thực hiện đổi mật khẩu.",
    "Kính đề nghị Quý Sở tạo điều kiện giúp đỡ để cán bộ, công chức được sử dụng hộp thư công vụ.",
    "Sở Nội vụ kính trình Sở Khoa học và Công nghệ xem xét, quyết định.",
    "Xin báo cáo và kính đề nghị quý Sở giải quyết.",
    "Rất mong nhận được sự phối hợp của quý cơ quan.",
    "Rất mong sự quan tâm của quý Sở.",
    "Kính đề nghị quý đơn vị quan tâm hỗ trợ./.",
    "Vậy kính mong quý cấp xem xét, giải quyết.",
    "Đề nghị bộ phận chuyên môn của Sở hỗ trợ kỹ thuật khi cần.",
    "Trường xin đăng ký hộp thư cho các giáo viên mới.",
    "Chi cục Thuế kính đề nghị quý Sở khởi tạo hộp thư điện tử cho 02 công chức.",
    "Ban Quản lý dự án đề nghị Sở Khoa học và Công nghệ cấp hộp thư.",
    "Đảng ủy phường kính đề nghị Văn phòng Thành ủy và Sở Khoa học và Công nghệ cấp mới.",
    "Để công việc được thuận lợi, đơn vị đề nghị Sở sớm giải quyết.",
    "Đề nghị quý Sở kích hoạt hộp thư cho các công chức trên.",
    "Công ty xin cam đoan những thông tin trên là đúng.",
    "Kính đề nghị quý Sở tổng hợp, cấp mới hộp thư điện tử.",
    "Đề nghị quý Sở tham mưu, giải quyết theo thẩm quyền.",
    "Mong quý Sở ưu tiên giải quyết sớm.",
    "Đơn vị xin chịu hoàn toàn trách nhiệm về nội dung đề nghị.",
    "Yêu cầu quý Sở cấp hộp thư theo danh sách.",
    "Người đề nghị: Nguyễn Văn A.",
    "Đề nghị: Cấp mới 02 hộp thư điện tử.",
    "Nội dung đề nghị cụ thể như sau:",
    "Căn cứ nhu cầu thực tế, đơn vị có nhu cầu đề nghị cấp hộp thư.",
    "Kính đề nghị quý Sở nghiên cứu, xem xét.",
    "Đề nghị quý Sở kiểm tra, cấp lại mật khẩu.",
    "Đề nghị quý Sở bổ sung hộp thư cho 02 công chức.",
    "Đề nghị quý Sở sắp xếp thời gian hỗ trợ.",
    "Văn phòng HĐND và UBND phường kính đề nghị.",
    "Kính mong được sự chấp thuận của quý Sở.",
    "Đơn vị đề nghị như sau:",
    "Các cá nhân đề nghị cấp hộp thư chưa có hộp thư.",
    "Xin quý Sở giúp đỡ.",
    "Nhờ quý Sở hỗ trợ.",
    "Nhờ sự hỗ trợ của quý Sở, năm 2025 đơn vị đã triển khai tốt.",
    "Trân trọng đề nghị Sở Khoa học và Công nghệ thành phố Cần Thơ quan tâm thực hiện.",
    "Đề nghị Sở Khoa học và Công nghệ (qua Trung tâm Chuyển đổi số) cấp mới hộp thư.",
    "Đề nghị Phòng Chuyển đổi số - Sở Khoa học và Công nghệ hỗ trợ.",
)


@pytest.mark.parametrize(
    "sentence",
    [
        "Việc tạo hộp thư xin làm sau Tết Nguyên đán.",
        "Đề nghị Sở cứ giữ hồ sơ này đến lúc đơn vị gọi điện.",
        "Mật khẩu của hai người xin để giống nhau cho dễ nhớ.",
        "Mong quý Sở cho Văn thư của phường giữ tất cả mật khẩu.",
        "Kế toán của chúng tôi đã xin thôi, người mới về hôm qua.",
        "Nhờ quý Sở tra giúp số căn cước vì giấy tờ bị mờ.",
        "Đề nghị Sở Khoa học và Công nghệ xóa những email cũ của phường.",
        "Đơn vị xin nhận hộp thư vào đầu năm sau.",
        "Đề nghị quý Sở sắp xếp lại thứ tự trong danh sách.",
        "Hộp thư này đề nghị cấp quyền cho Văn phòng xem.",
        "ĐỀ NGHỊ QUÝ SỞ GIỮ LẠI HỒ SƠ NÀY.",
        "Đề nghị quý Sở bổ sung công chức của Trung tâm.",
        "Đề nghị quý Sở xin ý kiến Thường trực Đảng ủy.",
        "Đề nghị quý Sở phân bổ hộp thư cho từng phòng.",
        "Đề nghị quý Sở cung cấp nội dung thư trong hộp thư cho phường.",
        "Đề nghị quý Sở ủy quyền cho Văn phòng phường quản trị các hộp thư trên.",
        "Đề nghị quý Sở phối hợp với Sở Nội vụ xác định công chức được cấp.",
        "Đề nghị quý Sở xem xét số lượng, đối tượng được cấp.",
    ],
)
def test_a_wish_for_something_else_is_told_with_its_place(sentence: str) -> None:
    told = [
        flag
        for flag in _read(said=(sentence,)).flags
        if dict(flag.fields).get("text") == sentence and flag.place
    ]

    assert [flag.code for flag in told] in (
        [FlagCode.INSTRUCTION_STATED],
        [FlagCode.SENTENCE_UNCLEAR],
        [FlagCode.PART_UNCLEAR],
    )


@pytest.mark.parametrize("sentence", ASKS)
def test_what_letters_ask_by_custom_is_no_other_wish(sentence: str) -> None:
    parties = ("Ủy ban nhân dân phường Cái Khế", "", "Sở Khoa học và Công nghệ")

    assert not act_of(sentence, parties).left_over
