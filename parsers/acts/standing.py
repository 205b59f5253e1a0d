"""What a sentence tells of how people, units and data stand: left, merged, not yet, not confirmed.

Where a sentence has parts of free words, and where each of its words is known, it may still speak
against a list, for its words are those of any office: "Phòng Y tế đã sáp nhập". How something
stands is told by few small words (not, not yet, will, by fate, no more): what honest letters say
behind them is known (`standing_words`), and whatever else stands there is told. So is what becomes
of people, by which words units, appointments and data end or are doubted, and what promises,
occasions and decisions are of but what a request for mailboxes is about.
"""

from __future__ import annotations

import re

from parsers.acts.slots import expanded
from parsers.acts.standing_words import (
    ANSWERED_FOR,
    DATA,
    DECIDED,
    DONE_BY_PEOPLE,
    DONE_TO_PEOPLE,
    DOUBTED,
    ENDS,
    ENDS_OR_ERRS,
    LEAVES,
    MAY_STAND_BETWEEN,
    OF_OCCASIONS,
    OF_PROMISES,
    ON_WHAT,
    PROMISED,
    SMALL_WORDS,
    TOLD_OF_PAPERS,
    UNDER_WAY,
)

_BEGINS = (
    r"(?:^\W*|[,;:.(] ?|(?<!\w)(?:do|vì|vì có|(?<!nếu )(?<!khi )(?<!MEN )có|và|nhưng|song|là|thấy|"
    r"hiện|còn|nay|sau khi|lưu ý|nhận thấy|phát hiện|cho biết|phản ánh|cho thấy|cho hay|"
    r"rằng|được biết) )"
)
_PEOPLE = (
    rf"{_BEGINS}MEN(?>(?: (?:trên|này|kia|đó|nêu trên|nói trên|dưới đây|LIST|mới(?! được)|hiện nay|"
    r"nêu tại|cũ|(?:của|trong|ở|tại|thuộc) (?:<unit>|LIST|tổ|đội)|<unit>|về(?: <unit>)?|trẻ|nữ|"
    r"(?:chuyên trách |phụ trách )?công nghệ thông tin|chuyên trách|trước đây|trên địa bàn|"
    r"phụ trách(?= (?:đã|cũ|nay|được|bị|này|là|trước)(?!\w))|các|trường học)(?!\w))*)"
)
_HELPING = (
    r"đã|bị|được|vừa|mới|đang|đều|hiện|hiện nay|cũng|vẫn|luôn|lần lượt|tạm|tiếp tục|lại|xin|"
    r"trực tiếp|còn|◊"
)
_OTHER_WORDS = (
    rf"(?: (?!(?:{_HELPING}|{LEAVES}|{ENDS}|thuộc|do|theo|là)(?!\w))(?:[^\W\d_A-Z]+|◊|[-–]))"
)
_OF_PEOPLE = (
    (
        rf"{_PEOPLE}(?!{_OTHER_WORDS}{{0,5}}(?: (?:{_HELPING})(?!\w))* (?:{DONE_BY_PEOPLE})(?!\w)|"
        rf"{_OTHER_WORDS}{{0,4}}\s?(?:[,;:.)]|$))(?= [^\W\d_A-Z])"
    ),
    (
        r"(?<!\w)(?:đã|vừa|đang)(?>(?: (?:được|có|kịp thời|cùng))*) "
        rf"(?!(?:{DONE_TO_PEOPLE})(?!\w))[^\W\d_A-Z]+(?: [^\W\d_A-Z]+)? "
        r"(?:hồ sơ (?:của )?)?MEN(?!\w)"
    ),
    (
        rf"{_PEOPLE}(?>(?: (?:nay|đã|bị|được|vừa|mới|sẽ|sắp|xin|phải|tự|lần lượt|đều|có đơn|"
        rf"có quyết định|hiện))*) (?:{LEAVES})(?!\w)(?![^;.]*(?:trở lại|đi làm lại))"
    ),
    (
        r"(?<!\w)MEN(?: (?!(?:từ|do|của|với|cho|giữa|như)(?!\w))[\w◊¤§#]+){0,8}? (?:về|sang|tại|"
        r"vào|ở|đến) (?:các )?(?:cơ quan|đơn vị|xã|phường|nơi|ngành|địa phương|phòng|trường|sở|"
        r"công ty|tỉnh|huyện) (?:khác|bạn|lân cận)(?!\w)"
    ),
    (
        r"(?<!\w)(?:điều động|luân chuyển|điều chuyển|thuyên chuyển) MEN(?: của <unit>)?"
        r"(?=\s?(?:[.;]|$))|(?<!\w)tiếp nhận MEN(?: của <unit>)? sang(?!\w)"
    ),
    rf"(?<!\w)MEN (?:nay|giờ|hiện)(?: (?:đã|đang))* (?:{LEAVES})(?!\w)",
    r"(?<!\w)MEN (?:\w+ ){0,6}(?:có nhiều biến động|không ổn định)(?!\w)",
    (
        r"^\W*(?:BOX|MEN)[^,;]{0,40}? do (?:◊(?: ◊)*|nhà thầu|công ty|doanh nghiệp)"
        r"(?: (?:kiêm )?quản lý|(?=\W*$))"
    ),
    r"^\W*MEN(?: ◊)* thuộc thẩm quyền",
    r"(?<!\w)(?:đồng ý|thống nhất|chấp thuận|nhất trí|phê duyệt)[^,;]*? đối với MEN",
)
_OF_UNITS = (
    (
        r"(?<!thành lập )(?<!\w)(?:đã|vừa|mới|được|bị|đang|phải)(?: (?:được|bị|có quyết định|"
        rf"chính thức|thực hiện|hoàn thành|mới|vừa|tự))* (?:{ENDS})(?!\w)(?! (?:từ|các|#|◊,))"
        r"(?![^;]* nên[^;]* (?:cần|chưa|phải)[^;]* BOX)"
    ),
    (
        r"(?<!\w)(?:chấm dứt (?:hoạt động|nhiệm vụ)|(?:việc|về) (?:giải thể|bàn giao (?:về|sang|"
        r"cho))|bàn giao sang|không còn (?:tồn tại|trực thuộc|thuộc|hoạt động|là|MEN|tên|"
        r"chức năng|con dấu|trong)|sáp nhập (?:vào|về)|nhập (?:vào|về) ◊|nhập làm một|"
        r"(?:từ nay|nay) (?:là (?:một|phòng|đơn vị|bộ phận)|thuộc)|"
        r"(?:chuyển|giao|đưa) về (?>(?:(?:<own>|◊) )+)quản lý|giao ◊ (?:về|sang))(?!\w)"
    ),
)
_OF_DATA = (
    (
        r"(?<!nếu )(?<!MEN )(?<!công nghệ )(?<!hệ thống )(?<!an toàn )(?<!trao đổi )(?<!bảo mật )"
        rf"(?<!gắn với )(?<!\w)(?:{DATA})(?: (?!(?:nếu|khi|để|và)(?!\w))[\w◊¤§#]+){{0,7}}? "
        rf"(?:{DOUBTED})(?!\w)(?! (?:gián đoạn|chậm|lộ|rò rỉ|đánh cắp|ảnh hưởng|KEY))"
    ),
    rf"(?<!\w)(?:{ENDS_OR_ERRS})(?!\w)",
    (
        rf"(?:^\W*(?:(?:các|những|toàn bộ|mọi) )*|, (?=(?:{DATA}) của MEN))"
        rf"(?:{DATA}|phiếu(?: đăng ký)?|biểu|bản (?:này|ký(?! số)|gửi)|văn bản)(?!\w)"
        rf"(?>(?:,? (?:đơn vị công tác|đề nghị cấp|giấy|các|này|trên|nêu trên|của|về|trong|và|"
        rf"{DATA}|MEN|◊|LIST|BOX|<unit>|đều|ngày tháng năm sinh|công dân|cá nhân|cần thiết|đã|"
        rf"đang|vừa|mới|đại biểu)(?!\w))*)(?! (?:{TOLD_OF_PAPERS})(?!\w))(?= [^\W\d_A-Z])"
    ),
    r"(?<!\w)gửi lời (?!cảm|cám|chào|chúc|kính|tri)",
)
_TO_COME = (
    (
        r"(?<!\w)(?:đang|còn phải|vẫn phải)(?: (?:được|bị|có|tiếp tục|trong (?:quá trình|diện)|"
        rf"tiến hành|<unit>|khẩn trương|thực hiện))* (?:{UNDER_WAY})(?!\w)"
    ),
    (
        r"(?<!\w)(?:cam kết|cam đoan|hứa)(?: (?:sẽ|sớm|kịp thời|nhanh chóng))* "
        rf"(?:{PROMISED})(?!\w)"
    ),
    (
        r"(?<!\w)(?:cam kết|cam đoan|hứa)(?>(?: (?:sẽ|sớm|kịp thời|nhanh chóng|rằng))*)"
        rf"(?! (?:{ANSWERED_FOR})(?!\w))(?= \w)"
    ),
)
_OF_OTHER_THINGS = (
    (
        r"^\W*(?:(?:<unit>|MEN|ban lãnh đạo|lãnh đạo <unit>|chúng tôi) )?(?:(?:xin|hoàn toàn|cũng|"
        r"luôn) )*(?:cam kết|cam đoan|hứa|(?:chịu|có) (?:\w+ ){0,2}trách nhiệm|sẽ|đã (?:quán triệt|"
        r"nhắc nhở|yêu cầu|chỉ đạo|phân công|hướng dẫn|phổ biến|tổ chức|tuyên truyền))(?!\w)"
        rf"(?=.*(?:MEN|¤))(?!.*(?<!\w)(?:{OF_PROMISES})(?!\w))"
    ),
    (
        r"^\W*(?:qua|xét|trước (?:tình|thực|khó)|trên cơ sở|từ (?:thực tế|tình hình)|sau khi|"
        r"theo (?:đề nghị|đề xuất|phản ánh|báo cáo)|được sự)(?!\w)(?=[^,;]*MEN)"
        rf"(?![^,;]*(?<!\w)(?:{OF_OCCASIONS})(?!\w))[^,;]+, (?=.*(?:BOX|KEY))"
    ),
    rf"(?<!\w)về việc(?!\w)(?! (?:{ON_WHAT})(?!\w))(?= [^\W\d_A-Z])",
)
_AGAINST = tuple(
    re.compile(expanded(said))
    for said in (*_OF_PEOPLE, *_OF_UNITS, *_OF_DATA, *_TO_COME, *_OF_OTHER_THINGS)
)
_UNKNOWN_BEHIND = re.compile(
    expanded(
        "|".join(
            rf"(?<!\w)(?:{small})(?!\w)(?>(?: (?:{MAY_STAND_BETWEEN})(?!\w))*)"
            rf"(?! (?:{known})(?!\w))"
            for small, known in SMALL_WORDS
        )
    )
)
_CONCERNED = re.compile(expanded(rf"\b(?:MEN|LIST)\b|(?<!\w)(?:{DATA})(?!\w)"))
_MAY_CHANGE_IT = re.compile(
    expanded(rf"(?<!\w)(?:{DECIDED}|{ENDS}|{LEAVES}|{UNDER_WAY}|{PROMISED})(?!\w)")
)
_CLAUSE = re.compile(r"[^,;:.]+")
_HARMLESS = re.compile(
    expanded(
        r"^\W*(?:nếu|(?:trong )?MEN(?: cần)?(?= (?:có|cần|hồ sơ|thông tin|nội dung))|khi cần|mọi)"
        r"[^;.]*?,? (?=(?:quý sở )?(?:đề nghị|xin|kính|mong|vui lòng|ASK)(?!\w))"
        r"|(?<!\w)nếu không(?!\w)|BOX[^,;]{0,40}? (?:đã|hiện|bị) (?:ngừng|dừng) hoạt động"
    )
)
"""What an office says in case something is wrong, before it tells whom to call then; and mailboxes
that are shut down.
"""


def told_against(objects: str) -> str:
    """Return a sentence of `with_objects` from where it tells that somebody, a unit or something
    listed does not stand as listed; "" where it does not.
    """
    said = _HARMLESS.sub("", objects)
    found = next(filter(None, (rule.search(said) for rule in _AGAINST)), None)
    at = found.start() if found else _unknown_at(said)
    return "" if at is None else said[at:]


def _unknown_at(said: str) -> int | None:
    """Return where a small word has nothing known behind it, in a clause that is about people or
    what is listed, or that a decision or an end follows in.
    """
    for clause in _CLAUSE.finditer(said):
        for found in _UNKNOWN_BEHIND.finditer(said, clause.start(), clause.end()):
            follows = _MAY_CHANGE_IT.search(said, found.start(), clause.end())
            if follows or _CONCERNED.search(said, clause.start(), clause.end()):
                return found.start()
    return None
