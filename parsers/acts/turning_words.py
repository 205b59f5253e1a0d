"""Words that choose among people, limit, turn or put off, by how much they weigh and where.

A closed part of a sentence may hold none of them. Each table is of alternatives of a pattern, in
small letters with marks; words in capitals are objects, and "◊" stands for a name.
"""

from __future__ import annotations

_HEAVY = r"""
chỉ(?! USE)(?! sử dụng)(?! đạo| huy| thị| số| dẫn)|riêng(?! tư| lẻ)|trừ|ngoại trừ|nếu|chờ|đợi|hoãn
tạm|dừng|ngừng|ngưng|thôi|bỏ|(?<!vi )rút|hủy|xóa|thu hồi|giữ|gộp|tách|sửa|điều chỉnh|đính chính|bớt
loại(?! hình)|lựa chọn|chọn|ưu tiên|lần lượt|còn lại|nào|ai|thì|hoặc(?! FAIL)|tùy|dự kiến|tham khảo
duyệt|điều kiện|tiêu chuẩn|(?<!hồ sơ )đối tượng|chỉ tiêu|trường hợp|(?<!đại )diện(?! tích)
thứ|dòng|cột|dấu|ghi chú(?! ?:)|nghỉ(?! ngơi| dưỡng| lễ| tết| mát)|hưu|kỷ luật|biệt phái|tập sự
tinh giản|phụ thuộc|(?<!xác định )thời hạn|thời điểm|xác minh
khóa(?! học| luận| bồi dưỡng| đào tạo)|bàn giao(?! công việc| nhiệm vụ)|trong số|trong #|dùng chung
chung một|quyết định(?! số| ◊| phân| tuyển| bổ| về| của| tiếp| điều)|đã có BOX|đã được cấp
số ◊ (?:trong|là)|chủ chốt|trong MEN|đã USE|giao cho|đứng tên|BOX riêng
do (?:(?!quý)(?:[^\W\d_]+|◊|¤) ){1,6}?(?:lập|cung cấp|sử dụng|quản lý|giữ|quyết định|kê khai|cử)
không thuộc|không có nhu cầu|lấy theo|ký lại|thi tuyển để|chưa chính xác|làm thủ tục
thỉnh giảng|thời vụ|cộng tác viên|MEN (?:cùng )?(?:dùng|sử dụng) ¹|họ tên thật
gồm cả|kể cả|nữa|mỗi(?! ngày| năm| tháng| tuần| lần| quý| kỳ)
không còn (?:được )?(?:sử dụng|dùng)(?! được)|để ◊(?: ◊)* (?:sử dụng|dùng|quản lý|giữ|khai thác)
(?<=cấp )đối với
"""
"""What nobody says by custom of the people and things of a list, whatever the sentence does."""

_LIGHT = r"""
đối với|theo dõi|chuẩn bị
ngoài|chưa|không|chẳng|đừng|khi|(?<!như )sau(?! đây)|trước(?! pháp luật)|thay|thế
đổi(?! mới| số)|chuyển(?! đổi số)|bổ sung|thêm|đợt|lần|còn|khác|cũ|mà|hay|giao|từng|chung|cuối|đầu
hợp đồng|điều động|luân chuyển|thực tế|phù hợp|cả|một số|(?<!cổ )phần|theo|căn cứ|từ|đến hết
đối chiếu|cho #|nhưng|song|đồng thời|trong đó|do|về lâu|nhờ|đề nghị|xin|mong|yêu cầu
"""
"""What may limit or turn a sentence that asks for something or refers to the list."""

_CHOOSING = r"""
chỉ(?! đạo| huy| thị| số| dẫn)|riêng(?! tư| lẻ)|trừ|ngoại trừ|nếu|chờ|đợi|hoãn|tạm(?! khóa)|dừng
ngừng|ngưng|thôi|bỏ|(?<!vi )rút(?! kinh nghiệm)|hủy|xóa(?! đói| nhầm dữ liệu)|thu hồi
giữ(?! gìn| vững)|gộp|tách|sửa|điều chỉnh|đính chính|bớt|loại(?! hình)|chọn|ưu tiên|lần lượt
còn lại|(?<!BOX )nào|ai|tùy|dự kiến|tham khảo|(?<!trình )duyệt|đối tượng|tiêu chuẩn|chỉ tiêu
(?<!đại )diện(?! tích)|thứ|dòng|cột|hưu|kỷ luật|biệt phái|tập sự|trong số|trong #|dùng chung
chung một|giao cho|đứng tên|không có nhu cầu|LIST|nửa|đợt|tham dự
"""
"""What chooses among people, limits or puts off."""

_AIM_BARS = r"""
ngoài|khi(?! cần)|sau|trước|thay|thế|chuyển(?! đổi số| đổi)|giao(?! dịch| tiếp| lưu| thông)|thêm
khác|mỗi|từng(?! bước)|theo(?! quy| đúng)|từ|kiểm tra|theo dõi|chuẩn bị|xin|đề nghị|BOX|KEY|nhận
◊ (?:sử dụng|dùng|quản lý|khai thác)|gửi cho|biết
"""
"""What in a purpose behind what is asked may tell of another use, or of what is to come first."""


def any_of(table: str) -> str:
    """Return a pattern for any of the alternatives in the lines of a table."""
    return "|".join(table.strip().splitlines())


HEAVY, LIGHT, CHOOSING, AIM_BARS = map(any_of, (_HEAVY, _LIGHT, _CHOOSING, _AIM_BARS))
BARS = f"{CHOOSING}|thì"
"""No part of free words has one of these; by "thì" an office also tells when something fails."""
