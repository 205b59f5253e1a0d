"""Which parts of a sentence may be of any words: what stands there changes not who gets what.

Why something is asked, what it is for, greetings, promises and what has failed are told by each
office in words of its own. Such a part is folded away before the frames look for what is asked. It
may hold no list, no other user of a mailbox and no word that chooses, limits or puts off
(`turning_words.BARS`); a sentence with one of these is judged word for word.
"""

from __future__ import annotations

import re

from parsers.acts.slots import expanded
from parsers.acts.turning_words import CHOOSING

_FOLDED = tuple(
    (re.compile(expanded(said)), expanded(role))
    for role, said in (
        (
            "",
            (
                r"^(?:<unit> (?:[\w◊–-]+ ){0,9}?)?(?:(?:xin|kính|trân trọng|được|phép|gửi|"
                r"thông tin|báo cáo|trình|trao đổi|"
                r"đến|tới|với|lên|quý|sở|◊|một số|các|nội dung|dung) )+(?:như sau|sau|"
                r"(?<=quý )(?:◊|sở)): ?(?=\S)"
            ),
        ),
        (
            "OK, ",
            (
                r"^\W*(?:nay,? )?(?:để|nhằm|qua(?= (?:rà soát|theo|công tác|kiểm tra|quá trình))|"
                r"được sự|được biết|xét(?= (?:đề nghị|nhu cầu|tình hình|thấy))|"
                r"theo (?:đề nghị|đề xuất|phản ánh|nguyện vọng|báo cáo)(?= của)|"
                r"trước (?:tình hình|thực trạng|yêu cầu|khó khăn)|trên cơ sở|"
                r"từ (?:thực tế|tình hình|nhu cầu)|sau khi (?:thống nhất|rà soát|xem xét|"
                r"trao đổi|họp|bàn bạc|nghiên cứu|tổng hợp))<free>+?, (?=<asker><wish>)"
            ),
        ),
        (
            "OK, ",
            (
                r"^\W*(?:trong (?:quá trình|khi)<free>*?,? )?(?:nếu|(?:trong )?MEN|khi|mọi|"
                r"các)<doubt>+?,? "
                r"(?=(?:quý (?:sở|◊) )?(?:đề nghị|xin|vui lòng|kính mong|mong) (?:(?:quý )?(?:sở|"
                r"◊) )?(?:vui lòng )?"
                r"(?:liên hệ|liên lạc|gọi|trao đổi|thông báo|thông tin|phản hồi|báo)(?!\w))"
            ),
        ),
        (
            "OK",
            (
                r"(?:đã |vừa |mới )*(?:ban hành|ký|nhận được) (?:các |"
                r"một số )*(?:(?<=nhận được )(?:đề nghị|ý kiến|phản ánh|báo cáo)|quyết định|"
                r"kế hoạch|"
                r"công văn|thông báo|nghị quyết|"
                r"quy chế)(?: (?:số )?◊)?(?: ngày ◊)?(?: của (?:quý |các )?(?:◊|sở|<unit>|"
                r"bộ phận)(?: ◊| chuyên môn)*)? "
                r"(?:về(?: việc)?|ban hành)<free>+"
            ),
        ),
        (" nhằm OK", r" (?:để|nhằm|góp phần|phục vụ)<aim>+(?=\s?(?:[.;!/]+\s*)?$)"),
        ("ASK", r"(?:(?:xin|kính|trân trọng|được|phép) )*gửi(?: (?:đến|tới|quý|sở|◊))* lời<free>+"),
    )
)
_TROUBLES = (
    r"FAIL|<fails>|dễ đoán|trái phép|nguy cơ|quên|mất|bị lộ|lộ lọt|sai|hết (?:hạn|hiệu lực)|(?:bị|"
    r"tự|hệ thống|tạm)(?: đã|"
    r" tạm)* khóa|lỗi|hỏng|"
    r"sự cố|thất lạc|chiếm quyền|chiếm đoạt|kẻ gian|tấn công|lừa đảo|thư rác|mã độc|yếu|"
    r"không (?:thuận (?:tiện|lợi)|đúng quy định|kịp thời|ổn định|có (?:BOX|KEY)|thành công|"
    r"(?:còn )?nhớ|đảm bảo|bảo đảm|an toàn|(?:còn )?được duy trì|"
    r"thể <opens>|<opens>(?: lại| vào)? được)|chưa(?: được)? (?:đầy đủ|bàn giao|đổi)|"
    r"chưa(?: được)? (?:có|cấp) BOX"
)
_FAILS = rf"(?<!\w)(?:{_TROUBLES})(?!\w)"
_TROUBLE = re.compile(expanded(_FAILS))
_ENDS_SO = re.compile(expanded(rf"(?:{_FAILS})(?:,? [^\W_]+){{0,2}}\W*$"))
_OTHERWISE = re.compile(
    expanded(
        rf"(?<!\w)(?:{CHOOSING}|đề nghị|xin|mong|nhờ quý|kính|sẽ|nữa|"
        r"họ(?: và)? tên|nghỉ (?:hưu|việc)|thôi việc|(?<!đi )chuyển công tác(?! (?:về|đến))|"
        r"tự đổi|được đổi|"
        r"(?<!được )(?:cấp(?: mới)?|(?:cấp|đặt|thiết lập) lại|khôi phục) (?:BOX|KEY))(?!\w)"
    )
)
_UNLESS_IT_ENDS_SO = re.compile(
    expanded(r"(?<!\w)(?:thì|(?<!khi )cần|đã (?:được )?(?:cấp|đổi|có))(?!\w)")
)
_THING = re.compile(expanded(r"\b(?:BOX|KEY)\b|thư (?:điện tử )?MEN"))
_PROMISE = re.compile(
    expanded(
        r"^\W*(?:(?:<unit>|MEN(?: trên| này)?|ban lãnh đạo) )?(?:xin |hoàn toàn |cũng |và |luôn )*"
        r"(?:cam kết|cam đoan|hứa|chịu (?:hoàn toàn |mọi )?trách nhiệm|có trách nhiệm|"
        r"(?:sẽ|đã)(?: thường xuyên| kịp thời| nghiêm túc| tiếp tục)* (?:quán triệt|nhắc nhở|"
        r"yêu cầu|chỉ đạo|phân công|"
        r"hướng dẫn|phổ biến|tổ chức|tuyên truyền|chịu trách nhiệm|sử dụng|rút kinh nghiệm|"
        r"chấp hành|"
        r"tuân thủ|thông báo(?= (?:kịp thời )?(?:cho |đến )?(?:quý (?:◊|sở) )?(?:nếu|khi))))(?!\w)"
    )
)
_MORE = re.compile(
    expanded(
        r"(?<!\w)(?:LIST|chỉ(?! đạo)|riêng|trừ|chờ|đợi|hoãn|tạm|dừng|ngừng|ngưng|"
        r"sau(?! khi (?:được|"
        r"nhận))|bổ sung|thu hồi|trước(?! pháp luật)|thời điểm|đợt|còn lại|gửi|khóa|cấp(?! trên|"
        r" dưới| ủy)|chưa|chung|khác|thứ|dòng|đề nghị|xin(?= (?:cấp|được|đổi|rút))|giao cho|"
        r"GIVE|tên|nhận(?! thức| được)|giữ(?! gìn| bí mật| kín)|cất|xác định|kết quả|kỷ luật|"
        r"báo lại|ký lại|thi tuyển|do (?:MEN|◊|¤))(?!\w)"
    )
)


def with_roles(objects: str) -> str:
    """Return a sentence of `with_objects`, a short word in the place of each part of free words."""
    for rule, role in _FOLDED:
        objects = rule.sub(role, objects)
    return objects


def tells_of_trouble(objects: str) -> bool:
    """Return whether a sentence of `with_objects` does no more than tell what fails with mailboxes
    and passwords: it asks for nothing, and nothing in it tells which.
    """
    if not (_THING.search(objects) and _TROUBLE.search(objects)) or _OTHERWISE.search(objects):
        return False
    return not _UNLESS_IT_ENDS_SO.search(objects) or _ENDS_SO.search(objects) is not None


def promises(objects: str) -> bool:
    """Return whether a sentence of `with_objects` is no more than what the asker answers for."""
    begin = _PROMISE.match(objects)
    return begin is not None and not _MORE.search(objects, begin.end())
