"""What offices work at, by their words: the fields in the names of units and of posts.

Small letters with marks. A field that is missing here costs a look, and no row.
"""

from __future__ import annotations

_FIELDS = """
hành chính công|hành chính|tổng hợp|tổ chức|cán bộ|nhân sự|kế hoạch|tài chính|tài vụ|ngân sách
kinh tế|đầu tư|hạ tầng|đô thị|xây dựng|giao thông|vận tải|công thương|thương mại|du lịch
văn hóa|xã hội|thể thao|thể dục|gia đình|thông tin điện tử|thông tin|truyền thông|truyền thanh
khoa học|công nghệ thông tin|công nghệ số|công nghệ|cntt|chuyển đổi số|cộng đồng|mạng|website
nội vụ|tư pháp|hộ tịch|pháp chế|thanh tra|tiếp công dân|dân vận|tuyên giáo|một cửa|pvhcc
nông nghiệp|nông thôn|môi trường|tài nguyên|địa chính|đất đai|chăn nuôi|thú y|trồng trọt
thủy sản|thủy lợi|kiểm lâm|khuyến nông|giáo dục|đào tạo|y tế|y học cổ truyền|dược|dân số
bảo hiểm|thương binh|người có công|quốc phòng|quân sự|an ninh|trật tự|dân tộc|tôn giáo
phụ nữ|thanh niên|nông dân|cựu chiến binh|công đoàn|mặt trận|ubmttq|mttq|đảng bộ|đảng|chi bộ
đoàn|đội|văn thư|lưu trữ|thủ quỹ|kế toán|thống kê|chuyên môn|nghiệp vụ|kỹ thuật|quản trị
văn phòng|quản lý văn bản|qlvb|thư viện|thiết bị|học vụ|giáo vụ|công lập|sự nghiệp|giám hiệu
toán|ngữ văn|tin học|tiếng anh|ngoại ngữ|mầm non|tiểu học|đa khoa|cấp cứu|xét nghiệm|biên tập
"""
FIELDS = tuple("|".join(_FIELDS.split("\n")).strip("|").split("|"))
"""Fields that say by themselves what somebody works at."""

WITHIN = (
    "kiểm tra", "giám sát", "kiểm soát", "kiểm định", "quản lý", "phục vụ", "dịch vụ", "đăng ký",
    "phát triển", "bảo vệ", "thực vật", "bệnh tật", "sức khỏe", "chăm sóc", "bảo trợ", "lao động",
    "việc làm", "trẻ em", "liên hiệp", "tổ quốc", "cộng sản", "chữ thập đỏ", "người cao tuổi",
    "hồ sơ", "tiếp nhận", "trả kết quả", "dự án", "quy hoạch", "chất lượng", "công trình",
    "công ích", "nhân dân", "chỉ huy", "điều hành", "khám bệnh", "chữa bệnh", "giảng dạy", "nội",
    "ngoại", "sản", "nhi", "và", "trung học", "cơ sở", "phổ thông", "cao đẳng", "đại học",
    "trung cấp", "mẫu giáo",
    "giáo dục thường xuyên", "phát thanh", "truyền hình", "thường vụ", "quốc hội",
    "tim mạch", "chuyên khoa", "dịch bệnh", "dược phẩm", "nghệ thuật", "lịch sử", "giám đốc",
    "chấp hành",
)  # fmt: skip
"""What stands only within the name of a unit: alone it may be what somebody is to do."""
