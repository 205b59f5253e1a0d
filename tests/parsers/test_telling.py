"""What changes a request in words is found in every spelling; what letters say by custom is not."""

from __future__ import annotations

import pytest

from parsers.columns import Columns
from parsers.custom.understood import is_understood
from parsers.meaning.instruction import cell_instructions, limits, title_limits
from parsers.meaning.procedure import cell_procedure, named_procedures
from parsers.text.words import spelled

BENDING = {
    "one row": (
        "Dòng cuối bỏ trống.",
        "Các dòng gạch chân đã có hộp thư.",
        "Ba trường hợp đầu đã cấp rồi.",
        "Đề nghị bỏ dòng 3.",
        "Không lấy số 2.",
        "Số 2 xem lại.",
        "Các trường hợp có dấu (*) đã được duyệt.",
        "Tạm thời chưa cấp cho trường hợp thứ hai.",
    ),
    "a limit": (
        "Chỉ dành cho lãnh đạo.",
        "Cấp cho những người đủ điều kiện.",
        "Chỉ tạo hộp thư cho cán bộ biên chế.",
        "Trước mắt cấp cho 01 người.",
        "Cấp hộp thư chỉ nhận, không gửi.",
    ),
    "not": (
        "Phòng không có nhu cầu sử dụng.",
        "Chưa được phê duyệt.",
        "ĐÃ HỦY",
        "Đề nghị hoãn việc cấp hộp thư cho ông Minh.",
        "Ko cấp cho ông Minh.",
        "Chưa xử lý trường hợp ông Minh.",
        "Đơn vị xin rút trường hợp ông Minh.",
        "Viên chức đã sử dụng lại được hộp thư từ ngày 18 tháng 11 năm 2026.",
        "Ông Minh đã nghỉ việc, đề nghị bỏ qua.",
        "Còn công chức Văn phòng được cấp hộp thư của Trung tâm.",
        "Đề nghị vô hiệu hóa tài khoản của ông Minh.",
        "Các hộp thư trên đề nghị ngừng hoạt động.",
    ),
    "later": (
        "Các trường hợp khác sẽ bổ sung sau.",
        "Đề nghị kiểm tra lại trước khi cấp.",
        "Sau 06 tháng đề nghị khóa.",
        "Ưu tiên cấp trước cho bà Đào.",
        "Việc đặt lại mật khẩu thực hiện ngoài giờ hành chính.",
        "Các trường hợp còn lại cấp sau.",
        "Đợt 1 cấp bà Đào, đợt 2 cấp ông Minh.",
        "Công chức Phòng Kinh tế sang tháng mới có quyết định.",
        "Sau ngày 01/12/2026 mới cấp.",
    ),
    "if": (
        "Trường hợp ông Minh đợi quyết định tuyển dụng.",
        "Khi nào có thông báo thì mở hộp thư.",
        "Nếu đã có hộp thư thì thôi.",
        "Việc cấp hộp thư cần ý kiến của Ban Thường vụ.",
        "Quyết định tiếp nhận đang trình Ủy ban nhân dân thành phố.",
        "Cấp cho người kế nhiệm sau khi bổ nhiệm.",
    ),
    "elsewhere": (
        "Xin cung cấp mật khẩu qua số máy trên.",
        "Mật khẩu xin niêm phong.",
        "Mật mã mới đề nghị gửi qua điện thoại cá nhân.",
        "Mật khẩu gửi qua SMS.",
        "Mật khẩu đề nghị gửi về số 0901 234 567.",
        "Xin gửi mật khẩu đến số 0901.234.567.",
        "Mật khẩu nhắn vào số: (0292) 3 811 200.",
        "Mật khẩu gửi về: +84 901-234-567.",
        "Tài khoản và mật khẩu xin nhắn vào số điện thoại ghi trong danh sách.",
        "Kết quả xin gửi về địa chỉ minh@gmail.com.",
        "Nhắn tin mật khẩu cho từng người.",
        "Mật khẩu mới đề nghị cấp trực tiếp cho Hiệu trưởng.",
        "Các viên chức nhận mật khẩu trực tiếp tại Trung tâm.",
        "Tài khoản giao cho bà Lan, Văn thư nhận thay.",
        "Kính chuyển Văn phòng UBND thành phố xem xét.",
    ),
    "another": (
        "Giữ nguyên hộp thư cũ.",
        "Đề nghị đổi địa chỉ hộp thư.",
        "Mật khẩu đặt là 123456.",
        "Chức vụ đổi thành Trưởng phòng.",
        "Số CCCD ghi tạm.",
        "Số điện thoại của đơn vị là số cũ.",
        "Đề nghị cấp lại mật khẩu và cho phép Hiệu trưởng truy cập các hộp thư.",
        "Số điện thoại trong danh sách là số điện thoại của Văn phòng.",
        "Hộp thư của đơn vị do công chức Văn phòng quản lý.",
        "Đề nghị cấp lại mật khẩu cho toàn bộ viên chức của trường.",
        "Gộp hộp thư của hai người thành một.",
        "Hộp thư của phòng đổi tên thành vanthu.",
        "Sửa họ tên thành Trần Văn Mình.",
        "Tên đúng là Trần Văn Mính.",
        "Đề nghị chuyển hộp thư của ông Minh sang bà Lan.",
        "Ngoài ra đề nghị cấp thêm cho bà Lan.",
        "Đồng thời đề nghị cấp lại mật khẩu cho bà Lan.",
    ),
    "another letter": (
        "Danh sách còn thiếu 02 người.",
        "Thay cho ông A đã chuyển công tác.",
        "Bổ sung cho Công văn số 10/UBND-VX.",
        "Cấp theo danh sách đã gửi ngày 10/11/2026.",
        "Cấp theo danh sách gửi kèm file Excel.",
        "Danh sách này chưa chính thức.",
        "Nhà trường có gửi thêm danh sách cho cán bộ Trung tâm.",
        "Các công chức đã được Sở Nội vụ đề nghị cấp hộp thư.",
        "Nhà trường đã gửi đề nghị này ngày 10/11/2026.",
        "Kính chuyển quý Sở danh sách để theo dõi.",
        "Bãi bỏ nội dung đã đề nghị trước đây.",
    ),
    "a day": (
        "Cấp từ ngày 01/01/2027.",
        "Cấp tạm đến hết ngày 31/12/2026.",
        "Hiệu lực đến 31/12/2026.",
        "Thời hạn 06 tháng.",
        "Cấp trong thời gian thực hiện dự án.",
        "Hộp thư sử dụng trong suốt thời gian biệt phái.",
    ),
    "spelled otherwise": (
        "Tạm hõan cấp cho ông Minh.",
        "Đề nghị hũy yêu cầu của ông Minh.",
        "CHỈ  CẤP CHO BIÊN CHẾ.",
        "chi cap cho so 1.",
        "De nghi hoan cap cho so 2.",
        "Chi\u0309 ca\u0302\u0301p cho bi\xean ch\u1ebf.",
        "Ch\u1ec9 c\xad\u1ea5p cho bi\xean ch\u1ebf.",
        "\u0421h\u1ec9 c\u1ea5p cho bi\xean ch\u1ebf.",
    ),
}
CUSTOMARY = (
    "Không đổi tên và thứ tự cột, không gộp ô;",
    "Chứng minh nhân dân 9 số không còn giá trị sử dụng.",
    "3) Mục không dùng thì để trống hoặc xóa cả bảng.",
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 02 năm 2025;",
    (
        "Căn cứ Quyết định số 33/2015/QĐ-UBND ngày 18 tháng 12 năm 2015 của Ủy ban nhân dân "
        "thành phố Cần Thơ về việc ban hành Quy chế quản lý, sử dụng hệ thống thư điện tử;"
    ),
    (
        "Căn cứ Nghị quyết số 1668/NQ-UBTVQH15 về việc sắp xếp các đơn vị hành chính cấp xã "
        "năm 2025;"
    ),
    (
        "Thực hiện Công văn số 123/STTTT-CNTT ngày 05/11/2026 của Sở Thông tin và Truyền "
        "thông về việc hướng dẫn cấp mới, thay đổi, hủy bỏ hộp thư điện tử;"
    ),
    (
        "Thực hiện Quyết định số 2829/QĐ-UBND ngày 11/12/2023 công bố danh mục thủ tục hành "
        "chính được sửa đổi, bổ sung, thay thế, bãi bỏ;"
    ),
    "Theo quy định tại Điều 5 Quy chế quản lý, sử dụng hộp thư điện tử công vụ;",
    "Kính đề nghị quý Sở xem xét, giải quyết.",
    "Kính đề nghị Quý Sở quan tâm, xem xét, hỗ trợ thực hiện.",
    "Rất mong nhận được sự quan tâm, hỗ trợ của quý Sở.",
    "Trân trọng kính chào.",
    "Trân trọng cảm ơn./.",
    "Xin chân thành cảm ơn sự phối hợp của quý cơ quan.",
    (
        "Để phục vụ công tác chuyên môn và trao đổi văn bản điện tử, đơn vị có nhu cầu sử "
        "dụng hộp thư điện tử công vụ."
    ),
    "Nhằm đảm bảo việc gửi, nhận văn bản điện tử được kịp thời, thông suốt.",
    "Thời gian sử dụng từ ngày ký.",
    "Kết quả xin gửi về Văn phòng, số 12 đường 30 Tháng 4, trước ngày 15.12.2026.",
    (
        "Mọi thông tin chi tiết xin liên hệ ông Nguyễn Văn Bình, Chánh Văn phòng, điện thoại "
        "0901234567."
    ),
    (
        "Đầu mối liên hệ: bà Trần Thị Lan, chuyên viên, số điện thoại: 0907654321, email: "
        "ttlan@cantho.gov.vn."
    ),
    "Thông tin liên hệ: Phòng Hành chính - Tổng hợp, điện thoại 0292.3812345.",
    "Ủy ban nhân dân phường cam kết quản lý, sử dụng hộp thư đúng mục đích và theo quy định.",
    "Đơn vị chịu trách nhiệm về tính chính xác của thông tin cung cấp.",
    (
        "Các cá nhân có tên trong danh sách cam kết sử dụng hộp thư đúng quy định, không chia "
        "sẻ mật khẩu."
    ),
    "Hiện nay, đơn vị có 02 công chức mới được tuyển dụng chưa có hộp thư điện tử công vụ.",
    "Công chức mới tuyển dụng chưa được cấp hộp thư điện tử.",
    "Hiện tại các công chức trên chưa có hộp thư điện tử công vụ để sử dụng.",
    "Do quên mật khẩu nên không đăng nhập được vào hộp thư.",
    "Do công chức được điều động, luân chuyển từ đơn vị khác đến nên chưa có hộp thư.",
    "Do thay đổi nhân sự, đơn vị có tiếp nhận thêm công chức mới.",
    "Sau khi sáp nhập, đơn vị có thay đổi về tên gọi và địa chỉ trụ sở.",
    (
        "Sau khi được cấp hộp thư, đơn vị sẽ thay đổi mật khẩu ngay và bảo mật thông tin theo "
        "quy định."
    ),
    "Đơn vị gửi danh sách đính kèm công văn này.",
    "(Có danh sách kèm theo)",
    "(Chi tiết tại Phụ lục đính kèm)",
    "Danh sách cụ thể như sau:",
    "Nhà trường đang hoàn thiện hồ sơ kiểm định chất lượng.",
    "Thông tin của các công chức trong danh sách là đúng.",
    "Hiện còn 02 người chưa có hộp thư.",
    "Hộp thư điện tử do quý Sở quản lý, vận hành.",
    "Hộp thư do công chức cũ quản lý đã quên mật khẩu.",
    "Đề nghị cấp hộp thư cho toàn bộ công chức có tên trong danh sách.",
    "Đơn vị hiện có 61 công chức, trong đó 57 người đã có hộp thư điện tử.",
    "Sau khi nhận mật khẩu mới, viên chức đổi mật khẩu ngay.",
    "Theo danh sách đính kèm.",
    "Danh sách có 02 người.",
    "Đề nghị quý Sở sớm xem xét, giải quyết để đơn vị kịp thời triển khai nhiệm vụ.",
    "Kính mong quý Sở tạo điều kiện thuận lợi để đơn vị hoàn thành nhiệm vụ được giao.",
    "Nhằm tạo điều kiện thuận lợi cho công tác trao đổi, xử lý văn bản trên môi trường mạng.",
    (
        "Ủy ban nhân dân phường đề nghị Sở Thông tin và Truyền thông xem xét, cấp mới hộp thư "
        "điện tử cho 02 công chức."
    ),
    "Bản điện tử của văn bản này được gửi qua Trục liên thông văn bản.",
    "Kính chuyển Sở Thông tin và Truyền thông xem xét, giải quyết.",
    "Các công chức trên được phân công nhiệm vụ từ ngày 01/11/2026.",
    (
        "Công chức mới được tiếp nhận theo Quyết định số 125/QĐ-SNV, đề nghị cấp trước ngày "
        "15 hằng tháng để kịp sử dụng phần mềm."
    ),
    "Ghi chú: danh sách được xếp theo thứ tự bảng chữ cái.",
    "Lưu ý: số CCCD ghi đủ 12 số.",
    "Người lập biểu",
    "Cá nhân được cấp hộp thư có trách nhiệm bảo mật tài khoản, mật khẩu được cấp.",
    "Đề nghị Sở Thông tin và Truyền thông thông báo kết quả cho đơn vị biết.",
    "Đề nghị quý cơ quan hỗ trợ cấp mới trong thời gian sớm nhất.",
    "Ủy ban nhân dân phường báo cáo và đề nghị như trên.",
    (
        "Kể từ ngày 01/7/2025, Ủy ban nhân dân phường chính thức đi vào hoạt động theo mô "
        "hình chính quyền địa phương 02 cấp."
    ),
    "Phường Cái Khế được thành lập trên cơ sở sáp nhập các phường An Hòa, Cái Khế và Thới Bình.",
    "Hộp thư được sử dụng để gửi, nhận văn bản, không sử dụng vào mục đích cá nhân.",
    "Nội dung đề nghị: cấp mới hộp thư điện tử công vụ.",
    "Lý do: công chức mới được tuyển dụng.",
    (
        "Trong quá trình thực hiện nếu có khó khăn, vướng mắc, đề nghị liên hệ Văn phòng để "
        "được hướng dẫn."
    ),
    "Nếu có vướng mắc, xin liên hệ qua số Zalo 0901234567 của bà Lan.",
    "Đề nghị cấp tài khoản thư điện tử công vụ cho cá nhân có tên trong danh sách kèm theo.",
    "Đề nghị cấp tài khoản hộp thư điện tử cho ông Nguyễn Văn An, Chuyên viên Văn phòng.",
    "Ủy ban nhân dân xã kính chuyển danh sách đến quý Sở xem xét, giải quyết.",
    "Đề nghị quý Sở thông báo kết quả cho các cá nhân được biết.",
    "Hiện các công chức nêu trên chưa đăng ký hộp thư điện tử công vụ.",
    "Đơn vị đã có hộp thư điện tử nhưng đến nay không đăng nhập được.",
    "Do cán bộ phụ trách cũ nghỉ hưu, không bàn giao mật khẩu hộp thư.",
    "Hộp thư điện tử của đơn vị bị khóa do nhập sai mật khẩu nhiều lần.",
    "Trường Tiểu học Cái Khế 1 được đổi tên thành Trường Tiểu học An Hòa.",
    "Thực hiện mô hình chính quyền địa phương 02 cấp từ ngày 01/7/2025.",
    (
        "Thực hiện Nghị quyết số 60-NQ/TW về tổ chức lại đơn vị hành chính, tổ chức chính "
        "quyền địa phương 2 cấp;"
    ),
    "Sau khi sắp xếp, tổ chức lại đơn vị hành chính cấp xã, bộ máy đã đi vào hoạt động ổn định.",
    "Để thuận tiện trong công tác trao đổi thông tin, văn bản, phục vụ công tác chuyên môn.",
    (
        "Nay Ủy ban nhân dân phường lập danh sách đề nghị cấp mới hộp thư điện tử cho cán bộ, "
        "công chức, viên chức."
    ),
    "Đề nghị Sở Khoa học và Công nghệ quan tâm, giúp đỡ.",
    (
        "Kính đề nghị Sở Thông tin và Truyền thông hỗ trợ, tạo lập hộp thư công vụ theo danh "
        "sách đính kèm."
    ),
    "Khi có thay đổi về nhân sự, đơn vị sẽ kịp thời thông báo đến quý Sở.",
    "Đơn vị cam kết thông báo kịp thời nếu cá nhân chuyển công tác hoặc nghỉ việc.",
    (
        "Đơn vị cử ông Lê Văn Tám, Văn thư, số điện thoại 0901234567, email "
        "lvtam@cantho.gov.vn làm đầu mối phối hợp."
    ),
    "Hồ sơ gửi kèm: Danh sách cán bộ, công chức đề nghị cấp mới hộp thư.",
    "Thời gian sử dụng: từ khi được cấp.",
    "Đơn vị không gặp sự cố khi sử dụng trong thời gian qua.",
    "Đề nghị cấp hộp thư trong thời gian 02 ngày làm việc.",
    "Đề nghị quý Sở xem xét, cấp hộp thư trong thời gian tới.",
    "Thời gian thực hiện: trong tháng 12 năm 2026.",
    "Đề nghị quý Sở giải quyết trong thời hạn 03 ngày làm việc theo quy định.",
    "Căn cứ Công văn số 5/SNV của Sở Nội vụ, Sở Tài chính về việc điều chỉnh danh sách;",
    "Căn cứ Kế hoạch số 15/KH-UBND ngày 20/01/2026 về chuyển đổi số năm 2026;",
    (
        "Căn cứ Quyết định số 12/QĐ-UBND về việc điều động, bổ nhiệm công chức có hiệu lực từ "
        "ngày 01/11/2026 đến ngày 31/12/2026;"
    ),
    "Xét nhu cầu công tác và đề nghị của Trưởng phòng Văn hóa - Xã hội;",
    "Theo chức năng, nhiệm vụ được giao tại Quyết định số 05/2025/QĐ-UBND;",
    (
        "Bản chính gửi qua đường bưu điện, bản điện tử gửi qua hệ thống quản lý văn bản và "
        "điều hành."
    ),
    "Công văn này được gửi qua Trục liên thông văn bản quốc gia, không gửi bản giấy.",
    "Các nội dung khác thực hiện theo quy định hiện hành.",
    "Rất mong sự quan tâm hợp tác của quý cơ quan./.",
    "Nơi nhận:",
    "- Như trên;",
    "- Lưu: VT, VP.",
    "- Thường trực Đảng ủy (để báo cáo);",
    "- Chủ tịch, các PCT UBND phường;",
    "KT. CHỦ TỊCH PHÓ CHỦ TỊCH",
    "TL. CHỦ TỊCH CHÁNH VĂN PHÒNG",
    "Địa chỉ: Số 02 Đại lộ Hòa Bình, phường Ninh Kiều, thành phố Cần Thơ.",
    "Trường Mầm non số 2",
    "Đội Quản lý trật tự đô thị số 1",
    "Phụ trách kế toán",
    "Phó Trưởng phòng phụ trách",
    "Chuyên viên (hợp đồng theo Nghị định 111)",
    "Người hoạt động không chuyên trách",
    "Phòng Kinh tế, Hạ tầng và Đô thị",
    "Ban Chỉ huy Quân sự",
    "Công chức tiếp nhận mới",
    "Mới tuyển dụng",
    "Mới chuyển về",
    "Quên mật khẩu",
    "Văn thư",
    "Phường An Hòa cũ",
    "Kiêm nhiệm",
    "Bổ sung",
    "Hợp đồng lao động",
    "Danh sách có 02 người./.",
    "Người lập biểu Nguyễn Thị Lan",
    "XÁC NHẬN CỦA THỦ TRƯỞNG ĐƠN VỊ",
    "Ghi chú: Số CCCD ghi đủ 12 số; họ và tên viết chữ in hoa có dấu.",
    (
        "(Ban hành kèm theo Công văn số 12/UBND-VX ngày 23 tháng 11 năm 2026 của UBND phường "
        "Cái Khế)"
    ),
    "Mẫu số 01: Cấp mới hộp thư điện tử cho cá nhân",
    "Biểu mẫu cấp mới, thay đổi, hủy bỏ hộp thư điện tử",
    "Hộp thư được cấp chỉ được sử dụng vào mục đích công vụ.",
    "Tổng cộng: 02 người",
    "Để bảo đảm an toàn thông tin, đề nghị không cung cấp mật khẩu cho người khác.",
    "Đơn vị sẽ quản lý, sử dụng hộp thư theo đúng Quy chế và chịu trách nhiệm trước pháp luật.",
    "Chưa có hộp thư",
    "Chưa được cấp hộp thư",
)


@pytest.mark.parametrize(
    "sentence", [pytest.param(one, id=one) for meant in BENDING.values() for one in meant]
)
def test_words_that_bend_a_request_are_told(sentence: str) -> None:
    assert any(limits(sentence, None))


@pytest.mark.parametrize("sentence", CUSTOMARY)
def test_words_of_custom_are_not_told(sentence: str) -> None:
    assert not list(limits(sentence, None))


@pytest.mark.parametrize(
    "sentence",
    [
        "Theo đề nghị của đơn vị, chỉ cấp cho biên chế.",
        "Căn cứ nhu cầu, đề nghị chưa cấp cho ông Minh.",
        "Thực hiện Công văn số 5/SNV, đơn vị gửi danh sách thay thế danh sách ngày 05/11/2026.",
        "THEO CÔNG VĂN SỐ 5/SNV, ĐƠN VỊ ĐIỀU CHỈNH DANH SÁCH.",
    ],
)
def test_an_instruction_in_a_sentence_that_begins_as_a_ground_is_told(sentence: str) -> None:
    assert any(limits(sentence, None))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ông Minh đang bị kỷ luật.", True),
        ("(*) Nghỉ việc từ 01/12.", True),
        ("(1) đã có hộp thư.", True),
        ("(2) Cấp lại", True),
        ("(*) Tập sự", True),
        ("Nghỉ việc", True),
        ("(đã nghỉ hưu)", True),
        ("Đã có hộp thư rồi", True),
        ("Có rồi", True),
        ("Chưa cấp", True),
        ("Không cấp.", True),
        ("Nghỉ dưỡng", False),
        ("Trung tâm Dịch vụ nghỉ hưu Cần Thơ", False),
        ("(1) Ghi đầy đủ tên cơ quan cấp trên.", False),
        ("Liên hệ: bà Lan, Văn thư.", False),
        ("Trường Tiểu học Bà Triệu", False),
        ("(*) Xếp theo thứ tự bảng chữ cái.", False),
    ],
)
def test_a_remark_of_one_of_the_list_is_told(text: str, *, told: bool) -> None:
    assert any(limits(text, None)) == told


@pytest.mark.parametrize(
    "title",
    [
        "DANH SÁCH CÁN BỘ NGHỈ VIỆC",
        "DANH SÁCH KHÔNG CÒN SỬ DỤNG EMAIL",
        "DANH SÁCH ĐỀ NGHỊ KHÓA",
        "II. CHUYỂN CÔNG TÁC",
        "DANH SÁCH CHẤM DỨT SỬ DỤNG",
        "DANH SÁCH TRẢ LẠI HỘP THƯ",
        "DANH SACH HUY",
        "Điều chỉnh thông tin",
        "Cá nhân quên mật khẩu",
    ],
)
def test_a_title_of_others_than_those_who_get_a_mailbox_is_told(title: str) -> None:
    assert any(title_limits(title, None))


@pytest.mark.parametrize(
    "title",
    [
        "DANH SÁCH CÔNG CHỨC LUÂN CHUYỂN ĐẾN ĐỀ NGHỊ CẤP MỚI HỘP THƯ ĐIỆN TỬ",
        "DANH SÁCH ĐỀ NGHỊ THAY ĐỔI MẬT KHẨU",
        "I. Cấp lại mật khẩu",
        "DANH SÁCH CÔNG CHỨC MỚI TUYỂN DỤNG",
        "PHÒNG XÓA ĐÓI GIẢM NGHÈO",
        "Trung tâm Chuyển đổi số",
        "BAN BỒI THƯỜNG, HỖ TRỢ VÀ THU HỒI ĐẤT",
        "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
        "PHÒNG ĐỔI MỚI SÁNG TẠO",
    ],
)
def test_a_title_that_names_who_stands_below_it_is_not_told(title: str) -> None:
    assert not list(title_limits(title, None))


def _cell(column: str, text: str, procedure: str = "new", *, shape: str = "individual") -> bool:
    if column == "note":
        return not is_understood(text, procedure)
    columns = Columns(shape, {}, ("Tình trạng",))
    return any(cell_instructions({column: text}, columns, {}, procedure))


@pytest.mark.parametrize("column", ["note", "unit", "position", "Tình trạng"])
@pytest.mark.parametrize(
    "text",
    [
        *("Hoãn", "Chưa cấp", "Có rồi", "Cấp sau", "Đợt 2", "Khóa", "Nghỉ thai sản", "Thay ông A"),
        *("Đổi thành Minh", "Tên đúng: Mính", "Dùng chung", "Từ 01/01/2027", "Đến hết 2026"),
        *("Tạm", "Ưu tiên", "Gửi MK qua SMS", "Như danh sách đã gửi", "Đợi QĐ", "Loại", "Huỷ"),
        *("Chuyên viên (đợt 2)", "Văn phòng (từ 01/01/2027)", "Thử việc", "Cộng tác viên", "CTV"),
        *("Phòng Kinh tế (dự kiến)", "Phòng Kinh tế - thử việc", "Phòng Kinh tế (mượn)"),
        *("Nguyên Kế toán", "Kế toán, hợp đồng 3 tháng", "Biệt phái Sở Y tế", "Chưa phân công"),
        "Phòng Kinh tế hoặc Văn phòng",
    ],
)
def test_a_cell_that_speaks_against_its_row_is_told(column: str, text: str) -> None:
    assert _cell(column, text)


@pytest.mark.parametrize("column", ["unit", "position", "Tình trạng"])
@pytest.mark.parametrize(
    "text",
    [
        *("Ban Bồi thường và thu hồi đất", "Phòng Xóa đói giảm nghèo", "Đội Quản lý tạm trú"),
        *("Huyện Trùng Khánh", "Trung tâm nghỉ dưỡng", "Đại biểu khóa XV", "Tổ sửa chữa"),
        *("Chưa có hộp thư", "Mới tuyển dụng từ ngày 01/11/2026", "Phường An Hòa cũ", "Huy"),
    ],
)
def test_a_cell_that_only_names_something_is_not_told(column: str, text: str) -> None:
    assert not _cell(column, text)


def test_the_name_of_a_unit_is_looked_at_and_a_person_s_is_not() -> None:
    assert _cell("name", "Văn phòng (đã giải thể, hủy)", shape="organisation")
    assert not _cell("name", "Trần Thị hoãn", shape="individual")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Cấp lại mật khẩu", "reset"),
        ("Cấp lại", "reset"),
        ("Quên mật khẩu", ""),
        ("Cấp mới", "new"),
        ("Hủy hộp thư", "cancel"),
        ("Văn thư", ""),
    ],
)
def test_a_row_that_asks_for_something_else_in_a_cell_is_told(text: str, asked: str) -> None:
    assert cell_procedure(text) == asked
    for procedure in ("new", "reset"):
        told = asked not in ("", procedure)
        assert _cell("Tình trạng", text, procedure) == told


def test_a_promise_to_change_one_s_password_asks_for_none() -> None:
    promise = "Sau khi được cấp hộp thư, cá nhân sẽ tự thay đổi mật khẩu."

    assert named_procedures(promise) == {"new"}
    assert "reset" in named_procedures("Đề nghị thay đổi mật khẩu hộp thư.")


def test_the_tone_stands_behind_its_word_wherever_it_was_typed() -> None:
    assert spelled("Huỷ") == spelled("hủy") == spelled("HŨY") == "huyr"
    assert spelled("hoà, thuế") == "hoaf, thuês"
