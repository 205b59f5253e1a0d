"""The small recognisers that frames are made of, each by the name under which a frame calls it."""

from __future__ import annotations

import re

from parsers.acts.turning_words import AIM_BARS, BARS, HEAVY, LIGHT
from parsers.text.words import pattern_spelled

_SLOTS = {
    "free": rf"(?:,? (?:[-–] )?(?!(?:{BARS})(?!\w))(?:[^\W\d_]+|[◊¤§#¹]))",
    "doubt": (
        r"(?: (?:có|cần|gặp|phát sinh|còn|thêm|bổ sung|hồ sơ|thông tin|nội dung|điểm|vấn đề|gì|nào|"
        r"khó khăn|vướng mắc|sai sót|thiếu sót|thay đổi|chưa|rõ|đầy đủ|chính xác|phù hợp|trao đổi|"
        r"hoặc|và|chi tiết|liên quan|yêu cầu|hỗ trợ|làm rõ|OK|phản hồi|ý kiến|góp ý|cần thiết|khác|"
        r"trong quá trình|thực hiện|triển khai|xử lý|giải quyết),?)"
    ),
    "aim": rf"(?:,? (?!(?:{BARS}|{AIM_BARS})(?!\w))(?:[^\W\d_]+|[◊¤§#¹]))",
    "asker": r"(?:(?:nay|vậy|do đó|vì vậy|do vậy),? )*(?:<unit> (?:(?:đã|cũng|có) )?)?",
    "wish": (
        r"(?:(?:kính|rất|trân trọng|xin|làm|phép) )*(?:kính|đề nghị|xin|mong|nhờ|cần|trân trọng|"
        r"lập|"
        r"gửi|tổng hợp)(?!\w)"
    ),
    "own": (
        r"(?:đơn vị|cơ quan|nhà trường|trường|xã|phường|thị trấn|trung tâm|bệnh viện|phòng|ban|sở|"
        r"hội|chi cục|ủy ban|ubnd|văn phòng|công ty|trạm|đoàn|viện|khoa|tổ|địa phương|ngành|tỉnh|"
        r"thành phố|huyện|đảng ủy|chúng tôi|bộ phận|tòa soạn|mình)"
    ),
    "unit": r"(?:<own>(?: (?:mình|chúng tôi|tôi|này|em|trực thuộc|ta))*(?: ◊)*|◊(?:,? ◊)*)",
    "detail": (
        r"(?:(?:các |những )?(?:thông tin|họ(?: và)? tên|tên|chức vụ|chức danh|ngày(?: tháng năm)? "
        r"sinh|số điện thoại|số căn cước|địa chỉ|đơn vị công tác|nội dung|chi tiết|cụ thể|LIST|BOX|"
        r"về MEN|(?:của )?(?:MEN|<own>)|của))"
    ),
    "here": (
        r"(?: (?:(?:được |xin )?(?:kèm theo|kèm|đính kèm|gửi kèm|gửi)(?: theo)?|dưới đây|sau đây|"
        r"sau|(?:nêu |nói |kể )?trên|này|chi tiết|cụ thể|như sau|như trên|bên dưới|trên đây|dưới|"
        r"trích ngang|số ◊|ở trang (?:sau|bên|◊)|◊|tại|mẫu|đăng ký|tổng hợp|(?:công văn|văn bản|"
        r"tờ trình|phiếu|"
        r"đơn)(?: này)?(?= ?[-–).,;:]|$)))*"
    ),
    "stop": r"(?=\s?(?:[,;:.()/!?]|$)|\s[-–]\s)",
    "end": (
        r"(?=\s?(?:[,;:.()/!?]|$)|\s(?:để|nhằm|nên|theo|và(?= (?:ASK|REFER|OK|đề nghị|kính|rất|"
        r"xin|mong|gửi|chịu|cam|bảo|thực|hướng|thông báo|phản hồi|hỗ trợ|giúp|tạo|phối hợp|"
        r"<gives>))|được|là|phục vụ|do|vì|sử dụng|như sau|gồm|giúp|cho an toàn|năm học|ASK|GIVE|"
        r"REFER|OK|WHY|[-–])(?!\w))"
    ),
    "given": (
        r"(?:[#¹] BOX|MEN|◊(?:(?:,| và) ◊)+|(?:các )?<unit>|¤(?:(?:,| và) (?:các )?(?:¤|MEN))+)"
    ),
    "soon": (
        r"(?: (?:trong thời gian (?:sớm nhất|tới|ngắn nhất|nhanh nhất)|(?:sớm|nhanh)(?: nhất)?|"
        r"càng sớm càng tốt|"
        r"ngay|kịp thời|có thể|giúp|lại|trong thời (?:gian|hạn) ◊ ngày(?: làm việc)?|"
        r"trước ngày ◊(?: (?:tháng|năm|◊|OK))*))*"
    ),
    "ruled": (
        r"(?:theo|đúng) (?:đúng )?(?:các )?(?:quy (?:định|chế|trình|tắc)|hướng dẫn|mẫu|biểu mẫu|"
        r"thẩm quyền|chức năng|phân cấp|pháp luật|tinh thần|luật|thủ tục|mục đích|mô hình|đề án|"
        r"chương trình|kế hoạch|chủ trương|chỉ đạo|phân công|(?:quyết định|nghị quyết|nghị định|"
        r"công văn|thông báo|kế hoạch) số ◊)(?: (?:hiện hành|đúng quy định|(?:của|tại) (?:quý sở|"
        r"pháp luật|nhà nước|tỉnh|thành phố|◊|sở)|chung|trên|nêu|này|số|ngày|tháng|năm|◊|đính kèm|"
        r"kèm theo))*"
    ),
    "gives": (
        r"(?:cấp|tạo|mở|kích hoạt|bổ sung|lập|khởi tạo|thiết lập|đăng ký|trang bị|đặt|khôi phục|"
        r"reset|lấy|đổi|thay đổi|cài đặt|cài|mở khóa)(?: (?:mới|lại|lập|phát|bổ sung|đổi|thêm))*"
    ),
    "opens": (
        r"(?:đăng nhập|truy cập|vào|mở|sử dụng|nhận|gửi|nhớ|khôi phục|lấy lại|khắc phục|đọc|xem|"
        r"đổi|tiếp nhận|xác thực|dùng|đăng ký|xử lý|liên lạc)"
    ),
    "fails": (
        r"(?:(?:chưa|không)(?: còn| thể| tự)* <opens>(?:(?:,| và)? (?:được|vào|lại|thư|BOX|KEY|"
        r"thành công|mã xác thực|<opens>))*)"
    ),
    "hired": (
        r"(?:tuyển dụng|trúng tuyển|tiếp nhận|bổ nhiệm|điều động|luân chuyển|phân công|tăng cường|"
        r"(?:chuyển|điều động|luân chuyển) (?:công tác )?(?:đến|về)|nhận (?:nhiệm vụ|công tác|"
        r"việc)|kiện toàn|bổ sung|bầu|giao|về (?:nhận )?công tác|vào làm|ký hợp đồng|thành lập|"
        r"giải thể)(?! (?:sang|đi|khỏi|ra))"
    ),
    "reorganised": (
        r"(?:sáp nhập|sắp xếp|hợp nhất|chia tách|thành lập|kiện toàn|tổ chức lại|đi vào hoạt động|"
        r"chuyển sang mô hình|thực hiện mô hình|tìm hiểu|rà soát|kiểm tra|xem xét|tiếp nhận|"
        r"giải thể|thực hiện sắp xếp|xử lý)"
    ),
    "w": rf"(?!(?:{HEAVY}|{LIGHT})(?!\w))(?:[^\W\d_A-Z]+|◊)",
    "loose": rf"(?:,? (?!(?:{HEAVY})(?!\w))(?:[^\W\d_A-Z]+|◊|MEN|USE|FAIL|WHY|OK|BOX))*",
    "plain": r"(?:,? (?:<w>|MEN|USE|FAIL|WHY|GIVE|OK|REFER|<ruled>))*",
    "content": (
        r"(?:,? (?!(?:và (?:◊|MEN|các|cả)|các (?:xã|trường|cơ quan|sở|huyện|phường|công ty|"
        r"trung tâm)|lân cận)(?!\w))(?:<w>|OK)){0,14}?"
    ),
    "please": (
        r"(?:(?:kính|rất|trân trọng|tha thiết|chân thành|xin|có|phép|được|nay|vậy|gửi|"
        r"(?:đến|tới) quý sở|trình|"
        r"báo cáo(?: và)?) )*(?:đề nghị|chuyển(?= quý sở)|xin|mong muốn|mong|nhờ|kính|trân trọng|"
        r"yêu cầu|trình)"
    ),
    "asked": (
        r"(?: (?:được |- )?(?:quý sở|sở|(?:¤ )?◊(?: thuộc ◊)?|lãnh đạo|cơ quan|anh chị|cấp trên|"
        r"các cấp|có thẩm quyền|đơn vị|bộ phận chuyên môn của (?:◊|sở|quý sở)|\(qua ◊\)))*"
    ),
    "politely": (
        r"(?:xem xét|kiểm tra(?=,| và)|nghiên cứu|ưu tiên(?= giải quyết| xem xét)|"
        r"sắp xếp thời gian|quan tâm|"
        r"giải quyết|hỗ trợ|giúp đỡ|giúp|tạo điều kiện(?: thuận lợi)?|phối hợp|hướng dẫn|"
        r"thực hiện|xử lý|bố trí|sớm|kịp thời|nhanh chóng|khẩn trương|tiếp nhận|tổng hợp|tham mưu|"
        r"chỉ đạo|phê duyệt|chấp thuận|được|tiếp tục|thường xuyên|ghi nhận|cho phép|cho|phản hồi|"
        r"triển khai|trân trọng|thông cảm|chấp nhận|hứa|bảo mật|việc|thông tin|về|nhận|sự|"
        r"của quý sở|(?:từ )?phía quý sở|quyết định|nhiều|hợp tác|như trên|như sau|nguyện vọng|OK|"
        r"(?:từ|của) quý sở|"
        r"kết quả|kỹ thuật|<own>|MEN|USE|FAIL|<reports>)"
    ),
    "reports": (
        r"(?:sớm |kịp thời )?(?:thông báo|phản hồi|gửi|báo)(?: lại)?(?: kết quả| thông tin|"
        r" sớm)*(?: (?:cho|về|đến|tới|qua) (?:đơn vị|chúng tôi|<own>|MEN|BOX|USE|OK|số điện thoại|"
        r"hệ thống quản lý văn bản và điều hành|◊)(?: (?:của|trên|:|◊|BOX|cơ quan|"
        r"đơn vị))*)*(?: (?:được )?biết)?(?: để<loose>)?"
    ),
    "sent": r"(?=\s(?:đến|gửi|tới|kính|đề nghị|quý sở|xin|nhu cầu|ASK)(?!\w))",
    "since": (
        r"(?:(?:kể )?từ|vào|trong|ngày) (?:(?:đầu|giữa|cuối|ngày|tháng|năm|quý|"
        r"học) )*◊(?: (?:ngày|tháng|năm|đến nay|◊))*"
    ),
}
_CALLED = re.compile(r"<(\w+)>")


def expanded(said: str) -> str:
    """Return a frame's pattern for spelled text, what it calls filled in."""
    while _CALLED.search(said):
        said = _CALLED.sub(lambda found: _SLOTS[found[1]], said)
    return pattern_spelled(said)
