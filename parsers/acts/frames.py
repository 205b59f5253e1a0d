"""What sentences of a letter do, as a table: each frame is an act, or a part of one.

The table is read downwards: what a frame finds becomes its sign, of which later frames are built.
Words in capitals are objects (`parsers.acts.objects`) or signs; `<...>` calls a slot.
"""

from __future__ import annotations

from parsers.acts.things import COUNTING, GIVING, THINGS

ASKING = (
    (
        "ASK",
        (
            r"<please><asked>(?:(?:,| và)? (?:<politely>|GIVE(?: <ruled>|(?: để| nhằm) MEN USE|"
            r"(?: theo| tại| như)? LIST)*))+<soon>(?: theo (?:LIST|<own>|"
            r"tên mới))?(?: để <own>(?:,? (?:bổ sung|hoàn chỉnh|hoàn thiện|biết|thực hiện|và|"
            r"kịp thời))+)?<end>"
        ),
    ),
    (
        "ASK",
        (
            r"(?:mọi |các )?(?:thông tin|chi tiết|vướng mắc|phản hồi|khó khăn|việc)?(?: chi tiết|"
            r" cần OK| OK)*,? ?(?:đề nghị|xin|kính mong|vui lòng|"
            r"đề nghị xin) (?:quý sở )?(?:vui lòng )?(?:liên hệ|gọi(?= (?:số|điện|◊))|OK (?:với|"
            r"qua)|liên lạc|phản hồi)[^;]*|"
            r"OK (?:liên hệ|phối hợp)[^;]*"
        ),
    ),
    (
        "ASK",
        (
            r"(?:xin|kính|trân trọng)(?: (?:được|phép|trân trọng|kính))* (?:thông tin|báo cáo|"
            r"trình|"
            r"trao đổi|kính trình)(?: (?:đến|tới|với|lên|quý sở|một số|nội dung))* (?:như sau|sau|"
            r"việc sau)<stop>"
        ),
    ),
    (
        "ASK",
        (
            r"(?:xin |kính |được )*(?:trân trọng |chân thành |gửi lời |bày tỏ |phép |"
            r"rất )*(?:cảm ơn|cám ơn|biết ơn|lòng biết ơn|kính chào|chúc)(?!\w)(?: (?:sự|quý sở|"
            r"đã|luôn|quan tâm|hỗ trợ|hợp tác|phối hợp|giúp đỡ|của|đối với|nhiều|rất nhiều|"
            r"quý báu|tạo|OK|đồng hành|cùng|địa phương|đơn vị|đến|thường xuyên|và))*"
        ),
    ),
    (
        "ASK",
        (
            r"(?:xin|hoàn toàn|cam kết|sẽ|và|có)(?: hoàn toàn)? (?:hứa|cam đoan|cam kết|"
            r"chịu (?:hoàn toàn |mọi )?trách nhiệm|tuân thủ|chấp hành|trách nhiệm|bảo đảm|"
            r"đảm bảo)(?!\w)"
        ),
    ),
    (
        "ASK",
        (
            r"(?:đề nghị|xin|trân trọng|kính)(?: (?:trân trọng|kính|báo cáo|trình|và|đề nghị|"
            r"kiến nghị|như sau|như trên|OK|quý sở))*(?=\s?[./:!]|$)"
        ),
    ),
    (
        "ASK",
        (
            r"(?:xin|kính)(?: (?:báo cáo|kiến nghị|được|phép|cung cấp|gửi|gửi kèm|kèm|đến|quý sở|"
            r"anh chị|trình|chuyển|nộp|đăng ký))+(?= (?:LIST|GIVE|hồ sơ|và|như|REFER|◊)|:)"
        ),
    ),
    (
        "OK",
        (
            r"(?:nội dung|văn bản|hình thức|số|thời gian|lý do|MEN|thông tin|theo|cơ sở|với|là|"
            r"OK) (?:đề nghị|yêu cầu)(?: (?:GIVE|cấp|của (?:<own>|các <own>|◊|quý sở|¤)|"
            r"tại công văn))*(?=\W|$)|yêu cầu (?:công việc|nhiệm vụ|công tác|cấp bách|thực tiễn|"
            r"OK|quản lý)|là yêu cầu"
        ),
    ),
)
"""What is asked, promised, thanked for; whom to call, and where the answer is to go."""

REFERRING = (
    (
        "REFER",
        (
            r"(?:có|kèm|kèm theo|đính kèm|gửi kèm|kính gửi|gửi|lập|cung cấp|kính chuyển|chuyển|"
            r"trình|xem|tổng hợp|thống nhất|gồm|ASK|chi tiết|cụ thể)(?: (?:đến|tới|quý sở|cho|như|"
            r"xem|trong|tại|chi tiết|thông tin|công văn này|theo|công văn|gồm|:|chung|"
            r"LIST và))* ?:? ?LIST(?: (?:đến|gửi|tới|cho) (?:quý sở|sở|◊)| quý sở)?(?:<end>|<sent>)"
        ),
    ),
    (
        "REFER",
        (
            r"^\W*(?:<detail>(?:,| và)? ?)+ (?:được |đã |xin )*(?:lập|ghi|nêu|thể hiện|trình bày|"
            r"liệt kê|tổng hợp|kèm theo|đính kèm|gửi kèm)(?: (?:đầy đủ|rõ|chi tiết|cụ thể|thành|"
            r"trong|tại|ở|vào|theo|kèm|công văn|văn bản|này|LIST))*<stop>"
        ),
    ),
    (
        "REFER",
        (
            r"(?:trong|tại|ở) LIST (?:đều )?(?:là )?(?:hoàn toàn )?(?:đã được (?:rà soát|"
            r"đối chiếu|kiểm tra)|đúng|chính xác|đầy đủ|dữ liệu MEN|có thật)"
        ),
    ),
    (
        "REFER",
        (
            r"(?:về|với|là|qua|bằng|vào|và|theo|tại|trong|như|ở)(?: (?:đầy đủ|từng|"
            r"chi tiết))* LIST<stop>|(?:theo|về) LIST<end>|(?:trên đây|sau đây|"
            r"dưới đây) là LIST(?: của <unit>)?"
        ),
    ),
    (
        "REFER",
        (
            r"LIST(?: của <unit>)?(?: (?:gồm|có|gồm có|bao gồm|tổng số|tổng cộng|"
            r"là))+ (?:MEN(?: (?:của|"
            r"thuộc) ◊(?: ◊)?)?|◊ (?:trang|cột<content>))(?:,? LIST|,? (?:được )?(?:đính kèm|"
            r"kèm theo|gửi kèm)(?: theo)?(?: công văn)?)*<stop>"
        ),
    ),
    (
        "REFER",
        (
            r"chính xác(?:,? (?:và )?(?:đầy đủ|trung thực|đúng đắn))*(?: (?:của|về|thông tin|"
            r"nội dung))* LIST"
        ),
    ),
    ("REFER", r", LIST(?=\s?[.;:/]|$)"),
    ("REFER", r"(?:rà soát|kiểm tra|đối chiếu)(?:,? <w>){0,4} LIST với (?:thực tế|hồ sơ|OK)"),
    ("REFER", r"^\W*(?:◊\W+)?LIST(?: ASK| OK| GIVE)*$"),
    ("REFER", r"quản lý LIST<end>|^\W*LIST: LIST|(?:này )?kèm(?: theo)? ◊ LIST"),
    (
        "REFER",
        (
            r"^\W*LIST<stop>|\( ?(?:theo mẫu |theo |OK |ASK )?(?:LIST|REFER)(?:, COUNT)? ?\)|"
            r"LIST REFER|"
            r"LIST COUNT(?=\s?[(,.;:/]|$)"
        ),
    ),
    (
        "REFER",
        (
            r"LIST(?: đã)? (?:được|lập|có ký|thể hiện|có chứa)(?: (?:sắp )?xếp theo (?:thứ tự|"
            r"đơn vị|vần|bảng|tên)<w>*)?<plain>(?: LIST| REFER)?<end>"
        ),
    ),
    (
        "REFER",
        (
            r"LIST xin REFER|(?:và|kèm|có) ◊ LIST|LIST (?:có (?:chữ ký|xác nhận) của|ghi rõ|"
            r"nêu rõ|gồm(?: đầy đủ)? họ(?: và)? tên)<plain><stop>"
        ),
    ),
    ("REFER", r"LIST là bộ phận OK(?: của (?:công văn|văn bản|tờ trình) này)?"),
)
"""Where the list is and what is in it."""

USING = (
    (
        "USE",
        (
            r"(?:quản lý|sử dụng|dùng|khai thác|vận hành|(?<!đã )có|(?<!chỉ )cần|qua|bằng|trên|"
            r"thông qua|"
            r"truy cập|đăng nhập|vào|bảo mật|hóa|kiểm tra)(?:(?:,| và) (?:quản lý|sử dụng|"
            r"khai thác|bảo mật|vận hành))*(?: (?:được|vào|sử dụng|có|qua|#|một|toàn bộ))* BOX|"
            r"(?<!MEN )(?<!cùng )(?:dùng|sử dụng|có|cần|qua|bằng|trên|vào) ¹ BOX"
        ),
    ),
    (
        "FAIL",
        (
            r"(?:bị |đã |làm |để )*(?:quên|mất|sai|thất lạc|không nhớ|nhập sai|lộ|nhớ|bảo quản|"
            r"bảo mật|(?:thay )?đổi|không có|nhận|nhận được)(?: KEY| BOX)+(?: nhiều lần)?|<fails>"
        ),
    ),
    (
        "FAIL",
        (
            r"(?!không còn sử dụng(?! được))(?:chưa|không)(?: từng| còn)?(?: được)? (?:có|cấp|"
            r"đăng ký|tạo|sử dụng|GIVE)(?: USE|"
            r" BOX)?(?! nhu cầu)"
        ),
    ),
    (
        "FAIL",
        (
            r"(?:chưa|không) USE|đã (?:có|đăng ký|được cấp) (?:BOX|USE),? (?:nhưng|song|"
            r"tuy nhiên)[^;]* FAIL"
        ),
    ),
    (
        "FAIL",
        (
            r"BOX(?: của (?:<unit>|MEN))*(?: (?:lâu ngày|hiện|hiện nay|lâu|đã|"
            r"đang))* (?:(?:đã )?bị khóa|FAIL|gặp sự cố|báo lỗi|đăng nhập không thành công)"
        ),
    ),
    ("FAIL", r"KEY(?: cũ)? (?:không còn|hết|đã hết) hiệu lực"),
    (
        "USE",
        (
            r"BOX(?: của (?:<unit>|MEN))*(?: sẽ)? (?:là|giúp|gắn với|được (?:sử dụng|dùng|cấp)|"
            r"dùng|nhằm|OK)<plain><end>"
        ),
    ),
    ("USE", r"(?:công văn|văn bản) này<plain> BOX<stop>"),
)
"""What is done with mailboxes and passwords, and what fails."""

OCCASIONS = (
    (
        "OK",
        (
            r"^theo (?:ý kiến|chỉ đạo|phân công)(?: chỉ đạo)? của ◊|"
            r"(?:giao|cử|phân công) (?:MEN|◊|¤)(?: (?:◊|[-–]|<w>))* theo dõi"
        ),
    ),
    (
        "WHY",
        (
            r"(?:sau khi|sau|từ khi|trước khi|khi) (?:thực hiện |có |được )?(?:<reorganised>|FAIL|"
            r"GIVE|REFER|thay đổi|được cấp|nhận được|nhận)(?: KEY| BOX)?<plain><end>"
        ),
    ),
    (
        "WHY",
        (
            r"(?:OK |nên |là )?(?:do|vì) (?:FAIL|MEN(?! (?:lập|cung cấp|sử dụng|quản lý|giữ|"
            r"kê khai|cử|tự|quyết))|có|ít|quên|mất|thay đổi|lâu|hết|mới|quá|sự|biến động|sơ suất|"
            r"hệ thống|yêu cầu|nhu cầu|sắp xếp|chuyển đổi|máy|điện thoại|nhập|gửi|không|chưa|"
            r"chuyển|đặc thù|OK)<loose><end>"
        ),
    ),
    (
        "WHY",
        (
            r"(?:<hired>|hoạt động|thành lập|công tác|chính thức|làm việc|vận hành|"
            r"sử dụng)<plain> <since>|(?:kể )?<since>,"
        ),
    ),
    ("WHY", r"(?:đã |được |mới |vừa |có )+(?:mới |được )*<hired>"),
    (
        "WHY",
        (
            r"(?:OK \w+ \w+,? )?nếu (?:có |cần |hồ sơ )+(?:vướng mắc|khó khăn|thay đổi|"
            r"thêm thông tin|bổ sung|thiếu sót|thông tin|OK|yêu cầu|"
            r"sai sót)(?: gì)?(?:, vướng mắc)?|nếu (?:có|cần thêm)(?= ASK)"
        ),
    ),
    (
        "WHY",
        (
            r"(?:khi|nếu|trong MEN)(?: có)?(?: MEN)? (?:nghỉ việc|chuyển công tác|nghỉ hưu|"
            r"thôi việc)(?:(?:,| hoặc) (?:nghỉ việc|chuyển công tác|nghỉ hưu|"
            r"thôi việc))*, <unit> sẽ (?:kịp thời )?(?:thông báo|báo cáo|có (?:OK|văn bản))[^;]*|"
            r"(?:thông báo|báo cáo) kịp thời (?:nếu|khi) MEN (?:nghỉ việc|"
            r"chuyển công tác)(?: hoặc nghỉ việc)?"
        ),
    ),
    (
        "ASK",
        (
            r"WHY,? (?:đề nghị|xin|vui lòng|mong) quý sở (?:OK )?(?:về|với|đến|tới|qua|cho) <unit>"
            r"(?=\s?[.,;]|$| nhằm)"
        ),
    ),
    ("OK", r"<ruled>|^căn cứ (?:chức năng|nhu cầu|tình hình)<loose>,?"),
)
"""Why and since when."""

FRAMES = (*THINGS, *GIVING, *COUNTING, *USING, *ASKING, *REFERRING, *OCCASIONS)
