"""What letters that ask for mailboxes are made of: their words and turns, by what they serve.

Small letters with marks. A word that may speak against a list stands here only within a turn that
does not: "chưa" in "chưa có hộp thư", "lại" in "cấp lại". What is missing costs a look, no row.
"""

from __future__ import annotations

_BINDING = """
của|cho|các|những|và|để|trong|ngoài ra|về|đến|là|có|được|với|tại|từ|này|nêu|trên|gồm|bao gồm|cụ thể
bằng|giữa|do|vì|nên|nhằm|qua|vào|việc|một|mỗi|mọi|nhiều|toàn|toàn bộ|toàn thể|cùng|đã|cần|phải|rất
nay|hiện|hiện nay|hiện tại|đến nay|như sau|sau đây|dưới đây|sau khi|trên cơ sở|đồng thời|hơn
đối với|trong đó|theo đó|vì vậy|do vậy|do đó|bởi vậy|bên cạnh đó|trong khi đó|tuy nhiên|cũng như
như|đó|vậy|thông qua|liên quan|sự|tính|hoặc quên|lẫn nhau|vừa|vừa qua|một số|số|đa số
phần lớn|hầu hết|ngay|luôn|sớm|kịp thời|nhanh chóng|ngoài|bên|cả nước|trở lên|khoảng|hiện có
hiện còn|còn một số|còn có|nói trên|nêu trên|kể trên|trên đây|từng|ngay sau khi|cùng với|kèm
tiếp tục|bước đầu|ngày càng|hằng ngày|hàng ngày|thường xuyên|hằng tháng|hàng năm|hằng năm|định kỳ
thời gian|thời gian gần đây|gần đây|thời gian qua|thời gian tới|thời điểm hiện nay
thời điểm hiện tại|thời gian sớm nhất|thời hạn quy định|trước đây|trước pháp luật
trong thời gian dài|lâu ngày|lần đầu|lần đăng nhập đầu tiên|hằng quý|trong năm|trong tháng|trong quý
năm học|giai đoạn|nhiệm kỳ|năm|tháng|ngày|quý|kể từ|đầu năm|cuối năm|đầu tháng|cuối tháng
đầu năm học|sau sắp xếp|sau sáp nhập|sau hợp nhất|mà không|mỗi người|từng người|cùng kỳ
nói chung|nói riêng|lý do|nguyên nhân|kết quả|kết quả là|căn cứ|thêm|đều|vẫn chưa có|khác nhau
còn thiếu sót
"""
_ASKING = """
đi vào|đi vào hoạt động|thành đoàn|tỉnh đoàn|xã đoàn|các đơn vị khác|các cơ quan đơn vị khác
hệ thống thông tin dùng chung|làm đầu mối|làm đầu mối phối hợp
có người nghỉ việc chuyển công tác|nghỉ thai sản mới đi làm lại|chuyển danh sách|chuyển hồ sơ
chuyển đến quý sở|quá trình cấp|quá trình|quá trình thực hiện|cấp lại|còn|còn lại|đang thực hiện
đang triển khai|đang công tác|đang làm việc|đang có nhu cầu|sẽ đổi mật khẩu|sẽ thay đổi mật khẩu
sẽ có văn bản|nếu hồ sơ|sau khi được cấp|sau khi được cấp lại|được cấp lại|nhưng chưa có
nhưng chưa được cấp|nhưng quên|nhưng đã quên|nhưng nay quên|nhưng không nhớ
nhưng không đăng nhập được|đi lại|trường hợp|trường hợp cần|thay đổi về nhân sự|có sự thay đổi
có thay đổi
các công việc khác|nhiệm vụ khác|cần thiết|thông tin cần thiết|thu hồi|cấp thu hồi
quản lý cấp thu hồi|chưa thực hiện kịp thời|báo cáo|thông báo|ban hành|giảm giấy tờ|giảm chi phí
giảm thời gian|đề nghị|kính đề nghị|kính|kính gửi|kính mong|kính nhờ|kính trình|kính chuyển
kính xin|trình|xin|mong|rất mong|mong muốn|nhờ|yêu cầu|đăng ký|nhu cầu|có nhu cầu|xem xét
giải quyết|hỗ trợ|giúp|giúp đỡ|quan tâm|phối hợp|tạo điều kiện|tạo điều kiện thuận lợi|chấp thuận
phê duyệt|thực hiện|xử lý|quý vị|giao|chỉ đạo|đồng ý|thống nhất|cấp|cấp mới|cấp phát|cấp bổ sung
cấp thêm|cấp đổi|tạo|tạo mới|tạo lập|mở|mở mới|mở khóa|lập|lập mới|khởi tạo|đặt lại|cài đặt lại
khôi phục|khôi phục lại|reset|lấy lại|thiết lập|thiết lập lại|thay đổi mật khẩu|đổi mật khẩu
trang bị|bổ sung|bổ sung mới|đăng ký mới|đề xuất|thẩm quyền|quy định|theo quy định|đúng quy định
quý sở|quý cơ quan|quý đơn vị|quý cấp|quý trung tâm|trân trọng|trân trọng cảm ơn
trân trọng kính chào|trân trọng kính trình|trân trọng kính đề nghị|cảm ơn|cám ơn|chân thành
xin chân thành cảm ơn|lời cảm ơn|lời chào|lời chào trân trọng|kính chào|thưa|nhận được|hợp tác
ủng hộ|nhiệt tình|chặt chẽ|tổng hợp|ghi nhận|tiếp nhận|gửi|gửi đến|gửi tới|gửi kèm|gửi kèm theo
gửi về|thông báo kết quả|phản hồi|trả lời|phúc đáp|trả kết quả|hướng dẫn|bổ sung thông tin
hoàn chỉnh|hoàn thiện|hoàn thành|hồ sơ|thủ tục|quy trình|thiếu sót|hiện thiếu|còn thiếu hộp thư
lần thứ|trong khi|không liên quan|chưa có hộp thư riêng|cam đoan|là đúng|đúng sự thật|gặt hái
đây là hộp thư
"""
_MAILBOXES = """
hộp thư|thư điện tử|hộp thư điện tử|hòm thư|thư công vụ|công vụ|cá nhân|điện tử|email|e|mail
mailbox|tài khoản|tài khoản thư|địa chỉ|địa chỉ thư|tên miền|mật khẩu|mật mã|password|pass
thông tin tài khoản|thông tin đăng nhập|mật khẩu mới|hộp thư mới|hộp thư chung|hệ thống
hệ thống thư điện tử|phần mềm|đăng nhập|truy cập|sử dụng|khai thác|quản lý|vận hành|kích hoạt
bảo mật|an toàn|an ninh|an toàn thông tin|quên|bị quên|đã quên|không nhớ|không còn nhớ|mất mật khẩu
thất lạc mật khẩu|hết hạn|mật khẩu hết hạn
không đăng nhập|không truy cập|không sử dụng|chưa sử dụng|không có mật khẩu|lâu không sử dụng
bị khóa|bị mất mật khẩu|nhập sai mật khẩu|nhập sai|sai mật khẩu|nhiều lần|quá số lần
quá số lần quy định|vào được|chưa có|chưa từng có|chưa được cấp|chưa được tạo|chưa đăng ký
chưa có hộp thư|chưa kích hoạt|không có hộp thư|đã có hộp thư|được cấp|đã được cấp|đang sử dụng
đang quản lý|còn chưa có|quên mất|không bàn giao lại mật khẩu|không bàn giao mật khẩu
chưa đổi mật khẩu|yêu cầu đổi mật khẩu|bị lỗi|thay đổi điện thoại|thay đổi máy tính|hỏng máy tính
máy tính|điện thoại|thiết bị|làm việc|lỗi đăng nhập|tiếp tục sử dụng|lâu ngày không sử dụng
lâu ngày không đăng nhập|tài khoản bị khóa|truy cập được|nên không đăng nhập được|không thể tự
"""
_LISTS = """
danh sách|danh sách đính kèm|danh sách kèm theo|kèm theo|đính kèm|có danh sách kèm theo|phụ lục
biểu|mẫu|biểu mẫu|mẫu biểu|công văn|văn bản|công văn này|văn bản này|tờ trình|trích ngang|chi tiết
thông tin|nội dung|số lượng|hình thức|hình thức đề nghị|tổng số|tổng cộng|cộng|tổng|họ tên
họ và tên|chức vụ|chức danh|đơn vị công tác|số điện thoại|mục đích|mục đích sử dụng|đối tượng
thời gian sử dụng|thời gian đề nghị cấp|kể từ ngày được cấp|có tên|có tên sau đây|thể hiện|nêu tại
ghi trong|trường hợp nêu trên|xem|người|người dùng|người sử dụng|người được đề nghị|người được cấp
trong bảng|tại bảng|bảng kèm theo|bảng đính kèm|bảng dưới đây|lập danh sách|tổng hợp danh sách
chủ thể|rà soát lập danh sách|đã rà soát|qua rà soát|kết quả rà soát|đã kiểm tra|qua kiểm tra
qua thống kê|stt|tt|tính chính xác|chính xác|đầy đủ|cung cấp|đã cung cấp|cung cấp thông tin
chịu trách nhiệm|trách nhiệm|cam kết|bảo đảm|đảm bảo|đúng mục đích|lưu|vt|như trên|nơi nhận|ghi chú
ban hành kèm theo|các cá nhân khác|danh sách này|họ|số thứ tự|ký ghi rõ họ tên|ký tên|đóng dấu|đã ký
trang|theo danh sách|theo danh mục|theo phụ lục|theo bảng|theo biểu|theo mẫu|theo biểu mẫu
theo mẫu biểu|theo thông tin|theo nội dung|theo công văn này|theo văn bản này|theo tờ trình này
theo quy chế|theo quy trình|theo hướng dẫn|theo yêu cầu|theo đề nghị của|theo ý kiến|theo chỉ đạo
theo kế hoạch|theo tinh thần|theo chủ trương|theo chức năng|theo nhiệm vụ|theo phân công
theo sự phân công|theo quyết định|theo nghị quyết|theo nghị định|theo thông tư|theo luật
theo pháp luật|kèm theo công văn|đính kèm theo|theo đề án|theo chương trình|theo mô hình
theo thẩm quyền|theo số điện thoại|theo từng|theo nhu cầu|theo lĩnh vực|theo ngành
theo vị trí việc làm|theo hình thức|theo cơ chế|theo lịch|có tên|nêu tên|tên gọi|tên gọi mới
theo tên gọi mới|theo tên mới|tên cơ quan|tên đơn vị|tên người|họ tên|họ và tên|mang tên|trước khi
khi đó|khi có|khi thực hiện|khi gửi|khi đăng nhập|khi truy cập|khi sử dụng|khi giao dịch
khi giải quyết|khi xử lý|hoặc email|hoặc qua email|hoặc số điện thoại|đây là các|đây là những
đây đều là|theo số ◊|giải quyết theo đề nghị|theo đề nghị trên|theo định kỳ
"""
_WHO = """
đơn vị|cơ quan|tổ chức|đoàn thể|nhà trường|trường|phòng|ban|trạm|trung tâm|chúng tôi|hội|xã|phường
thành phố|tỉnh|quận|huyện|cấp xã|cấp huyện|cấp tỉnh|cấp trên|cấp dưới|các cấp|địa phương|địa bàn
trực thuộc|ngành|đồng chí|đ|c|ông|bà|anh|chị|thầy|cô|thầy cô|thầy giáo|cô giáo|giáo viên|giảng viên
học sinh|phụ huynh|người lao động|cán bộ|công chức|viên chức|nhân viên|nhân sự|lãnh đạo|chuyên viên
y bác sĩ|cử tri|hội viên|đoàn viên|đảng viên|thành viên|phóng viên|biên tập viên|kiểm lâm viên
điều dưỡng|hộ sinh|bác sĩ|thí sinh|tình nguyện|chuyên trách|không chuyên trách
người hoạt động không chuyên trách|chủ chốt|phụ trách|trực tiếp|nhà nước|chính quyền
chính quyền địa phương|hành chính|sự nghiệp|công lập|đơn vị sự nghiệp công lập|doanh nghiệp
người dân|nhân dân|công dân|tổ chức bộ máy|bộ máy|biên chế|vị trí việc làm|hợp đồng|tập sự|mới
mới tuyển dụng|tuyển dụng|mới tiếp nhận|trúng tuyển|thi tuyển|xét tuyển|kỳ thi|kỳ thi tuyển|đợt
chuyển về|chuyển đến|mới chuyển đến|mới chuyển về|chuyển công tác đến|chuyển công tác về|điều động
luân chuyển|nhận|điều động từ|bổ nhiệm|phân công|được bầu|bầu|kiện toàn|nhận công tác|nhận nhiệm vụ
về nhận công tác|bố trí|mới nhận|biến động|biến động nhân sự|thành lập|sáp nhập|hợp nhất|sắp xếp
chia tách|tổ chức lại|đổi tên|đổi tên thành|hình thành|tên mới
bổ nhiệm mới|trước đây đã chuyển công tác|trước đây đã nghỉ hưu|phụ trách trước đây|trước sáp nhập
tăng thêm|tuyển mới|tuyển dụng mới|hợp đồng mới|nhân sự mới|quân số|giới thiệu|ứng cử|công tác|cử
"""
_CONTACT = """
page|ký họ tên|ký và ghi rõ họ tên|ths|ts|bs|ks|cn|ds|cv|người lập bảng|lập bảng|xác nhận
thủ trưởng|thủ trưởng đơn vị|đại diện|tên tệp|giảng|b c|t h|p h|để b c|để t h|để báo cáo
để thực hiện|để biết|để phối hợp|chánh|phó|trưởng|theo dõi|cộng hòa xã hội chủ nghĩa việt nam
độc lập|tự do|hạnh phúc|đảng cộng sản việt nam|v v|về việc|liên hệ|xin liên hệ|liên lạc|đầu mối
đầu mối liên hệ|trao đổi|người liên hệ|thông tin liên hệ|vướng mắc|khó khăn|khó khăn vướng mắc
trao đổi trực tiếp|nếu có vướng mắc|nếu có|nếu cần|nếu cần thêm thông tin|giải đáp|số máy|máy lẻ
fax|zalo|website|người lập|người lập biểu|người lập danh sách|người tổng hợp|di động
trong quá trình thực hiện|theo địa chỉ|qua địa chỉ|đường|nơi nhận kết quả|đt|sđt
"""
_INSTITUTIONS = """
mầm non|mẫu giáo|tiểu học|trung học|trung học cơ sở|trung học phổ thông|phổ thông|cao đẳng|đại học
trung cấp|nghề|dạy nghề|liên huyện|liên đoàn|liên hiệp|hội đồng|hội đồng nhân dân|ủy ban
ủy ban nhân dân|mặt trận|đảng ủy|chi bộ|đảng bộ|chi đoàn|công đoàn|phát thanh|truyền hình|báo chí
tòa soạn|biên tập|bệnh viện|y học|đa khoa|chuyên khoa|tim mạch|mắt|răng hàm mặt|da liễu|phụ sản
nhi đồng|ung bướu|huyết học|tâm thần|lao|khu chế xuất|khu công nghiệp|công nghiệp|bảo trì|bảo dưỡng
duy tu|ca múa nhạc|nghệ thuật|bảo tàng|thư viện|văn phòng|chi cục|cục|sở|bộ|hạt|đội|tổ|khoa|khối
cơ sở|chi nhánh|quỹ|viện|đài|công ty|nhà văn hóa|bộ phận|chế độ|chính sách|giải quyết chế độ
bảo hiểm thất nghiệp|chức năng|quy mô|kiểm lâm|khuyến nông|trồng trọt|chăn nuôi|thú y|thủy lợi
thủy sản|phát triển nông thôn|tài nguyên|đăng kiểm|vận tải|hạ tầng|kỹ thuật|kế hoạch|tổ chức cán bộ
tài vụ|quản trị|dược|điều trị|xét nghiệm|phòng chống|bệnh tật|dịch bệnh|quân sự|công an|biên phòng
tòa án|kiểm sát|thi hành án|kho bạc|thuế|hải quan|bảo trợ|trung ương|khu vực|giáo dục thường xuyên
nghề nghiệp|hỗ trợ phát triển|hòa nhập|khuyết tật|thanh thiếu nhi|thiếu nhi|cựu chiến binh
chữ thập đỏ|người cao tuổi|khuyến học|văn học nghệ thuật|liên minh hợp tác xã|hợp tác xã|kế toán
văn thư|thủ quỹ
"""
_GROUNDS = """
luật|nghị định|nghị quyết|quyết định|thông tư|chỉ thị|quy chế|chương trình|đề án|kết luận|công điện
điều|khoản|điểm|mục|chương|ký ban hành|chính phủ|thủ tướng|thủ tướng chính phủ|quốc hội
bộ chính trị|xét|triển khai|thi hành|tiếp theo|chủ trương|ý kiến|ý kiến chỉ đạo|chỉ đạo điều hành
nhiệm vụ|nhiệm vụ được giao|được giao|quyền hạn|tình hình|tình hình thực tế|thực tế|nhu cầu thực tế
nhu cầu công tác|cuộc họp|giao ban|hội nghị|nghị quyết số|thực hiện tốt|kế hoạch công tác
cơ cấu tổ chức|nội quy|pháp luật|quy định pháp luật|cải cách|hiến pháp
"""
_BACKGROUND = """
phục vụ|phục vụ công tác|công việc|chuyên môn|nghiệp vụ|hoạt động|điều hành|lưu trữ|giao dịch
trao đổi công việc|trao đổi thông tin|trao đổi văn bản|gửi nhận|gửi nhận văn bản|xử lý văn bản
ký số|chữ ký số|chứng thư số|dịch vụ công|dịch vụ công trực tuyến|trực tuyến|môi trường mạng
môi trường số|mạng|internet|dữ liệu|cơ sở dữ liệu|nền tảng|nền tảng số|thông tin dùng chung
nền tảng dùng chung|dữ liệu dùng chung|hệ thống dùng chung|số hóa|chỉnh lý|tài liệu|chuyển đổi số
chính quyền số|chính quyền điện tử|kinh tế số|xã hội số|công nghệ|công nghệ thông tin|công nghệ số
cải cách hành chính|khoa học|đổi mới sáng tạo|ứng dụng|ứng dụng công nghệ thông tin|áp dụng
thông suốt|liên tục|đồng bộ|hiệu quả|có hiệu quả|hiệu lực|chất lượng|nâng cao|nâng cao hiệu quả
nâng cao chất lượng|góp phần|tăng cường|đẩy mạnh|thúc đẩy|phát huy|phát triển|đáp ứng
đáp ứng yêu cầu|thuận lợi|thuận tiện|dễ dàng|nhanh|nhanh gọn|tiết kiệm|chi phí|giấy tờ|hiện đại
hiện đại hóa|đột phá|yêu cầu nhiệm vụ|tình hình mới|nền nếp|ổn định|khối lượng công việc|khối lượng
lớn|ảnh hưởng|ảnh hưởng đến|gián đoạn|không làm|gặp khó khăn|gặp nhiều khó khăn|giảng dạy|học tập
giáo dục|đào tạo|y tế|khám chữa bệnh|khám bệnh|chữa bệnh|tuyên truyền|tuyên giáo|dân vận|kiểm tra
giám sát|thanh tra|tiếp công dân|giải quyết hồ sơ|hộ tịch|tư pháp|kinh tế|xã hội|văn hóa|thể thao
du lịch|quốc phòng|an sinh|thương mại|công thương|nông nghiệp|môi trường|tài chính|ngân sách
tài sản|đầu tư|xây dựng|giao thông|đô thị|đất đai|lao động|việc làm|bảo hiểm|thất nghiệp|tư vấn
đối ngoại|nội vụ|dân tộc|tôn giáo|bầu cử|thi đua|khen thưởng|thống kê|nội bộ|kết nối|liên thông
trục liên thông|tích hợp|chia sẻ|khai báo|đăng tải|cập nhật thông tin|truyền nhận|nhận văn bản
hệ thống quản lý văn bản|quản lý văn bản|quản lý văn bản và điều hành|hệ thống thông tin
văn bản điện tử|cơ quan nhà nước|liên ngành|liên xã|ba cấp|hai cấp|diện tích tự nhiên|quy mô dân số
dân số|đặc thù|vùng|nhập toàn bộ|tinh thần|đạt|đạt kết quả|kết quả tốt|tốt|tốt hơn|ngày một|thành
lịch sử|mới thành lập|không mật|dưới dạng|dạng|nguồn|lĩnh vực|hồ sơ công việc|thủ tục hành chính
một cửa|tiếp nhận hồ sơ|thực hiện nhiệm vụ|hoàn thành nhiệm vụ|tham mưu|lãnh đạo chỉ đạo
tổ chức thực hiện|chuẩn hóa|bảo vệ|đối chiếu|đã đối chiếu|dự án|chương trình mục tiêu|quốc gia
tổ quốc|việt nam|nước|cộng đồng|chăm sóc|sức khỏe|đoàn kết|phong trào|hoạt động chuyên môn
sinh hoạt|giới|gia đình|trẻ em|phụ nữ|thanh niên|nông dân|bản giấy|bưu điện|đường bưu điện|gửi sau
văn bản giấy|quyền lợi|nghĩa vụ|không gian mạng
"""
_ALL = (_BINDING, _ASKING, _MAILBOXES, _LISTS, _WHO, _CONTACT, _INSTITUTIONS, _GROUNDS, _BACKGROUND)
_LISTED = frozenset("|".join("|".join(_ALL).split("\n")).split("|")) - {""}

_OPENED = (
    "đăng nhập|truy cập|vào|mở|dùng|nhớ|nhận|gửi|tải|xem|khôi phục|lấy lại|khắc phục|liên lạc|"
    "tiếp nhận|ký số|đồng bộ|thực hiện|đổi|hoạt động"
)
_GOOD = (
    "phù hợp|thuận tiện|thuận lợi|bảo đảm|đảm bảo|an toàn|kịp thời|hiệu quả|đáp ứng|đồng bộ|"
    "ổn định|thường xuyên|thông suốt|liên tục|chủ động|gián đoạn|chậm trễ|thất lạc|ảnh hưởng"
)
_UNABLE = frozenset(
    turn
    for verb in f"{_OPENED}|sử dụng|đáp ứng".split("|")
    for no in ("không", "chưa", "không tự", "không còn")
    for turn in (f"{no} {verb} được", f"{no} thể {verb}", f"{no} thể {verb} được")
)
_NOT_GOOD = frozenset(
    f"{no} {good}"
    for good in _GOOD.split("|")
    for no in ("không", "chưa", "không được", "chưa được", "không còn", "không bị", "chưa thật sự")
)
"""What letters complain of: not as many turns of their own."""

_FROM = frozenset(
    f"{moved}từ {place} khác"
    for moved in ("", "chuyển ", "vừa chuyển ", "điều động ", "luân chuyển ")
    for place in ("xã", "phường", "trường", "cơ quan", "đơn vị", "địa phương", "ngành", "nơi")
)
TURNS = _LISTED | _UNABLE | _NOT_GOOD | _FROM
