"""How the people and things of a list are called, given and counted, as tables like those of
`parsers.acts.frames`.
"""

from __future__ import annotations

THINGS = (
    (
        "OK",
        (
            r"(?<!\w)(?:trao đổi|đang (?:tham gia|triển khai|thực hiện|sử dụng|quản lý|xây dựng|"
            r"vận hành|đẩy mạnh|áp dụng|dùng)|(?:ba|hai|bốn|các|#|◊) (?:xã|phường|huyện|tỉnh) cũ|"
            r"phần mềm|góp phần|tất cả|địa chỉ|(?:được|thực hiện) giao|"
            r"giao (?:dịch|tiếp|thông|lưu|ban|diện)|đầu (?:mối|tư|tiên|năm|ra|vào)|trong và ngoài|"
            r"chứng từ|nước ngoài|ngoài nước|tạo (?:mọi )?điều kiện(?: thuận lợi)?|là điều kiện|"
            r"hằng ngày|thay mặt|do (?:đó|vậy)|vì (?:thế|vậy)|(?:vì )?lý do|"
            r"nguyên nhân(?: là)?(?: do)?|từ xa|trên cơ sở|khác nhau|(?:theo|tùy) đó|"
            r"theo dõi, đôn đốc|hợp đồng (?:lao động|làm việc)|từng bước|trước (?:yêu cầu|"
            r"tình hình|thực trạng) (?:đó|trên|này)|trong (?:khi đó|quá trình)|trước đây|"
            r"từ trước đến nay|đến thời điểm hiện nay|không ngừng|theo kịp|không chuyên trách|"
            r"thay đổi (?:về )?(?:MEN|tổ chức|thiết bị|điện thoại|máy tính|"
            r"vị trí)(?: và máy tính)?|cả nước|giữ chức(?: vụ)?(?: ¤)?|hoàn thành chỉ tiêu|"
            r"không (?:làm )?gián đoạn|không bị|thời gian (?:qua|vừa qua)|khi cần|hằng tháng|"
            r"(?:ngay )?(?:trong |từ |ở )?lần(?: đăng nhập)? đầu(?: tiên)?|làm căn cứ|"
            r"ba phường cũ|(?:xã|phường|huyện|đơn vị) cũ(?=,)|không (?:thể )?tách rời|"
            r"dùng chung của (?:tỉnh|thành phố)|nhiều lần|phê duyệt(?=\W*$)|"
            r"xem xét, quyết định|bắt đầu)(?!\w)"
        ),
    ),
    ("OK", r"(?:về|cho) <unit> (?:để|nhằm) theo dõi"),
    ("quý sở", r"\bquý (?:◊|cơ quan|trung tâm|đơn vị|sở|ban|cục|ủy ban|lãnh đạo|cấp)(?: ◊)*"),
    (
        "BOX",
        (
            r"(?:các |những )?BOX(?: (?:(?:nêu |nói |kể )?trên|này|của đơn vị))*(?:(?:,| và|"
            r"/) (?:các )?BOX)*(?: (?:có |dùng |theo )?tên miền(?: chính thức)?(?: của)?(?: ◊|"
            r" tỉnh| thành phố)?| cơ quan)?"
        ),
    ),
    ("KEY", r"(?:các )?KEY(?:(?:,| và|/) (?:các )?KEY)*(?: (?:của |cho |# |◊ )*BOX)*(?: này)?"),
    ("LIST", r"LIST<here>(?:(?: của| về)? LIST<here>)?"),
    (
        "LIST",
        (
            r"LIST (?:của )?MEN<content>(?: (?:đề nghị|yêu cầu|đăng ký|cần|xin|có nhu cầu|"
            r"được))* <gives> (?:BOX|KEY)(?: (?:cho |của )MEN)?<here><end>"
        ),
    ),
    (
        "LIST",
        (
            r"LIST(?: (?:trích ngang|các|số|của))*(?: (?:đề nghị|yêu cầu|đăng ký|cần|xin|"
            r"có nhu cầu|được))* <gives> (?:BOX|KEY)(?: (?:cho |của )MEN)?<here>"
        ),
    ),
    ("LIST", r"LIST(?: (?:của )?(?:MEN|¤|<own>))<content>(?: đề nghị)?<here><end>"),
    (
        "MEN",
        (
            r"MEN(?: (?:(?:có )?(?:tên )?(?:trong|tại|theo|như|ở) LIST|có tên(?= (?:dưới|sau))|"
            r"LIST|(?:nêu |nói |kể )?trên|dưới đây|sau đây|này|sau(?=\s?[:(,.]|$)|mới|(?:chưa|"
            r"không) có BOX|được cấp BOX(?= (?:cam|có|sẽ|thực hiện|phải|đổi|chịu|quản))|"
            r"chưa được cấp(?: BOX)?|(?:bị |đã )?quên KEY|(?:đang |hiện )*(?:công tác|"
            r"làm việc)(?: (?:tại|ở) <own>)?|của (?:quý )?<own>|cần(?: được)? <gives> BOX|"
            r"(?:(?:mới|vừa|được|đã)(?: (?:được|mới|vừa))* <hired>(?:(?:,| và| hoặc) <hired>)*|"
            r"tuyển dụng|trúng tuyển|"
            r"tiếp nhận)(?: (?:tại|về|làm việc|công tác|<own>))*(?: theo (?:các )?quyết định của"
            r"(?: (?:¤|◊|<own>))+)?(?: <since>)?(?: (?:mới|năm|◊|kỳ|đợt|OK|"
            r"MEN|thi|tuyển))*|<hired> mới))*(?: <own>)?(?: (?:(?:đang )?(?:công tác|"
            r"làm việc) )?(?:của|"
            r"thuộc|tại|ở|trực thuộc) <own>)?(?: (?:nêu trên|trên|dưới đây|sau đây|này|"
            r"theo LIST))?"
        ),
    ),
    ("LIST", r"LIST MEN(?: cần(?: có)? BOX)?<here><end>"),
)
"""Things and people, with what tells no more than which; and turns of speech that turn nothing."""

GIVING = (
    ("OK", r"mỗi MEN(?: <w>){0,3} (?:phải|cần) (?:có|dùng|sử dụng) (?:¹ )?BOX"),
    ("OK", r"mỗi (?:MEN|BOX)(?: (?:được|có|cấp|phải|cần|gắn với|đăng nhập))* ¹ BOX"),
    ("OK", r"MEN được đề nghị(?: gồm)?\s?:"),
    (
        "GIVE",
        (
            r"(?:được )?<gives>(?:(?:,| và|/) <gives>)*(?: (?:với quý sở|#|¹|các|toàn bộ|một|giúp|"
            r"cho|được|"
            r"những|số|bộ|◊))* (?:BOX|KEY)(?: (?:có tên |có |nêu )?(?:tại|"
            r"trong) LIST)?(?: (?:(?:của|cho|đối với) <given><content>(?: và (?:MEN|¤|"
            r"[#¹] BOX(?: cho <given><content>)?))?|(?:theo|như) LIST|<ruled>|LIST|cơ quan|"
            r"nêu trên|◊))*<soon><end>"
        ),
    ),
    (
        "GIVE",
        (
            r"(?:được )?<gives>(?:(?:,| và) <gives>)*(?: giúp| sớm)? cho (?:# <own>|OK|"
            r"<given>)<content>(?: và MEN)?(?: (?:[#¹] )?BOX| (?:theo|như) LIST|"
            r" mỗi MEN [#¹] BOX)*<soon><end>"
        ),
    ),
    ("GIVE", r"GIVE(?:(?:,| và) (?:GIVE|[#¹] BOX cho MEN|BOX<end>))+"),
    (
        "GIVE",
        (
            r"(?:được )?cấp (?:mới|lại)(?: sớm| giúp)?<soon><end>|"
            r"(?:(?<=đề nghị )|(?<=quý sở )|(?<=xem xét )|(?<=xem xét, ))cấp(?: theo LIST)?<end>|"
            r"cấp sớm<end>"
        ),
    ),
)
"""What is given, and to whom."""

COUNTING = (
    (
        "COUNT",
        r"^\W*(?:duyệt|chốt(?: LIST)?|đồng ý|ấn định|cộng|còn(?: lại)?|tất cả|toàn bộ):? MEN<stop>",
    ),
    (
        "COUNT",
        (
            r"(?:tổng )?số(?: lượng)?(?: (?:BOX|MEN|trường|đơn vị))?(?: (?:đề nghị|đăng ký|cần|"
            r"xin|được))* ?(?:GIVE|<gives>)?(?: BOX| MEN)?(?: ?:| là)? (?:# )?(?:BOX|MEN|"
            r"◊)(?: (?:◊|"
            r"LIST|BOX|MEN))*<end>"
        ),
    ),
    ("COUNT", r"(?:hiện |hiện nay )?có(?: là)? MEN,? trong đó MEN đã (?:GIVE|có BOX)<stop>"),
    (
        "COUNT",
        (
            r"(?:phần lớn|hầu hết|đa số) MEN(?: của <unit>)?(?: đều)? đã (?:GIVE|(?:có|"
            r"được cấp) BOX)"
        ),
    ),
    (
        "COUNT",
        (
            r"(?:trong đó|gồm|bao gồm|và|còn|còn lại)(?: (?:có|GIVE|cấp (?:mới|lại KEY)))* (?:MEN|"
            r"[#¹] BOX)(?: (?:chưa|đề nghị|đăng ký|cần|vừa|mới|được) (?:GIVE|có BOX|quên KEY|"
            r"có))*<stop>"
        ),
    ),
)
"""How many."""
