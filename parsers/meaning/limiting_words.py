"""Small words that may turn a sentence against a list: not, only, else, later, last, which one.

They belong to the language's closed classes, and so can be counted. Small letters with marks.
"""

from __future__ import annotations

_NOT = """
không chưa chẳng chả đừng chớ khỏi miễn thôi bỏ bớt hủy xóa rút gạch ngừng dừng hoãn ko
"""
_ELSE = """
chỉ riêng trừ ngoại cả khác lẫn hoặc song mà nếu thì dù cứ hẳn chừng tạm thử ưu phần nửa vài mấy
dăm chung hộ giùm thay thế nhầm sai trùng lộn lấy giữ thiếu dư thừa giảm chuyển
lùi lui dời ẩn gộp tách gỡ sửa loại truy
nói miệng bảo dặn nhắn viết tay tắt theo tên khi
"""
_WHEN = """
đang sẽ sắp tuần hôm mai kia ngoái sau trước xong rồi lúc chờ đợi hết cũ mãi muộn nữa tiếp
mốt bữa hồi nghỉ hưu ốm
"""
_WHICH = """
thứ đầu cuối dòng hàng file bảng chữ ai gì nào em cháu tụi bạn ấy nọ đây kề cạnh nhất nhì
"""
LIMITING = frozenset(f"{_NOT} {_ELSE} {_WHEN} {_WHICH}".split())
