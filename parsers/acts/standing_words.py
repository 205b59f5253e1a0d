"""Words that tell how people, units and data stand, and what honest letters say behind them.

Each table is of alternatives of a pattern, as in `parsers.acts.turning_words`; `<...>` calls a
slot.
"""

from __future__ import annotations

from parsers.acts.turning_words import any_of

MAY_STAND_BETWEEN = any_of(r"""
được|từng|thể|tự|kịp|hề|bao giờ|(?:thường xuyên|kịp thời)(?= \w)|thật sự|tiếp tục|nghiêm túc
nhanh chóng|cùng|chủ động|trực tiếp|luôn|tích cực|sớm|cố gắng|đơn vị|◊|MEN|đã|bị|vừa|mới|đang|đều
hiện|cũng|vẫn
""")
"""What may stand between a small word and what is said behind it."""

_NOT_YET = r"""
(?:có|cấp|tạo|đăng ký|kích hoạt)(?: #| ¹| các)? (?:BOX|KEY|do|tên miền)
có (?:phương tiện|công cụ|điều kiện|kinh nghiệm|máy)
(?:có|cấp(?: mới| lại)?)(?=\s?(?:[,;.:)]|là|$))|(?!xem)<opens>|đổi|thực hiện|kích hoạt
thay đổi KEY|bảo đảm|đảm bảo|đầy đủ|rõ|biết cách|quen|đáp ứng|cao|nhiều|thuận (?:lợi|tiện)
thường xuyên|kịp thời|đồng bộ|hiệu quả|an toàn|đúng quy định|BOX|KEY|bàn giao
"""
_NOT = r"""
<opens>|trao đổi|liên hệ|ảnh hưởng|bàn giao(?: lại)? KEY|bàn giao lại|bảo đảm|đảm bảo|an toàn
bỏ sót|còn(?: được)? (?:<opens>|lưu|hiệu lực|duy trì|phù hợp|đáp ứng|BOX|KEY|giấy tờ)
có (?:KEY|BOX|phương tiện|điều kiện|công cụ|mạng|máy|thời gian)|gian|khí|quân|dây|mật|giấy
khắc phục|làm|lấy lại|thành công|thay đổi KEY|thuận|thực hiện|ổn định
đúng (?:quy định|mục đích|KEY|BOX)|tách rời|qua thi tuyển|ghi|tìm thấy|đạt kết quả|ngừng|chia sẻ
tiết lộ|cho|giúp|để|dùng|lợi dụng|đặt|giao KEY|giao cho MEN ngoài|phát tán|lưu|chậm|những|chỉ
quá|may|tránh|đủ|phải(?= nhờ| qua| đi)|cung cấp|kịp|gây|mất|gặp|bằng|chuyên trách|nên|trùng lặp|ít
BOX|KEY|khớp KEY|xảy ra|chính thức|khai thác|biết|lộ|phù hợp(?=[,;.]|$)|dễ|tốn|vi phạm|thường xuyên
kịp thời|đáp ứng|hoàn thành
"""
_WILL = r"""
quán triệt|nhắc nhở|yêu cầu|chỉ đạo|phân công|hướng dẫn|phổ biến|tổ chức(?! lại)|tuyên truyền|chịu
sử dụng|dùng|rút kinh nghiệm|chấp hành|tuân thủ
(?:thông báo|báo cáo|có trách nhiệm)(?! (?:lại|sau|chính thức|kết quả|bổ sung|nhân sự|MEN))
có (?:văn bản|công văn) (?:đề nghị|thông báo|báo cáo)(?! (?:lại|sau|chính thức|kết quả))
liên hệ|giúp|góp phần|tạo|nâng|(?:thay )?đổi (?:các )?KEY|đổi ngay|quản lý|bảo quản|bảo mật
bảo đảm|đảm bảo|USE|BOX|đăng nhập|đưa|trang bị|triển khai|thực hiện|phối hợp|giữ|khai thác
kiểm tra|theo dõi|gây|ảnh hưởng|thuận|là|phục vụ|đáp ứng|khó|gặp khó|phải|không|cử|đón|phát huy
tăng|giảm|diễn ra|khai mạc|đọc|nhận|cài|nhập (?:KEY|BOX)|xử lý|tham gia|mở|chậm|gián đoạn|khóa
bồi dưỡng|đào tạo|tập huấn|kiểm soát|giám sát|hỗ trợ
bố trí (?:máy|thiết bị|phương tiện|đường truyền|kinh phí)|đăng ký (?:chữ ký|BOX|tham gia)
"""
_BY_FATE = r"""
KEY|BOX|cho|hỏng|khóa|lỗi|lợi dụng|máy|mất|quên|lộ|sai KEY|nhầm KEY|chậm|gián đoạn|ảnh hưởng|hack
tấn công|chiếm|đánh cắp|kẻ (?:gian|xấu)|xâm nhập|lừa|nghẽn|treo|virus|mã độc|nhiễm|hư|cháy|ngập|sét
đứt|mưa|thiên tai|xóa nhầm|đầy|chặn|từ chối|báo lỗi|sự cố|cúp|quá tải|hết|ốm(?=.* trở lại)|đổi điện
phát tán|thất lạc (?:KEY|giấy)|gửi|rơi|vỡ|trục trặc|vô hiệu hóa|cài
"""
_NO_MORE = r"""
hạn|hiệu lực|là|tháng ◊|dung lượng|pin|các|mực
"""
SMALL_WORDS = tuple(
    (small, any_of(behind))
    for small, behind in (
        (r"chưa", _NOT_YET),
        (r"(?<!hàng )(?<!phòng )không", _NOT),
        (r"sẽ|sắp(?! xếp| tới)", _WILL),
        (r"(?<!chuẩn )(?<!trang )(?<!thiết )bị", _BY_FATE),
        (r"(?<!trước )(?<!hầu )hết(?! sức| lòng)", _NO_MORE),
    )
)
"""Small words that tell how something stands, each with all that honest letters say behind it."""

DONE_BY_PEOPLE = any_of(r"""
FAIL|USE|KEY|BOX|LIST|ASK|WHY|OK|GIVE|REFER|#|¹|quên|mất (?:KEY|điện|máy|dữ|quyền|sim)|lộ|khóa
hỏng|lỗi|nhập|tự|thử|kẻ gian|chiếm|tấn công|lừa|tuyển|trúng tuyển|thu hút|<hired>|nhắc nhở
hướng dẫn|tập huấn|đào tạo|phổ biến|quán triệt|cấp|tạo|ghi|nêu|liệt kê|thể hiện|trình bày|lập|gửi
đính kèm|kèm|tổng hợp|bố trí|cử|ký|nhận
có (?:BOX|nhu cầu|tên|mặt|đủ|#|¹|KEY|trách nhiệm|thể|quyết định (?:tuyển|bổ|tiếp|phân))|cần|rất
công tác|làm|dùng|sử dụng|thực hiện|phụ trách|trực|tham gia|quản lý|giữ chức|đảm nhận|đảm nhiệm
kiểm tra|rà soát|đối chiếu|ổn định|hoàn thành|trở lại|đi làm|quá|lâu|nhiều|đăng nhập|đăng ký
thường xuyên|trợ giúp|đề nghị|biết|cam kết|liên hệ|thuộc (?:biên chế|LIST|<unit>(?=\W|$)|các)
báo cáo|cố gắng|khắc phục|yêu cầu|truy cập|cài|khai thác|vận hành|triển khai|giảng dạy|điều trị
chuyển (?:về|đến|từ)|(?:thay )?đổi (?:KEY|điện|máy|mới|sim|vị trí)|phép|giải quyết|xử lý|tiếp
học tập|sinh hoạt|<fails>|chịu|thao tác|mới|hợp đồng|chuyên trách|hầu hết|phần lớn|đa số
đi (?:tuần|cơ sở)|là|sẽ|tham mưu|đảm bảo|bảo đảm|thực thi|không|chưa|ít|lần đầu|dạy|hằng|hàng
lâu ngày|khi|nên|do mới|để|như|xin|thông tin|trao đổi|số hóa|dự|theo dõi|phục vụ|chuẩn bị|soạn
xây dựng|thu thập|khám|thông báo|lưu trữ|phải|bị|ốm(?=.* trở lại)|kiểm soát|phối hợp|tư vấn
chăm sóc|qua|tuyên truyền|vận động|tuần tra|tác nghiệp|bám|nắm|cập nhật (?:số|dữ|thông)|giữ gìn
giữ bí
""")
"""What people did, or was done with them, by which they stand as listed."""

DONE_TO_PEOPLE = any_of(r"""
cử|hướng dẫn|phổ biến|yêu cầu|nhắc nhở|quán triệt|giúp|phân công|tiếp nhận|nhận|tuyển|bổ sung|tăng
kiện toàn|bổ nhiệm|bố trí|ký|chỉ đạo|thông báo|tập huấn|tổ chức|có|cấp|giao|thành lập|hỗ trợ
đề nghị|bầu|thu hút|đăng ký|lập|rà soát|làm việc|trao đổi|triển khai|kiểm tra|ban hành|quên|là|gửi
thống kê|tổng hợp|phối hợp|được|bị|ít|liên hệ|tạo|trang bị|đào tạo|mở|dùng|sử dụng|quản lý
(?:điều động|luân chuyển|chuyển)(?=[^,;.]* (?:về|đến|từ)(?!\w))|đưa|giới thiệu|GIVE|BOX|KEY
cho (?:MEN|tất cả)|chuẩn bị
""")
"""What the asker did with them."""

LEAVES = any_of(r"""
nghỉ(?! ngơi| lễ| tết| phép)|thôi|rời|về hưu|không còn (?:thuộc|làm|công tác|là|ở|trong)
không thuộc|mất (?:vì|do|ngày|tháng|hôm|đột)|từ trần|qua đời|hy sinh
(?:(?:điều|luân|thuyên) chuyển|chuyển|điều động)(?: công tác)?(?! (?:về|đến|từ|vị trí|đổi)(?!\w)|,)
(?:điều|chuyển) (?:về|đến|tới) (?:các|cơ quan khác|đơn vị khác)|sang(?! tháng| năm| tuần| tên)
đi (?:công tác|học|nghĩa vụ|nước ngoài|biệt phái)
""")
"""By which people leave, or are away."""

ENDS = any_of(r"""
giải thể|sáp nhập|hợp nhất|nhập (?:vào|về|với|làm)|bàn giao (?:về|cho|sang|nguyên)
chuyển đổi (?:thành|sang)|chuyển giao|tách (?:ra|khỏi|về)
(?:ngừng|dừng|kết thúc) (?:hoạt động|nhiệm vụ)|xóa tên|đóng cửa|chia tách|ghép|cắt (?:về|giảm)
hết chức năng
""")
"""By which a unit ends, or is another's."""

ENDS_OR_ERRS = any_of(r"""
thanh lý(?! tài sản| máy)|dôi dư|khai (?:man|sai|không)|nhầm lẫn|gian dối|bị bãi bỏ|bãi nhiệm
miễn nhiệm|cách chức|khởi tố|đình chỉ|buộc thôi|cắt giảm(?! chi)|chia buồn|vừa mất(?! KEY)|từ trần
tranh chấp|khiếu nại|tố cáo|bác (?:hồ sơ|bỏ|đơn)|nguyên là
kết thúc (?:hoạt động|hợp đồng|nhiệm kỳ|nhiệm vụ|thời gian)|thỉnh giảng|vướng(?! mắc)|giải trình
làm rõ|điều chuyển|trùng (?:họ )?tên|(?:tự nguyện|xin|nộp đơn) nghỉ|họp bàn|nhận trách nhiệm cấp
(?:chọn|xem|xem xét|rà soát|đề xuất|công bố|xác nhận|thẩm định|bầu|tuyển|trình) lại
hợp đồng[^,;.]* hết (?:hạn|hiệu lực)|quá tuổi|trả (?:lại )?MEN|phê duyệt lại
thu (?:lại|hồi) quyết định|làm giả|giả mạo|hủy bỏ|kiểm điểm|vi phạm|điều tra|khoán việc|thử việc
học việc|tình nguyện viên|thực tập (?:giúp|tại|ở)|cung ứng(?! dịch| xăng| nước)
chấm dứt (?:hợp đồng|hoạt động|tháng|ngày)|hợp đồng chấm dứt|lẫn (?:người|MEN|tên)|ghi lộn
nghi ngờ|định cư|ra nước ngoài|xuất cảnh|khai trừ|doanh nghiệp bên ngoài|nhà cung cấp bên ngoài
cải chính|chủ quản mới|thuộc (?:quyền|thẩm quyền) quản lý
""")
"""By which appointments, contracts and what was told of somebody end, are doubted or are
looked at again.
"""

DATA = any_of(r"""
thông tin(?! liên lạc)|số liệu|dữ liệu|giấy tờ|hồ sơ|số điện thoại|số căn cước|căn cước|cccd
ngày sinh|năm sinh|chức vụ|chức danh|họ tên|họ và tên|tên gọi|tên miền|biên chế|địa chỉ
nơi công tác|nhân thân|lý lịch|bằng cấp|vị trí(?= của MEN)|công tác (?:nhân sự|MEN)|quy trình
""")
"""What is listed of people, and the papers for it."""

DOUBTED = any_of(r"""
chưa(?! (?:được )?(?:có|cấp) BOX)
không (?:khớp|đúng|hợp lệ|thống nhất|chính xác|trùng|đầy đủ|phù hợp|rõ|còn|có thật)
không (?:xác|cập|bảo đảm|đảm bảo|tương|liên lạc)
còn (?:chênh|sai|thiếu|nhầm|vướng|tranh|phải|chờ)|bị(?! khóa| lỗi| hỏng| mất)
(?:có )?(?:nhiều |sự )?biến động|đã (?:thay )?đổi|(?:có )?thay đổi
(?:có |còn )?(?:sai|chênh|lệch|nhầm|thiếu)|trùng|hết (?:hạn|hiệu lực)|thất lạc
có thể (?:bị|sai|lệch|nhầm|thay|chưa)|dự kiến|mâu thuẫn|khác(?= nhau| với| so)
""")
"""By what these are doubted."""

TOLD_OF_PAPERS = any_of(r"""
trao đổi|chi tiết|cụ thể|liên hệ|phản hồi|xin|ghi (?:đầy|rõ|trong|tại|ở|cụ)|gồm|bao gồm|kèm
gửi kèm|gửi qua (?:đường|mạng|trục|BOX)
được (?:ghi|lập|trình|nêu|thể|liệt|gửi|kèm|đính|rà|kiểm|đối|tổng|thống|ban|xử)|nêu|xem|theo|đều|là
đính|thể hiện|trình bày|liệt kê|đăng ký|:|,|như|tại|thì|cần|phải|có|nhiều|rất|tăng|giảm|dịch vụ|về
đi (?!trước)|đến|gửi (?:về|đến|đi đến)|lưu chuyển|mất|hai chiều|được lấy|ngày càng|ký số|chỉ|khi
mật|không|chưa|bị|sẽ|còn
""")
"""What honest letters say of a paper, or of what is listed, where a sentence begins with it."""

UNDER_WAY = any_of(r"""
rà soát|kiểm tra|xác minh|xác nhận|đối chiếu
hoàn (?:thiện|tất|chỉnh)(?! hạ tầng| hệ thống| cơ sở| hồ sơ kiểm)
kiện toàn|bổ sung|điều chỉnh|trình|làm(?! việc| nhiệm| công| chủ| quen)|lấy ý kiến
thẩm (?:tra|định)|xem xét|xin|thi tuyển|điều tra|thanh tra|cập nhật|chờ|đợi|nghỉ|chỉnh sửa|tạm|mời
bầu|tuyển|chuyển giao|giữ|tổng hợp
""")
"""By what a list may still change while it is under way."""

PROMISED = any_of(r"""
bổ sung|nộp|gửi|cung cấp|hoàn (?:thiện|chỉnh|tất)|điều chỉnh|cập nhật|rà soát|xác nhận|báo lại
thay(?! đổi (?:các )?KEY)
""")
"""What is promised, and therefore is not there yet."""

ANSWERED_FOR = any_of(r"""
sử dụng|quản lý|thực hiện|chấp hành|chịu|bảo (?:mật|đảm|quản|vệ)|đảm bảo|không|giữ|tuân
(?:thay )?đổi (?:các )?KEY|(?:các |những |mọi |toàn bộ )*(?:thông tin|nội dung|số liệu|dữ liệu)
LIST|thường xuyên|kịp thời|phổ biến|nghiêm|về|với|chỉ|MEN|trước|theo|đúng|khai thác|BOX|KEY
duy trì|kiểm tra|hướng dẫn|quán triệt|nhắc|rút|phối hợp|báo cáo|thông báo|tổ chức|việc|là|và|sẽ
tính|phát huy|cử|phân công|nộp phí|trả lời|ngăn|dùng|USE|OK|cùng|đầy đủ|lưu
""")
"""What an office promises, or answers for."""

OF_PROMISES = any_of(r"""
BOX|KEY|LIST|thư|máy|điện thoại|thông tin|quy (?:định|chế)|sử dụng|an toàn|bảo mật|rút kinh nghiệm
pháp luật|(?:khi|nếu)[^,;]* (?:thay đổi|biến động|nghỉ|thôi|chuyển công tác)|ASK|đại hội|nội dung
""")
"""What a promise in a request for mailboxes is of."""

OF_OCCASIONS = any_of(r"""
BOX|KEY|LIST|nhu cầu|đề nghị|nguyện vọng|ý kiến của|phản ánh của MEN|tuyển dụng MEN|tiếp nhận
bổ nhiệm|bổ sung|kiện toàn|bố trí|phân công|<fails>|quên|mất|yêu cầu|hướng dẫn
""")
"""What an occasion that speaks of people is of."""

ON_WHAT = any_of(r"""
BOX|KEY|LIST|MEN (?:không|quên|chưa)|GIVE|bảo (?:quản|đảm|mật)|cung cấp|cấp
không (?:truy|đăng|vào|sử|nhận|mở|gửi)|quản lý|sử dụng|tham gia|thành lập|tiếp nhận|tuyển|yêu cầu
đăng ký|triển khai|tổ chức|hướng dẫn|ban hành|phê duyệt|giao|phân công|điều động|bổ nhiệm
tăng cường|đẩy mạnh|thực hiện|ngừng (?:dùng|sử dụng)|chuyển đổi|rà soát(?! lại)|cập nhật|đổi
thay đổi KEY|ứng dụng|gửi|nhận|trang bị|kiện toàn|sắp xếp|sáp nhập|hợp nhất|công nhận|phân bổ
xây dựng|áp dụng|khắc phục|nâng cấp|bố trí|công tác|hỗ trợ|trao đổi|xử lý|chậm|mất|quên|lộ|đề nghị
xin|đặt|khôi phục|mở|dùng|đăng|lập|bổ sung|tạo|đưa|số hóa|cử|mời|họp|kiểm tra(?! lại)|báo cáo
thống kê|học|bầu|đào tạo|tập huấn|phổ biến|chấn chỉnh|quy định|phát động|công bố|sửa đổi
chuyển (?:về|công tác về)|nhập|các|một số|tiếp tục|phối hợp|lưu|truy cập
""")
"""What offices write to each other about, as letters cite it."""

DECIDED = any_of(r"""
xác nhận|phê duyệt|đồng ý|thống nhất|chấp thuận|ý kiến|quyết định|thông qua|cho phép
(?<!hạn )trả lời|kết luận|công nhận|chỉ tiêu|đề án|bộ máy|chính thức|lại|sau(?! khi)|văn bản riêng
""")
"""By what a request, or a post, is decided or put off."""
