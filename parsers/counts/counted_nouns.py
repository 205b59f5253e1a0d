"""Whom and what letters count: the nouns behind a number, as patterns for small letters."""

from __future__ import annotations

_OFFICES = (
    r"(?:phó )?(?:trưởng|chánh|tổ trưởng|đội trưởng|hiệu trưởng|giám đốc|chủ tịch|bí thư)"
    r"(?: (?:phòng|ban|khoa|trạm|đoàn|văn phòng|thanh tra))?"
)
# "kế toán viên", "cộng tác viên"; neither "12 tháng, đảng viên" nor "02 công viên".
_MEMBERS = (
    r"(?!(?:tháng|năm|ngày|giờ|tuần|quý|công|phòng|trường|khoa|lớp|trang|văn|bệnh)\s)"
    r"(?:\w+ ){1,2}viên\b(?! chức)"
)
# "04 thầy, cô", but not "phường 5, bà Nguyễn …" where the comma was left out.
_ADDRESSES = (
    r"(?:thầy|cô|ông/bà|ông \(bà\)|ông|bà|anh|chị|vị|tên)"
    r"(?=\s*(?:$|[,.;)]|(?:và|hoặc|cô|bà|chị|em|giáo|cán bộ"
    r"|(?:công|viên) chức|nhân viên|mới|chưa|là|theo|thuộc|của|trong|tại|như)\b))"
)
# "CBCCVC, NLĐ", "CBGVNV"
_SHORT = r"(?:cb|cc|vc|gv|nv|nlđ|hđlđ)"
PEOPLE = (
    r"cán bộ|công chức|viên chức|công nhân|nhân công|người|cá nhân|nhân sự|nhân lực|đồng chí|đ[/.]c"
    r"|nhân viên|trường hợp|hồ sơ|lãnh đạo|chuyên viên|giáo viên|giảng viên|thành viên|lao động"
    r"|hợp đồng|(?:bác|y|dược|nha|chiến|thạc|tiến) (?:sĩ|sỹ)|y,? bác (?:sĩ|sỹ)|y tá|điều dưỡng"
    r"|(?:nữ )?hộ sinh|hộ lý|kỹ sư|luật sư|thư ký|văn thư|kế toán|thủ quỹ|thẩm phán|bảo vệ|lái xe"
    r"|quân nhân|sĩ quan|thanh tra|cán sự|trợ lý|thực tập sinh|nghiên cứu sinh|đại biểu"
    r"|chức danh|vị trí"
    rf"|{_SHORT}(?:[,/-]? ?{_SHORT})*(?!\w)|{_ADDRESSES}|{_OFFICES}|{_MEMBERS}"
)
ORGANISATIONS = r"đơn vị|cơ quan|tổ chức"
KIND = (
    r"(?:(?:hộp thư|tài khoản|địa chỉ|thư|điện tử|công vụ|e-?mail|của|cho|là|các|nữ|nam|vị|mới)\s+)"
    rf"{{0,6}}(?P<kind>{PEOPLE}|{ORGANISATIONS})(?!\w)"
)
# Read only where nothing else is counted: people belong to them too often.
UNITS = r"(?P<kind>trường|trung tâm|chi cục|chi nhánh|phòng|khoa|đội|hạt|bộ phận|trạm)\b"
# What is no holder of a mailbox, and may stand behind "cho" with a number.
_NO_HOLDER = (
    r"(?:tháng|ngày|năm|giờ|lần|đợt|quý|danh sách|phụ lục|nội dung|mục|loại|thủ tục|trang|bản"
    r"|xã|phường|cấp|đầu mối|lĩnh vực|hệ thống|phần|nhóm|yêu cầu"
    r"|biểu|bảng|tệp|file|văn bản|mật khẩu|mật mã)\b"
)
BOX = r"(?:hộp thư|thư điện tử|e-?mail|tài khoản|địa chỉ (?:hộp )?thư)\b"
UNKNOWN = rf"(?!{KIND}|{UNITS}|{BOX}|{_NO_HOLDER})[^\W\d_]+"
