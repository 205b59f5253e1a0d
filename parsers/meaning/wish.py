"""What a letter wishes beside its list: to look something up, to use a mailbox otherwise, to let
somebody else hold it. Only what stands directly behind "đề nghị", "xin" or "nhờ" and whom it asks
is a wish.
"""

from __future__ import annotations

import re

from parsers.text.words import CAPITAL, clean

_NOUN = "theo|xét|sách|dung|bản|do|được|đơn|mẫu|trình|biểu|phiếu|số|người|hồ sơ|nhu cầu"
"""Before "đề nghị" these make a noun of it: "theo đề nghị của", "danh sách đề nghị"."""

_WISH = re.compile(
    rf"\b(?:{''.join(f'(?<!{one} )' for one in _NOUN.split('|'))}đề nghị|xin|"
    r"(?:kính |rất )?mong(?! muốn)|nhờ|yêu cầu(?= quý| sở)|vui lòng)\b(?! (?:của|này|trên|nêu)\b)",
    re.IGNORECASE,
)
# Whom a letter asks, how politely, and how soon, before what it wishes; names have capitals.
_WHOM = re.compile(
    r"\s*[,:]?\s*(?:(?i:kính|trân trọng|chân thành|phép|được|đề nghị|mong|vui lòng|rất|quý vị|quý|"
    r"ủy ban nhân dân|ubnd|sở|trung tâm|cơ quan|đơn vị|phòng|ban|cục|lãnh đạo|bộ phận|đồng chí|"
    r"anh chị|thành phố|và|sớm|kịp thời|tiếp tục|nhanh chóng|khẩn trương|các|cá nhân|công chức|"
    r"viên chức|phường|xã)|"
    rf"[{CAPITAL}][^\W\d_]*(?: (?!xem |quan |thông báo|hỗ |giúp |cấp |tạo |sớm )"
    rf"[^\W\d_{CAPITAL}]+)?)(?!\w)"
)
_SOFTLY = r"(?:thì |cứ |hãy |được |tạm |giúp |đỡ |giùm |cho |lại )*"
_OTHER = re.compile(
    rf"\s*[,:]?\s*(?:cứ|{_SOFTLY}(?:để(?! (?:được|phục|đơn|công|cán))|gia hạn|điều chỉnh|"
    r"làm(?! (?:thủ tục|việc|đầu mối))|đối chiếu|xác minh|tra|xin ý kiến|dùng|"
    r"sắp xếp lại|ủy quyền|phân bổ|cung cấp (?:nội dung|thư)|kiểm tra(?!,| và| để| hệ thống| lỗi)|"
    r"rà soát (?:giúp|lại|xem)|phục hồi(?! mật)|"
    r"xem xét (?:lại|số lượng|đối tượng|từng)|khôi phục (?:\w+ ){0,3}(?:dữ liệu|thư đã)|"
    r"sử dụng (?:chung|lại|tên)|nhận(?! được| ở| lời| diện)|"
    r"bổ sung (?:thêm )?(?:các |\d+ )?(?:người|cán bộ|công chức|viên chức|nhân viên|giáo viên)|"
    r"phối hợp (?:với|cùng) [^.;,]{3,60} (?:xác định|lựa chọn|kiểm tra|rà soát)|"
    r"(?:cấp|mở|phân|trao|cho) quyền))(?!\w)|\s*cho (?:\w+ ){1,7}(?:giữ|xem|quản lý|nhận thay)\b",
    re.IGNORECASE,
)
"""What words of custom wish; that with other words is told anyway (`parsers.said.unclear`)."""


def wishes_more(sentence: str) -> bool:
    """Return whether a sentence wishes something that no letter does by custom."""
    plain = clean(sentence)
    plain = plain.lower() if plain.isupper() else plain
    return any(_is_other(plain, found.end()) for found in _WISH.finditer(plain))


def _is_other(plain: str, begin: int) -> bool:
    """Return whether such a thing is wished from there on."""
    while whom := _WHOM.match(plain, begin):
        begin = whom.end()
    return _OTHER.match(plain, begin) is not None
