"""Words that change, limit, put off, withdraw or redirect what a list asks for, by meaning.

They are looked for in text as it is spelled once and for all (`parsers.text.words.spelled`), so
that "huỷ", "hủy" and "hũy" are one; a text without any marks is asked for them without theirs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from parsers.text.patterns import either
from parsers.text.words import CAPITAL, clean, markless, pattern_spelled, spelled

_DO = (
    r"(?:cấp|tạo|mở|thực hiện|giải quyết|xử lý|xem xét|đặt lại|áp dụng)"
    r"\b(?! thiết| bách| được| lại được| (?:các )?(?:liên kết|đường dẫn|tệp|thư lạ))"
)
_SOMEBODY = r"(?:ông|bà|anh|chị|đồng chí|đ/c|người|cá nhân|công chức|viên chức|trường hợp)"
_LETTER = r"(?:công văn|văn bản|tờ trình|danh sách|phụ lục|cv|đề nghị trước)\b"
_BOX = r"(?:hộp thư|tài khoản|email|e-mail|địa chỉ thư)"
_SECRET = r"(?:mật khẩu|mật mã|mk|tài khoản|thông tin đăng nhập|kết quả)"  # noqa: S105
_HAND = r"(?:gửi|chuyển|nhắn|báo(?! cáo)|giao|trao|gọi|trả)"
PHONE = r"(?<!\d)[(+]?\d(?:[\s.()-]{0,2}\d){8}"
_SOMEWHERE = (
    r"(?:zalo|viber|facebook|messenger|tin nhắn|sms|(?:thoại|mail|thư) cá nhân\b|"
    rf"{PHONE}|qua (?:số |điện thoại)|(?:về|đến|tới|vào) (?:số )?(?:điện thoại|đt|sđt)\b|"
    r"(?:cho|về|đến|tới|qua) (?:ông|bà|anh|chị|đồng chí|đ/c|trưởng|phó|chánh|văn thư|từng|"
    r"hộp thư (?:chung|của (?:ông|bà|đồng chí|trưởng|phó|hiệu|giám|chủ tịch))|email (?:của|cá))|"
    r"[\w.+-]+@(?![\w.-]*gov\.vn))"
)

_ONE_ROW = (
    r"\b(?:stt|số tt|số thứ tự|dòng|hàng)\b[ :]+(?:số )?\d",
    r"\b(?:trường hợp|người|cá nhân) thứ (?:nhất|hai|ba|tư|\d)",
    (
        rf"\b(?:{_SOMEBODY}|{_BOX}|của|cho|lấy|bỏ|hủy|loại|cấp|với|trừ|xét|riêng|từ|đến|hoãn|"
        r"đề nghị|gộp|yêu cầu|để lại) số \d{1,3}\b(?!\s*[/.-]\s*\w)"
    ),
    r"(?:^|[(,;:])\W{0,9}số \d{1,3} (?:xem|chưa|không|hủy|bỏ|hoãn|đã|là|sửa|thay)\b",
    r"\bdấu (?:\(?\*|sao\b|hoa thị)(?![^.;]{0,12} bắt buộc)",
    r"\b(?:người|trường hợp|dòng|hàng|cá nhân) (?:đầu|cuối)\b",
    r"\b(?:dòng|phần|ô|hàng|chữ) (?:in (?:đậm|nghiêng)|tô|gạch|màu)\b|\btô (?:màu|vàng|đỏ)\b",
)
_LIMITED = (
    rf"\bchỉ (?:đề nghị |xin |cần |mới )?{_DO}",
    r"\bchỉ (?:nhận|mang tính)\b|\btrước mắt\b|\bthử nghiệm\b|\bnhận thay\b",
    r"\bchỉ (?:lấy|xét|giữ|dành cho|áp dụng|có giá trị)\b|^\W*chỉ \d",
    r"\b(?:không|những người) đủ điều kiện\b",
    r"\bhạn chế quyền\b|\bdung lượng\b",
)
_NOT = (
    (
        rf"\b(?:chưa|không|ko|k|kg|đừng|khoan|miễn|dừng|ngừng|ngưng|tạm dừng|tạm hoãn)"
        rf"(?: việc| cần| đề nghị| xem xét| thuộc đối tượng| phải){{0,2}} {_DO}"
    ),
    r"\b(?:không|chưa) (?:đề nghị|lấy(?! lại| được)|tính(?! chất)|thuộc đối tượng|xét)\b",
    r"\btạm thời (?:chưa|không|để|cấp|dừng|khóa)|\b(?:cấp|mở|tạo) tạm\b",
    r"\btạm hoãn\b|\bhoãn (?:việc|cấp|lại|số|trường hợp)|\btạm (?:dừng|ngừng|ngưng) (?!trú)",
    (
        rf"\b(?:bỏ|xóa|gạch|hủy|rút|(?<!phân )loại)(?: bỏ| tên| lại| ra| bớt| khỏi){{0,2}} "
        rf"(?:qua\b|dòng\b|hàng \d|stt\b|số \d|yêu cầu\b|tên\b|{_SOMEBODY} \S)"
    ),
    r"\b(?:không (?:có|còn) nhu cầu|không nhận (?:hộp|thư)|không đồng ý|không chấp nhận)\b",
    r"\b(?:không duyệt|chưa (?:được )?(?:phê )?duyệt|chưa trình|vô hiệu|bị thu hồi|coi như)\b",
    r"\b(?:dừng lại|rút bớt)\b|^\W*đã (?:hủy|thu hồi)\W*$",
    r"\bkhỏi danh sách\b|\bxin rút\b|\b(?:hủy|rút)(?: bỏ)? đề nghị\b|\btrả lại (?:hồ sơ|công văn)",
    (
        rf"\b(?:khóa|gỡ|thu hồi|xóa|hủy|vô hiệu(?: hóa)?|ngừng|ngưng|đóng)"
        rf"(?: bỏ| các| toàn bộ)? {_BOX} (?:cũ|của|này|trên|nêu|ông|bà)|\bvô hiệu hóa\b"
    ),
    rf"{_BOX}[^.;,]{{0,30}} (?:ngừng|ngưng|dừng) hoạt động",
    r"\bđã (?:tự )?(?:sử dụng|đăng nhập|truy cập|vào|mở)(?: lại)? được\b",
    r"^\W*còn (?!(?:lại )?\d|một|nhiều|có|thiếu|giá trị|hiệu lực)",
)
_LATER = (
    r"\b(?:đợt|kỳ|lần) sau\b|\bcấp sau\b|\bđợt \d[^.;]{0,12}\bcấp\b|\bcấp[^.;]{0,12} đợt \d",
    r"\bcòn lại (?:sẽ|cấp|chưa|đề nghị)",
    r"\b(?:bổ sung|đề nghị|văn bản|(?<!giấy )(?<!gốc )gửi) sau\b(?! khi| đây)",
    r"\btrước khi (?:cấp|tạo|mở)\b|\bquá (?:thời )?hạn\b|\bhết thời gian tập sự\b",
    r"\bsau (?:ngày )?\d[^.;]{0,25} (?:thu hồi|khóa|hủy)|\b(?:thu hồi|khóa|hủy) sau (?:ngày )?\d",
    r"\bưu tiên (?:cấp|trước|số \d)|\bthực hiện (?:vào|ngoài|trong) (?:buổi|ngày|giờ|cuối|thứ)\b",
    r"\bsang (?:tháng|tuần|năm(?! học)|quý)\b",
    r"(?<!cấp )(?<!tạo )(?<!mở )(?<!thư )(?<!khoản )\bmới (?:cấp|tạo|mở)\b(?! xã| phường| tỉnh)",
)
_IF = (
    r"\b(?:cấp|tạo|mở)\b[^.;]{0,40} sau khi (?:(?:được )?bổ nhiệm|hoàn (?:thành|tất)|ký|đủ)\b",
    r"\b(?:sau )?khi có (?:quyết định|qđ|văn bản|ý kiến|thông báo|đề nghị|chỉ đạo)",
    r"\bvới điều kiện\b|\bcho đến khi\b|\btrừ khi\b|\bkhi nào\b",
    (
        rf"\b(?:chờ|đợi)(?: đến| có| khi){{0,2}} (?:quyết định|qđ|văn bản|ý kiến|ngày|bổ nhiệm|"
        rf"tuyển|phê duyệt|thông báo|xác nhận|kết luận|{_SOMEBODY})\b"
    ),
    r"\bnếu (?:đã có|có rồi|chưa|đủ|ông|bà|trường hợp)\b",
    r"\b(?:cần|phải)(?: có| được)?(?: sự)? (?:ý kiến|chấp thuận|đồng ý)\b",
    r"\bđang (?:được )?(?:[^\W\d_]+ ){0,4}(?:thẩm định|trình|làm thủ tục)\b",
    r"\bnếu được (?:bổ nhiệm|tuyển|tiếp nhận|phê duyệt)\b",
    (
        r"^(?!.*\b(?:hiện có|tổng số|biên chế)\b.*\btrong đó \d).*"
        r"(?<!phần lớn )(?<!phần lớn cán bộ, )(?<!hầu hết )(?<!hầu hết cán bộ, )(?<!đa số )"
        rf"\b(?:{_SOMEBODY}|ai|nào)\b[^.;,]{{0,25}} (?:đã có (?:hộp|tài|email|thư)|có rồi)\b"
        r"(?![^.;]{0,60}(?:nhưng|quên|, (?:còn )?\d+ \w[^.;,]{0,30} chưa ))"
    ),
)
_REDIRECTED = (
    rf"\b{_SECRET}\b[^.;]{{0,60}}\b{_HAND}\b[^.;]{{0,40}}{_SOMEWHERE}",
    rf"\b{_HAND}\b[^.;]{{0,30}}\b{_SECRET}\b[^.;]{{0,30}}{_SOMEWHERE}",
    r"\b(?:mật khẩu|mật mã|tài khoản)\b[^.;]{0,60}\b(?:gửi|chuyển|nhắn|báo|cấp)\b[^.;]{0,30}@",
    (
        r"\bmật (?:khẩu|mã)\b[^.;]{0,40} cấp\b[^.;,]{0,20} cho "
        r"(?:lãnh đạo|chủ tịch|hiệu|giám|trưởng|phó|chánh|văn thư)"
    ),
    r"(?<!khi )(?<!sau )\bnhận (?:mật (?:khẩu|mã)|tài khoản|thông tin đăng nhập)",
    (
        r"\bcung cấp (?:mật khẩu|mật mã|thông tin (?:tài|đăng))[^.;]{0,20} "
        r"(?:qua|cho (?:ông|bà|đồng))\b"
    ),
    r"\b(?:mật khẩu|mật mã)\b[^.;]{0,40} (?:bưu điện|niêm phong)|\btài khoản cung cấp\b",
    r"\bkính chuyển (?!(?:đến |tới )?(?:quý|sở|trung tâm|danh sách|hồ sơ|công văn)\b)",
    r"\bchuyển tiếp\b[^.;]{0,30}\bthư\b",
)
_CHANGED = (
    r"\bgộp\b(?! ô| cột| dòng)|\bdùng chung (?:một|0?1|với)\b|\bthư dùng chung cho\b",
    rf"\b{_BOX}\b[^.;]{{0,30}} (?:đổi tên|đổi) thành|\bsửa\b[^.;]{{0,40}} thành\b",
    rf"\bđặt tên {_BOX}(?! theo (?:đúng )?(?:quy|nguyên))",
    r"\bgiữ nguyên (?:hộp|tài|mật)|\bhộp thư[^.;]{0,30} giữ nguyên|\b(?:sử dụng|lấy) lại hộp thư\b",
    r"\b(?:đổi|đặt) địa chỉ\b|\btên đăng nhập\b[^.;]{0,15}(?:đề nghị|là|:)|\bmong muốn:",
    r"\bmật khẩu (?:đặt là|mặc định)|\bđặt mật khẩu (?:mặc định|là)\b",
    (
        r"\b(?:họ tên|chức vụ|chức danh|số điện thoại|cccd|thông tin)\b[^.;]{0,25} "
        r"(?:(?<!trao )đổi|sửa|thành|chưa chính xác|ghi tạm|sai)\b(?! lập| phố| viên)"
    ),
    r"\b(?:sai sót|chưa chính xác|đính chính:|thay tên|thế chỗ|thay vì|thực chất)",
    r"\blà (?:số|tên|địa chỉ|thông tin) (?:cũ|tạm|khác)\b",
    r"\bcho phép (?:hiệu|giám|trưởng|phó|chủ tịch|lãnh đạo|văn thư)[^.;,]{0,30} (?:truy cập|xem)\b",
    r"\bđúng là\b|\btên đúng\b|(?<!thao tác )\bnhầm\b(?! lẫn| dữ liệu)|\bghi sai\b",
    rf"\b(?:chuyển|bàn giao|sang tên) {_BOX}\b[^.;]{{0,40}} (?:sang|cho)\b",
    r"\bngoài ra\b[^.;]{0,40} (?<!cung )(?:cấp|tạo|mở|đặt lại)\b",
    (
        r"\b(?:số|thông tin|địa chỉ|tên|chức vụ|đơn vị|hộp thư)\b[^.;,]{0,25} (?:trong|tại|ở) "
        r"(?:danh sách|phụ lục|bảng|biểu)\b[^.;,]{0,25} là (?!đúng|chính|hoàn|trung|có thật|dữ)"
    ),
    (
        rf"{_BOX}\b[^.;,]{{0,40}} do (?!quý|sở|trung tâm|thành phố)[^.;,]{{1,60}} "
        r"(?:quản lý|giữ|đứng tên)\b(?![^.;]*(?:quên|bàn giao|nghỉ|mật khẩu|đăng nhập))"
    ),
    (
        r"\b(?:cấp|tạo|mở|đặt lại)\b[^.;]{0,40} cho (?:toàn bộ|toàn thể|tất cả|mọi)\b"
        r"(?![^.;]*(?:danh sách|phụ lục|bảng|có tên|trên|nêu|sau))"
    ),
)
_INSTEAD = (
    (
        r"\b(?:thay thế|thay cho|đính chính|điều chỉnh|sửa đổi|rút|thu hồi|hủy|bãi bỏ|bổ sung cho)"
        r"(?: bỏ| lại| nội dung| toàn bộ| một phần| các| cho| và| vào){0,3} "
        rf"(?:{_LETTER}|nội dung đã)"
    ),
    r"\bthay(?: cho| thế| thế cho)? (?:ông|bà|anh|chị|đồng chí|đ/c|người)\b",
)
_ELSEWHERE = (
    (
        r"\b(?:danh sách|phụ lục)\b[^.;]{0,40} (?:đã (?:gửi|nộp)|gửi (?:sau|nhầm)|sẽ gửi|"
        r"excel|google|drive|link\b|đường dẫn|qua (?:e-?mail|zalo|thư))"
    ),
    r"\bdanh sách (?:sẽ|còn thiếu|được (?:cập nhật|bổ sung))",
    (
        r"\bdanh sách (?:này |trên |kèm theo )?(?:là )?"
        rf"(?:chỉ |chưa (?!(?:từng )?(?:được cấp|có {_BOX}))|dự |tạm|cũ\b|mới\b|có thể)"
    ),
    r"\bgửi (?:thêm|lại|bổ sung) danh sách\b|\bđã được [^.;,]{2,30} đề nghị cấp\b",
    r"\b(?:dự kiến|nhắc lại|đã) (?:sẽ )?đề nghị cấp\b|\bcho ý kiến (?:về|đối với)\b|\bđôn đốc\b",
    r"\bhướng dẫn (?:thủ tục|quy trình|hồ sơ)\b|\bcho biết (?:tình hình|tiến độ|kết quả)\b",
    r"\bđã (?:gửi|nộp|trình) (?:đề nghị|công văn|tờ trình)|\bdanh sách\b[^.;,]{0,30} để theo dõi\b",
    r"\bcó thể thay đổi\b|\b(?:tính|tính chất|mẫu|để) tham khảo\b|\bdự phòng\b|\btạm tính\b",
    r"\bso với lần trước\b",
    r"\bdanh sách\b[^.;]{0,20} (?:có )?điều chỉnh|\bcông văn\b[^.;]{0,20} (?:đã gửi|gửi nhầm)",
    rf"\b{_LETTER}[^.;]{{0,60}} (?:chưa có|không còn|không có) (?:hiệu lực|giá trị)",
    r"\bchỉ để (?:báo cáo|biết|tham khảo|theo dõi)\b|\bđể (?:góp ý|(?:xin|lấy) ý kiến)\b",
    r"\bkhông (?:yêu cầu|cần) thực hiện\b|\bgửi danh sách\b[^.;]{0,25} sau\b(?! khi| đây)",
)
_ON_A_DAY = (
    (
        r"(?<!được )(?<!đã )(?<!hai )(?<!các )(?<!\d )\b(?:cấp|mở|tạo)(?: mới| hộp thư)? "
        r"(?:kể từ|từ|sau|vào) (?:ngày|đầu|tháng|quý|\d)"
    ),
    (
        r"\b(?:thời hạn|sử dụng|hiệu lực|giá trị|hoạt động|cấp)\b[^.;,]{0,30}"
        r" đến (?:hết |ngày |\d{1,2}[/.-])"
    ),
    r"\b(?:thời hạn|sử dụng|hiệu lực|cấp)\b[^.;,]{0,30}(?<!ngày )\b\d+ (?:tháng|năm)\b(?! \d)",
    r"\bđến (?:hết )?(?:ngày )?\d{1,2}[/.-][^.;]{0,30} (?:thu hồi|hủy|khóa|đóng)",
    (
        r"\b(?:cấp|(?<!không )(?<!chưa )sử dụng|hoạt động|hộp thư)\b[^.;,]{0,30} (?:trong|suốt) "
        r"(?:suốt )?"
        r"(?:thời gian|giai đoạn) (?!sớm|qua|tới|vừa|nhất|ngắn|dài|lâu|nhanh|quy định|theo|\d|luật)"
    ),
)
_EXCEPT = (
    (
        r"(?<!nói )\b(?:riêng|trừ|ngoại trừ|không bao gồm|không gồm|không kể|không tính)"
        r"(?: ra| các| những){0,2} (?:trường hợp|ông|bà|đồng chí|đ/c|đơn vị|cá nhân|"
        r"số thứ tự|stt|dòng|số \d)\b"
    ),
)
# Who comes from another office, and does not leave: a day would tell since when somebody is gone.
_FROM_ELSEWHERE = (
    r" (?:về|đến)\b(?! hết| ngày| \d)| từ (?!ngày|tháng|năm|quý|đầu|giữa|cuối|hôm|nay|khi|lúc|\d)"
    r"(?![^.;,]* (?:sang|đi)\b)"
)
_IN_CELL = (
    (
        r"\b(?:hủy|xóa(?! đói| mù)|bỏ|rút|thu hồi(?! đất| nợ)|thay cho|thay thế|"
        r"thay đổi(?! định dạng| cấu trúc| biểu mẫu| thứ tự)|không cấp|"
        r"chưa cấp|không đề nghị|nghỉ(?! dưỡng| mát)|thôi việc|"
        rf"chuyển công tác(?!{_FROM_ELSEWHERE})|đã có|"
        r"chuyển (?:sang|đi)|đã được cấp|có rồi|trùng(?! khánh)|nhầm|sai(?! mật)|xem lại|"
        r"kiểm tra lại|tạm(?! trú| vắng| giữ| ứng)|"
        r"từ chối|không đạt|hoãn|chờ|đợi|khóa(?! [ivx\d]+\b| học| luận)|sửa(?! chữa| đổi)|"
        r"đổi (?:tên|thành)|đúng là|dùng chung|gộp|đã mất|từ trần|đình chỉ|ưu tiên|cấp sau|"
        r"gạch (?:tên|bỏ)|loại (?:bỏ|ra|khỏi))\b"
    ),
    (
        r"\b(?:chưa (?:ký|có quyết|trúng|nhận việc|được tuyển|tuyển|đủ)|ra khỏi ngành|hết hợp đồng|"
        r"chấm dứt|cho người khác|đã sang|về hưu|bảo lưu)\b"
    ),
    r"\b(?:số|cccd|căn cước|sđt|điện thoại|tên)\b[^.;]{0,12} (?:đúng|mới|khác)\b",
    r"(?:^|[(,;])\W{0,9}(?:chưa|loại)\W*$|(?:^|[(,;])\W{0,9}đợt \d",
    r"(?:^|[(,;])\W{0,9}(?:kể )?(?:từ|đến) (?:ngày|hết|tháng|năm|\d)",
    r"\bxem (?:công văn|cv|văn bản|danh sách|phụ lục)|^\W*(?:như|theo) danh sách\b",
    r"\b(?:mật khẩu|mật mã|mk)\b[^.;]{0,30} (?:báo|gửi|giao|nhắn)",
    r"\b(?:báo|gửi|giao|nhắn) (?:mật|mk)",
)
_IN_TITLE = (
    r"\b(?:đóng|ngừng|ngưng|dừng|gỡ|chấm dứt|trả (?:lại )?(?:hộp|thư|tài)|không còn|hết nhu cầu)\b",
    r"\b(?:không sử dụng|cập nhật|điều chỉnh|chuyển(?! đổi| về| đến| giao))\b",
    r"(?<!trao )\bđổi\b(?! mới| số| định dạng| cấu trúc| biểu mẫu| thứ tự)",
    r"\b(?:thôi|giải thể|miễn nhiệm)\b",
)
_ALONE = (
    (
        r"(?:đã |đang |xin |sắp |hiện )*(?:nghỉ (?:việc|hưu|thai sản|ốm|phép|chế độ)|thôi việc|"
        rf"chuyển công tác(?!{_FROM_ELSEWHERE})|từ trần|bị đình chỉ|kỷ luật)"
        r"(?: (?:từ|kể từ|rồi|ngày).*)?"
    ),
    r"(?:không|chưa|đừng|tạm dừng|hoãn|dừng|ngừng) (?:cấp|tạo|mở)(?: nữa| mới| lại)?",
    r"(?:bỏ|nghỉ|xóa|loại|sai|trùng|hoãn|hết hiệu lực|đã giải quyết|trả lại|thay thế bằng .*)",
    r"(?:có|cấp|đã có|đã cấp)(?: hộp thư)? rồi|đã (?:được )?cấp|đã có hộp thư",
)
_IN_FOOTNOTE = (
    r"\b(?:cấp|đặt|mở|tạo) (?:lại|mới|riêng|trước|tạm|thêm)\b",
    r"\b(?:tập sự|thử việc|biệt phái|thời vụ|dự kiến|tạm thời)\b",
)
_BESIDES = (r"\b(?:đồng thời|trong đó|ngoài ra|riêng|còn|nếu)\b",)


@dataclass(frozen=True, eq=False)
class Phrases:
    """Phrases to be found in a text however it is spelled.

    They are compiled when they are first looked for: many a process that starts never reads.
    """

    whole: str
    without_marks: bool = True

    @classmethod
    def of(cls, *patterns: str, without_marks: bool = True) -> Phrases:
        """Return phrases from patterns in small letters; `without_marks` finds them so, too."""
        return cls(either(patterns), without_marks)

    @cached_property
    def spelled(self) -> re.Pattern[str]:
        """What finds them in a text as it is spelled once and for all."""
        return re.compile(pattern_spelled(self.whole))

    @cached_property
    def unmarked(self) -> re.Pattern[str] | None:
        """What finds them in a text without any marks."""
        return re.compile(markless(self.whole)) if self.without_marks else None

    def words_before(self, text: str) -> int | None:
        """Return how many words stand before the first phrase; None if there is none."""
        return _words_before(self, text)

    def stand_in(self, text: str) -> bool:
        """Return whether the text holds one of them."""
        return _words_before(self, text) is not None


@lru_cache(maxsize=8192)
def _words_before(phrases: Phrases, text: str) -> int | None:
    """Return what `Phrases.words_before` does: the cells of a list repeat."""
    plain = spelled(text)
    found = phrases.spelled.search(plain)
    if found is None and phrases.unmarked is not None and clean(text).isascii():
        found = phrases.unmarked.search(plain)
    return plain.count(" ", 0, found.start()) if found else None


BENDS = Phrases.of(*_ONE_ROW, *_LIMITED, *_NOT, *_LATER, *_IF, *_REDIRECTED, *_CHANGED)
"""What no letter says by custom."""

SPEAKS_OF_OTHERS = Phrases.of(*_INSTEAD, *_ELSEWHERE, *_ON_A_DAY)
"""What the legal grounds say of other letters, and no other sentence by custom."""

EXCEPTS = Phrases.of(*_EXCEPT)
IN_CELL = Phrases.of(*_IN_CELL, without_marks=False)
"""What a cell says against its row; without marks a word alone is also another one."""

IN_TITLE = Phrases.of(*_IN_CELL, *_IN_TITLE)
"""What the title of a list or of a group says that names no procedure by its custom."""

IN_FOOTNOTE = Phrases.of(*_IN_CELL, *_IN_TITLE, *_IN_FOOTNOTE)
"""What a footnote says of the rows that bear its mark."""

ALONE = Phrases.of(rf"^\W*(?:{'|'.join(_ALONE)})\W*$", without_marks=False)
"""What speaks against a row where it is all that a line says."""

_FOOTNOTE = re.compile(r"\W*[*]|\(\d\)|(?:ghi chú|lưu ý|chú thích)\b", re.IGNORECASE)
_SOMEBODY_NAMED = re.compile(rf"(?:^\W*(?i:ông|bà)|\b(?:ông|bà|đồng chí|đ/c)) [{CAPITAL}]")
_CONTACT = Phrases.of(
    r"\b(?:liên hệ|liên lạc|đầu mối|phụ trách|điện thoại|sđt|đt|email|gửi|đề nghị cấp|"
    r"để (?:biết|báo cáo|b/c)|lưu: vt)\b"
)


def speaks_of_a_row(text: str) -> bool:
    """Return whether a text outside the letter names a person who is no contact, says no more than
    a cell that speaks against its row, or is a footnote that says such a thing.
    """
    if _SOMEBODY_NAMED.search(clean(text)) and not _CONTACT.stand_in(text):
        return True
    footnote = _FOOTNOTE.match(clean(text)) is not None
    return ALONE.stand_in(text) or (footnote and IN_FOOTNOTE.stand_in(text))


BESIDES = Phrases.of(*_BESIDES)
