"""Sentences of a letter about somebody of its list: what is not custom is told, the rest is not."""

from __future__ import annotations

import pytest

from parsers.custom.customary import is_customary
from parsers.request import IndividualRow, OrganisationRow, Row
from parsers.said.listed_people import ListedPeople
from parsers.said.named import of_somebody
from tests.parsers.test_telling import CUSTOMARY

NAMES = ("Lê Thị Kim Oanh", "NGUYỄN VĂN NAM", "Phan Minh Không", "Trần Thị Mới", "Đỗ Lan")
ROWS: tuple[Row, ...] = (
    *(IndividualRow("new", name=name, unit="Tổ Một cửa") for name in (*NAMES, "Lê Văn Trường")),
    OrganisationRow("new", name="Văn phòng Sở", manager_name="Võ Thị Bích Trâm"),
)
PEOPLE = ListedPeople.of(ROWS, "ỦY BAN NHÂN DÂN XÃ MỸ TÚ")


@pytest.mark.parametrize(
    "sentence",
    [
        "Bà Oanh sẽ nghỉ việc từ tháng sau.",
        "Ông Nam chưa ký hợp đồng.",
        "CCCD của bà Oanh ghi chưa đúng.",
        "Lưu ý: bà Kim Oanh đang đi học ở nước ngoài.",
        "Nguyễn Văn Nam chưa ký hợp đồng.",
        "Ông Nam mới được tuyển dụng nhưng chưa ký hợp đồng.",
        "Bà Oanh nghỉ việc, mọi chi tiết liên hệ ông Nam, điện thoại 0901234567.",
        "Đồng chí Lê Thị Kim Oanh đã chuyển sang Sở Y tế.",
        "Trường hợp bà Oanh xin xem xét.",
        "Bà Lan hiện đã nghỉ hưu.",
        "Bà Trâm không còn quản lý hộp thư.",
        "Ông Không đang đi học.",
        "Ông Nam sẽ chuyển công tác về Sở Nội vụ từ ngày 01/11/2026.",
        "Số điện thoại của bà Oanh là 0916220416.",
        "CCCD đúng của ông Nguyễn Văn Nam: 092195000148.",
        "Căn cứ Quyết định số 15/QĐ-SNV về việc bà Lê Thị Kim Oanh nghỉ hưu;",
        "BÀ OANH NGHỈ VIỆC TỪ THÁNG 11.",
        "ÔNG NAM ĐANG ĐI HỌC",
        "Bà Oanh Văn phòng nghỉ thai sản.",
        "Ông Tám và bà Oanh sẽ nghỉ việc.",
        "Oanh nghỉ việc từ 1/11",
        "Oanh: đang nghỉ thai sản",
        "Oanh chỉ làm đến Tết",
        "- Nam đã nộp đơn",
        "Mật mã của Oanh do văn thư giữ.",
        "Lê Oanh chưa ký hợp đồng.",
        "Hai đồng chí này làm việc đến hết tháng 12 thì kết thúc nhiệm vụ.",
        "Các công chức trên do Phòng Giáo dục quản lý.",
        "Trong hai công chức nêu trên, một người đang trong thời gian điều tra.",
        "Công chức Nguyễn Văn Nam công tác tại Phòng Kinh tế.",
        "Các công chức này làm việc tại Sở Y tế.",
        "Trong danh sách có công chức thuộc diện tinh giản biên chế.",
        "Công chức có tên trong danh sách đang công tác biệt phái tại Sở Y tế.",
        "Người đứng thứ hai trong bảng là nhân viên của đơn vị khác.",
    ],
)
def test_what_is_said_against_somebody_of_the_list_is_told(sentence: str) -> None:
    told = list(of_somebody(f"Kính gửi: Sở Nội vụ. {sentence}", PEOPLE))

    assert told == [sentence] or not is_customary(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Kính gửi: Bà Lê Thị Kim Oanh sẽ nghỉ.",
        "Đề nghị cấp mới hộp thư điện tử cho ông Nguyễn Văn Nam, Chuyên viên Văn phòng.",
        "Đầu mối liên hệ: ông Nguyễn Văn Nam, điện thoại 0901234567.",
        "Đầu mối liên hệ: ThS. Nguyễn Văn Nam, điện thoại 0901234567.",
        "Mọi chi tiết xin liên hệ bà Oanh, Văn thư, email oanh@cantho.gov.vn.",
        "Bà Oanh được tiếp nhận theo Quyết định số 12/QĐ-SNV, chưa có hộp thư điện tử công vụ.",
        "Do bà Oanh quên mật khẩu nên không đăng nhập được vào hộp thư.",
        "Ông Nam đã có hộp thư nhưng quên mật khẩu.",
        "Bà Oanh nghỉ thai sản mới đi làm lại nên quên mật khẩu.",
        "Danh sách kèm theo do cán bộ trước đây nghỉ hưu, quên mật khẩu.",
        "1. Ông Nguyễn Văn Nam, Chuyên viên;",
        "2. Bà Lê Thị Kim Oanh - Trưởng phòng;",
        "3. Ông Phan Minh Không",
        "4. Bà Trần Thị Mới (sinh năm 1990), chức vụ Chuyên viên;",
        "Gồm ông Nam và bà Oanh.",
        "Ủy ban nhân dân xã xác nhận các công chức này đang làm việc tại Ủy ban nhân dân xã.",
        "Nhờ quý Trung tâm cấp lại mật khẩu giúp 02 viên chức trên.",
        "Bà Oanh làm việc tại Tổ Một cửa, ông Nam công tác tại Ủy ban nhân dân xã Mỹ Tú.",
        "Căn cứ Quyết định số 15/QĐ-SNV về việc tuyển dụng bà Lê Thị Kim Oanh;",
        "Căn cứ Quyết định số 15/QĐ-SNV về việc bà Lê Thị Hoa nghỉ hưu;",
        "Trường chưa có hộp thư của Trường.",
        "Các công chức trên mới được tuyển dụng theo Quyết định số 12/QĐ-SNV.",
        "Một số công chức quên mật khẩu.",
        "Người lập biểu Lê Thị Kim Oanh.",
        "GIÁM ĐỐC Nguyễn Văn Nam",
        "Bà Hạnh đã nghỉ việc.",
        "Trụ sở tại đường Đỗ Lan, không đổi.",
        "Nếu có vướng mắc chưa rõ, đề nghị liên hệ ông Nam.",
        "Nếu có gì không rõ xin trao đổi với ông Phan Minh Không.",
        *CUSTOMARY,
    ],
)
def test_what_letters_say_of_people_by_custom_is_not_told(sentence: str) -> None:
    assert not list(of_somebody(sentence, PEOPLE))


@pytest.mark.parametrize(
    "sentence",
    [
        "Số liệu trong phụ lục lấy từ hồ sơ cũ, đơn vị chưa rà soát.",
        "Lãnh đạo phường chưa thống nhất nội dung này.",
        "Nội dung trong bảng, công chức không kiểm tra.",
    ],
)
def test_what_is_said_against_the_whole_list_is_no_custom(sentence: str) -> None:
    assert not is_customary(sentence)


@pytest.mark.parametrize("sentence", ["Trừ ông Nam.", "Chưa cấp hộp thư cho bà Oanh."])
def test_what_is_told_anyway_is_not_told_twice(sentence: str) -> None:
    assert not list(of_somebody(sentence, PEOPLE))
