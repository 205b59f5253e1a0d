"""What offices and posts are called: said once, for titles beside names, in cells and in remarks.

Patterns in small letters with their marks; `markless` makes one that finds texts typed without.
"""

from __future__ import annotations

_ACTING = r"(?:(?:quyền|q\.?|phụ trách) ?)?"
_DEPUTY = r"(?:phó |p\. ?)?(?:tổng )?"
_HEADED = r"(?:phòng|ban|khoa|trạm|đoàn|cơ quan|công an|chi nhánh|bộ phận|xóm|ấp|thôn)"
"""What has a "Trưởng …" for its head."""

HEAD = (
    rf"{_ACTING}{_DEPUTY}(?:giám đốc|chủ tịch|hiệu trưởng|thủ trưởng|trưởng {_HEADED}|"
    r"chánh (?:văn phòng|thanh tra|án)|(?:chi )?cục trưởng|viện trưởng|bí thư|chủ nhiệm|"
    r"(?:trạm|đội|hạt|chỉ huy|vụ|tổ|điều dưỡng|kế toán) trưởng|tổng biên tập)"
)
"""Who leads an agency or a part of one, with deputies and who acts as one."""

DEPUTY_OF = r"phó (?:phòng|khoa|ban)"
_KEPT_BY = (
    r"(?:chuyên|nhân|giáo|giảng|thanh tra|văn thư|kế toán|điều dưỡng|kỹ thuật|công an|huấn luyện)"
)
SPECIALIST = rf"{_KEPT_BY} viên(?: chính| cao cấp)?"
STAFF = r"(?:cán bộ|công chức|viên chức|nhân viên|nhân sự|người lao động|người dùng|biên chế)"
POST = (
    r"(?:kế toán|văn thư|thủ quỹ|thủ kho|thanh tra|quản trị|bác sĩ|dược sĩ|y sĩ|kỹ sư|điều dưỡng|"
    r"hộ sinh|bảo vệ|tạp vụ|lái xe|cấp dưỡng|tổng phụ trách|lãnh đạo|đầu mối|đại biểu|đảng viên|"
    r"đoàn viên|(?:đảng )?ủy viên|thường vụ)"
)
"""What somebody does or is whom the word alone may not tell: a field's name, too."""

SHORT = (
    r"(?:cv|uv|btv|gv|nv|cc|cb|vc|nlđ|ccvc|cbcc|cbccvc|cbgv|cbql|tp|ptp|gđ|pgđ|ct|pct|ht|pht|bgh|"
    r"tpt|ktv)"
)
"""The same in short."""

HOLDER = rf"(?:{HEAD}|{DEPUTY_OF}|{SPECIALIST})"
"""What is somebody's office and nothing else."""

POSITION = rf"(?:{HOLDER}|{STAFF}|{POST}|trưởng|phó|chánh)"
"""What tells that a text speaks of an office."""
