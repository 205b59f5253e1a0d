"""A remark is understood only where each part of it is of a known harmless kind."""

from __future__ import annotations

import time

import pytest

from parsers.custom.understood import is_understood

FOR_A_MAILBOX = (
    "Mới tuyển dụng", "Tuyển dụng mới năm 2026", "Công chức mới",
    "Viên chức trúng tuyển kỳ tuyển dụng năm 2025", "Nhân sự mới", "Nhân viên mới",
    "Giáo viên mới chuyển đến", "GV mới", "GV hợp đồng", "Hợp đồng lao động", "HĐ 111",
    "Hợp đồng theo Nghị định 111", "Cấp mới", "Cấp lần đầu", "Đề nghị cấp mới", "Chưa có",
    "Chưa có email công vụ", "Chưa có hộp thư công vụ", "Chưa được cấp",
    "Chưa được cấp tài khoản", "Bổ sung biên chế", "Bổ nhiệm mới", "Mới bổ nhiệm",
    "Mới được bổ nhiệm Phó Hiệu trưởng từ 01/9/2026",
    "Bổ nhiệm theo Quyết định số 1234/QĐ-UBND ngày 15/8/2026", "Luân chuyển từ Phòng Nội vụ",
    "Điều động từ UBND phường Tân An", "Chuyển công tác từ Sở Tài chính",
    "Chuyển từ Trường TH Lê Lợi về", "Mới chuyển công tác về",
    "Từ Sở Thông tin và Truyền thông (cũ) chuyển sang", "Nhận công tác từ ngày 01/8/2026",
    "Tiếp nhận từ ngày 15/6/2026", "QĐ 456/QĐ-SNV ngày 20/7/2026", "Lãnh đạo", "Lãnh đạo phòng",
    "Lãnh đạo đơn vị", "Phụ trách CNTT", "Phụ trách kế toán", "Kiêm nhiệm CNTT", "Văn thư",
    "Văn thư kiêm thủ quỹ", "Kế toán", "Bí thư Đoàn", "Chủ tịch Công đoàn", "Phó Bí thư Chi bộ",
    "Tổ trưởng chuyên môn", "Cán bộ đầu mối", "Đầu mối CNTT của đơn vị", "Quản trị mạng",
    "Tập sự", "Công chức tập sự", "Viên chức", "Công chức", "Người lao động",
    "Cán bộ không chuyên trách", "Biên chế", "Nữ", "Đảng viên", "Thạc sĩ", "Sinh năm 1990",
    "Sinh ngày 12/5/1995", "NS: 12/05/1995", "Ngày sinh 02/9/1988", "Phục vụ công tác văn thư",
    "Để sử dụng phần mềm quản lý văn bản", "Phục vụ công tác chuyên môn",
    "Sử dụng trong công việc", "Sử dụng QLVB", "Phòng Chuyên môn", "Tổ Văn phòng", "Khối Đảng",
    "Khoa Nội", "Trạm Y tế xã Mỹ Khánh", "Xã Phong Điền", "Ấp Thới Bình", "Khu vực 3", "Mầm non",
    "Cấp xã", "Có", "x", "nt", "-", "//", "Không", "01 hộp thư", "Cấp 01 hộp thư",
    "Giáo viên Toán", "Dạy môn Tin học", "Bác sĩ", "Điều dưỡng trưởng", "Ban Chỉ huy Quân sự",
    "Công an viên", "Phòng học vụ", "Máy lẻ 105", "Hạng III", "Ngạch chuyên viên",
    "Mã ngạch 01.003", "Mã số V.07.03.29", "Sáp nhập từ phường An Hội", "Đơn vị mới thành lập",
    "Thành lập mới theo QĐ 15/QĐ-UBND", "Mới thành lập", "Trường công lập", "Nhận nhiệm vụ mới",
    "Được phân công phụ trách CNTT", "Theo Quyết định phân công nhiệm vụ", "Đăng ký mới",
    "Lần đầu", "Đề nghị cấp", "Kính đề nghị", "Tài khoản mới", "Người mới", "Cán bộ mới",
    "CC mới", "VC mới tuyển", "CCVC", "Công chức xã", "Cán bộ Hội Nông dân",
    "Hội Liên hiệp Phụ nữ", "UV BTV", "Đại biểu HĐND", "Ban Giám hiệu", "BGH", "Tổ CNTT",
    "Tổ công nghệ số cộng đồng", "Trung tâm PVHCC", "Bộ phận Một cửa",
    "Làm việc tại bộ phận một cửa", "Công tác tại Văn phòng HĐND và UBND",
    "Công chức tiếp nhận mới", "Hợp đồng 111/2022/NĐ-CP", "Tuyển dụng ngày 01/9/2025",
    "Chuyển từ Trường THCS Trần Ngọc Quế", "QĐ số 123/QĐ-SXD ngày 02/01/2026",
    "Đảng ủy viên, Ủy ban Kiểm tra", "Theo NĐ 111/2022/NĐ-CP", "Chuyển công tác từ Sở Nội vụ đến",
    "Chuyển công tác về từ tháng 3", "Mới chuyển đến từ tháng 3/2026", "MỚI TUYỂN DỤNG",
    "CHƯA CÓ HỘP THƯ", "Moi tuyen dung", "chua co email", "Chưa có Email", "mới",
    "Công chức được tuyển dụng theo QĐ số 15/QĐ-UBND ngày 3/2/2026 của UBND thành phố Cần Thơ",
    "Tuyển dụng mới, chưa có hộp thư", "Cán bộ mới, phụ trách CNTT", "CB phụ trách CNTT",
    "Phó Bí thư Đảng ủy", "Chủ tịch Hội Nông dân xã", "Phó Chủ tịch UBMTTQ", "Trưởng ấp",
    "Trường Mầm non Hoa Sen", "Trường TH&THCS Lê Quý Đôn",
    "Tiếp nhận từ Trung tâm Y tế huyện Cờ Đỏ", "Mới nhận công tác tháng 9/2026",
    "Trúng tuyển viên chức năm 2026", "GV dạy Toán", "Kế toán - Thủ quỹ", "Kế toán/Văn thư",
    "Công chức Tư pháp - Hộ tịch", "Công chức Văn hóa - Xã hội", "Cán bộ Văn phòng Đảng ủy",
    "Thực hiện nhiệm vụ văn thư", "Mới điều động về", "Điều động về từ Phòng Kinh tế",
    "Chuyển từ ĐH Tây Đô", "Chuyển từ Trường Đại học Tây Đô", "Chuyển từ TTYT Thốt Nốt về",
    "Bổ sung nhân sự", "Nhân viên hợp đồng", "HĐLĐ", "Hợp đồng làm việc",
)  # fmt: skip
FOR_A_PASSWORD = (
    "Quên mật khẩu", "Quên MK", "Mất mật khẩu", "Không nhớ mật khẩu", "Không đăng nhập được",
    "Không truy cập được", "Lâu không sử dụng", "Lâu ngày không đăng nhập", "Hết hạn mật khẩu",
    "Mật khẩu hết hạn", "Bị khóa tài khoản", "Tài khoản bị khóa do nhập sai nhiều lần",
    "Nhập sai mật khẩu quá số lần quy định", "Cấp lại mật khẩu", "Cấp lại", "Reset mật khẩu",
    "Reset", "Đề nghị cấp lại mật khẩu", "Xin cấp lại mật khẩu", "Khôi phục mật khẩu",
    "Đặt lại mật khẩu", "Máy tính hư", "Lỗi đăng nhập", "Lỗi mật khẩu", "Sai mật khẩu",
    "Đã có hộp thư", "Đang sử dụng", "Chưa kích hoạt", "Chưa đăng nhập lần nào",
    "Chưa đổi mật khẩu lần đầu", "Chuyển công tác từ phường An Bình", "Mới nhận nhiệm vụ văn thư",
    "Quên mật khẩu do lâu ngày không sử dụng", "Quên mật khẩu đăng nhập", "Quên pass",
    "Bị quên mật khẩu", "Do quên mật khẩu", "Đã quên mật khẩu email", "Quên MK hộp thư",
    "Không vào được hộp thư", "Không vào được mail", "Tài khoản bị khóa",
    "Nhập sai mật khẩu nhiều lần", "Hộp thư bị khóa do nhập sai mật khẩu nhiều lần",
    "Lâu không đăng nhập nên quên mật khẩu", "Mật khẩu cũ không đăng nhập được",
    "Cấp lại mật khẩu do quên", "Văn thư", "Hợp đồng 111", "Mới tuyển dụng",
)  # fmt: skip
AGAINST_A_MAILBOX = (
    "Thử việc", "Thử việc 2 tháng", "Cộng tác viên", "CTV", "Đang chờ xét", "Sẽ bổ sung CCCD sau",
    "lấy theo bằng lái", "Chờ quyết định", "Chưa có quyết định", "Đang làm lại CCCD",
    "CCCD chờ cấp đổi", "Tạm tuyển", "Thực tập sinh", "Sinh viên thực tập", "Nghỉ thai sản",
    "Đang nghỉ phép", "Chuyển công tác 01/12", "Ưu tiên", "Gấp", "Cần gấp",
    "Dùng chung với văn thư", "Dùng chung số điện thoại", "Hộp thư cũ là nvan@cantho.gov.vn",
    "Đã có hộp thư ở Sở cũ", "Có mail bên phường cũ", "Tên trên CCCD là Nguyễn Thị Ân",
    "CCCD ghi Trần Văn Tý", "Họ tên đúng: Nguyễn Văn Ấn", "Không cấp", "Chưa cấp vội", "Để sau",
    "Xem lại", "Trùng tên", "Trùng với số 5", "Như số 3", "Đang xin ý kiến",
    "Chờ anh Hùng xác nhận", "Chưa ký hợp đồng", "Hợp đồng thời vụ", "HĐ 3 tháng", "Khoán việc",
    "Hợp đồng ngắn hạn", "Kỷ luật", "Đang bị đình chỉ", "Ốm dài hạn", "Biệt phái đi Sở Nội vụ",
    "Điều động đi Phòng Kinh tế", "Nghỉ không lương", "Xin rút", "Không đăng ký",
    "Đăng ký cho phòng", "Hộp thư dùng chung của tổ", "SĐT chưa chính chủ",
    "Số điện thoại đăng ký tên chồng", "cmnd 9 số", "Số cũ, chưa đổi", "Có 2 số",
    "Xem file đính kèm", "Theo danh sách cũ", "Mới (thay chị Lan)", "Thay thế người cũ",
    "Email: tên + 2 số cuối", "Đặt tên hộp thư vantb", "Cấp 2", "Cấp 2 hộp",
    "Không phải viên chức", "Ngoài biên chế", "Làm thêm", "Công tác đến 12/2026", "Hưu tháng 1",
    "Sắp hưu", "Đã nghỉ", "Chuẩn bị nghỉ", "Hỏi lại", "Đang học", "Đi học", "Đi nghĩa vụ quân sự",
    "Chưa rõ", "Không có CCCD", "Bỏ", "Cấp sau", "Đợt 2", "Chưa nộp hồ sơ", "Thiếu hồ sơ",
    "Chưa đủ điều kiện", "Chưa xác minh", "Số CCCD của mẹ", "Người nước ngoài", "Quốc tịch Lào",
    "Việt kiều", "Đổi tên từ Nguyễn Văn Tèo", "Lấy số zalo", "Chỉ dùng 1 tháng", "Tạm thời",
    "Tạm", "Demo", "Test", "mẫu", "Ví dụ", "Giao cho phòng giữ", "Thu hồi", "Khóa", "Đừng tạo",
    "Nhầm", "Sai", "Thừa", "Hết", "Đã gửi lần trước", "Gửi bổ sung", "Lần 2", "Cấp lại mật khẩu",
    "Quên mật khẩu", "Không công tác", "Chưa có Quyết định số 12/QĐ-UBND", "Chuyển công tác",
    "Chuyển công tác từ 01/8", "Chuyển công tác từ Sở Nội vụ sang Sở Xây dựng",
    "Chuyển công tác đến hết tháng 8", "Điều động đến Sở Nội vụ", "Sử dụng cho Phòng Nội vụ",
    "Hộp thư Phòng Nội vụ", "Phòng Nội vụ giữ", "Kiểm tra", "Đăng ký sau",
    "Phòng Nội vụ, thử việc", "Văn thư giữ hộ", "Tuyển dụng tạm", "Trưởng phòng cũ",
    "Nguyên Trưởng phòng", "Cựu cán bộ", "Cán bộ hưu trí", "Cán bộ nghỉ hưu",
    "Lãnh đạo chưa duyệt", "Lãnh đạo duyệt", "Chờ lãnh đạo", "Nhân viên thời vụ",
    "Nhân viên thử việc", "Bác sĩ thực hành", "Cán bộ luân phiên", "Hợp đồng đến 31/12/2026",
    "HĐ 6 tháng", "Hợp đồng 12 tháng", "Hợp đồng khoán", "Lê Văn Tám", "ĐT 0912345678",
    "Phòng 0912345678", "Cán bộ Nguyễn Văn Tám", "Thay Nguyễn Văn Tám", "Mới, chưa duyệt",
    "Đơn vị cũ: Phòng Nội vụ", "Phòng Nội vụ (cũ)", "Từ Phòng Nội vụ (chưa xong)", "x (xem lại)",
    "2", "5", "Có 2", "Trường hợp đặc biệt", "Ban đầu", "Phòng khi cần", "Số cũ", "Báo sau",
    "Nhà trường giữ", "Bộ đội xuất ngũ", "Quý IV",
)  # fmt: skip
AGAINST_A_PASSWORD = (
    "Cấp mới", "Hộp thư mới", "Người khác đang dùng", "Người cũ đã nghỉ", "Hộp thư của người cũ",
    "Đổi chủ", "Giao cho người mới", "Gửi mật khẩu qua zalo", "Nghi bị xâm nhập", "Lộ mật khẩu",
    "Đã được", "Đã đăng nhập được", "Không cần nữa", "Hủy", "Cũ", "Sai địa chỉ",
    "Hộp thư không tồn tại", "Chưa có hộp thư", "Đặt mật khẩu 123456", "Như cũ", "Mới",
    "Đã có hộp thư mới", "Đang sử dụng hộp thư khác", "Bị khóa do vi phạm",
)  # fmt: skip


@pytest.mark.parametrize("note", FOR_A_MAILBOX)
def test_what_offices_remark_on_who_needs_a_mailbox_is_understood(note: str) -> None:
    assert is_understood(note, "new")


@pytest.mark.parametrize("note", FOR_A_PASSWORD)
def test_what_offices_remark_on_who_needs_a_password_is_understood(note: str) -> None:
    assert is_understood(note, "reset")


@pytest.mark.parametrize("note", AGAINST_A_MAILBOX)
def test_any_other_remark_on_who_needs_a_mailbox_is_not(note: str) -> None:
    assert not is_understood(note, "new")


@pytest.mark.parametrize("note", AGAINST_A_PASSWORD)
def test_any_other_remark_on_who_needs_a_password_is_not(note: str) -> None:
    assert not is_understood(note, "reset")


def test_what_asks_for_something_is_understood_under_no_unclear_procedure() -> None:
    assert is_understood("Phụ trách CNTT", "")
    assert not is_understood("Cấp mới", "")


@pytest.mark.parametrize("part", ["Nội Vụ ", "Phòng ", "mới ", "từ Phòng ", "Kế toán - ", "A/"])
def test_a_long_remark_costs_no_time(part: str) -> None:
    begin = time.process_time()

    assert not is_understood(f"Phòng {part * 40}"[:240] + " ~", "new")
    assert time.process_time() - begin < 4  # a guard against hangs, no claim
