"""Words of office Vietnamese that say nothing for or against a list, beside those of letters
that ask for mailboxes (`parsers.custom.customary_words`). Small letters with marks.
"""

from __future__ import annotations

_WORDS = """
an toàn thực phẩm|an tâm|anh chị em|anh em|ban giám hiệu|ban ngành|ban đầu|bao quát|bao trùm
biên bản|biên giới|biên soạn|biến chuyển|biểu diễn|biểu dương|biểu hiện|biểu thị|biện pháp
buổi làm việc|bài viết|bàn bạc|bày tỏ|bách khoa|báo cáo lên|báo động|bình quân|bình đẳng|bí mật
bí mật nhà nước|bưu chính|bưu chính công ích|bước sang|bước tiến|bạn bè|bạn trẻ|bạn đọc|bản chụp
bản có ký số|bản cứng|bản mềm|bản pdf|bản quyền|bản sao|bản sao quyết định|bản thân|bản tin
bản điện tử|bản đồ|bảng chữ cái|bảng danh sách|bảng giá|bảng kê|bảng thống kê|bảng tổng hợp
bảo hiểm xã hội|bảo hiểm y tế|bảo hành|bảo hộ|bảo hộ lao động|bảo lãnh|bảo quản|bảo toàn|bảo tồn
bất cập|bất tiện|bất động sản|bắt buộc|bến thủy|bến xe|bền vững|bệnh nhân|bệnh án|bệnh án điện tử
bị chậm|bị gián đoạn|bị hư|bị hỏng|bị lộ mật khẩu|bị mất|bị trễ|bị đầy|bị ảnh hưởng|bỏ sót|bối cảnh
bồi dưỡng|bồi thường|bổ túc|bổ ích|bộ môn|ca trực|cao quý|cao điểm|cao độ|chi tiêu|chi trả
chiến lược|chiến sĩ|chiếu sáng|cho phép|cho vay|chu đáo|chung sức|chung tay|chuyên cần|chuyên gia
chuyên mục|chuyên nghiệp|chuyên sâu|chuyên đề|chuyển biến|chuyển biến tích cực|chuyển giao
chuyển giao công nghệ|chuyển khoản|chuyển ngành|chuyển nhận|chuyển phát|chuyển sang mô hình
chuyển sang tự chủ|chuyển tiếp|chuyển tiếp văn bản|chuyển tải|chuyển từ|chuyển từ bản giấy
chuyển từ hình thức|chuyển văn bản|chuyển đến đơn vị|chuẩn bị|chuẩn bị tốt|chuẩn mực|chân thật
chính thống|chính trị|chú trọng|chúc|chúc mừng|chúc sức khỏe|chăm lo|chưa biết cách
chưa có tài khoản|chưa có địa chỉ|chưa nắm|chưa quen
chưa thống nhất một đầu mối|chưa từng sử dụng|chưa từng được cấp
chưa được trang bị|chương mục|chấm điểm|chấp hành
chấp hành nghiêm|chất thải|chậm trễ|chắc chắn|chỉ có|chỉ dẫn|chỉ huy|chỉ mới|chỉ số|chỉ tiêu
chỉ đạo của cấp trên|chỉnh trang|chỉnh đốn|chốt danh sách|chủ lực|chủ nhiệm|chủ quyền|chủ quản
chủ trì|chủ tịch|chủ yếu|chủ động|chủng loại|chứng chỉ|chứng minh|chứng nhận|chứng thực
chứng thực điện tử|chứng từ|chữ viết|coi trọng|cung ứng|cuối quý|cài đặt|càng sớm càng tốt|cá biệt
cá thể|các ban ngành|các bạn trẻ|các em học sinh|các kênh khác|các loại|các phòng ban|các sở
cách mạng|cách thức|cán sự|cân đối|câu hỏi|câu hỏi bảo mật|cây xanh|còn gặp|còn hạn chế|còn nhiều
còn thiếu nhân lực|còn thiếu trang thiết bị|có trụ sở|công bằng|công chứng|công cụ|công dân số
công khai|công khai minh bạch|công nghệ cao|công nhân|công nhận|công sở|công trình
công trình thủy lợi|công tác viên|công văn đi|công văn đến|công vụ số|cùng lúc|căn cước công dân
cũng chưa có|cũng chưa được cấp|cũng cần|cũng là|cũng được|cơ bản|cơ chế|cơ hội|cơ quan chủ quản
cơ quan cấp dưới|cơ quan cấp trên|cơ quan đơn vị khác|cơ sở giáo dục|cơ sở hạ tầng|cơ sở vật chất
cư trú|cương quyết|cương vị|cường độ|cạnh tranh|cả hai|cả năm|cả về|cảm kích|cảm thông|cảng
cảnh báo|cảnh quan|cấp bách|cấp có thẩm quyền|cấp mới thay đổi hủy bỏ|cấp mới thay đổi và hủy bỏ
cấp nước|cấp thiết|cấp ủy|cấu hình|cấu trúc|cần cù|cầu nối|cẩn trọng|cận lâm sàng|cập nhật lên
cắt giảm|cổ động|cổng dịch vụ công|cổng thông tin|cổng thông tin điện tử|củng cố|cử nhân|danh mục
di sản|di tích|dinh dưỡng|diễn biến|diễn ra|diễn tập|diễn đàn|do thế|du học sinh|du khách|dân chủ
dân cư|dân sinh|dùng chung của thành phố|dùng chung của tỉnh|dư luận|dư nợ|dưới hình thức
dưới sự chỉ đạo|dưới sự lãnh đạo|dưới đây là|dưỡng sinh|dược sĩ|dấu hiệu|dịch vụ|dịch vụ bưu chính
dự báo|dự toán|dự toán ngân sách|excel|file excel|file đính kèm|ghi|ghi nhớ|ghi đầy đủ|gia tăng
gian khó|giao lưu|giao thông nông thôn|giao tiếp|giá cả|giá trị|giá đất|giám định|giáo khoa
giáo trình|giáo vụ|giáo án|giải pháp|giải phóng mặt bằng|giải trí|giảm bớt|giảm nghèo|giảm thiểu
giảm thời gian đi lại|giảm tải|giảm áp lực|giản tiện|giấy mời|giấy phép|giới hạn
giới thiệu việc làm|giới tính|giờ|giờ làm việc|giữ bí mật|giữ chức|giữ chức vụ|giữ gìn|giữ liên lạc
giữ vai trò|giữ vững|gửi lên|gửi lời|hiện thực|hiệu lực hiệu quả|hiệu suất|hoàn cảnh|hoạch định
hoạt động nghiệp vụ|hoạt động trở lại|huy hiệu|huy động|huấn luyện|hàng hóa|hàng hải|hàng tháng
hàng tuần|hàng đầu|hành nghề|hành vi|hành động|hình thức khác|hình ảnh|hòa bình|hòa giải|hóa đơn
hóa đơn điện tử|hư hỏng|hưu trí|hưởng ứng|hướng tới|hạ tầng số|hạn chế|hạn hẹp|hải đảo|hậu cần
hằng tuần|hết hiệu lực đăng nhập|hết lòng|hết sức|hệ thống chung|hệ thống chính trị|hệ thống hóa
học kỳ|học viên|họp|họp chung|hỏi đáp|hồ sơ sức khỏe|hồ sơ điện tử|hồi âm|hỗ trợ kỹ thuật|hộ chiếu
hội nghị trực tuyến|hội nhập|hội thi|hội thảo|hội đồng sư phạm|hội đồng trường
hộp thư chung của đơn vị|hộp thư cũ hay đầy|hợp tác xã nông nghiệp|hữu hiệu|hữu quan|hữu ích|in ấn
khai giảng|khai mạc|khai sinh|khai thác thủy sản|khi có yêu cầu|khi cần|khi cần thiết|khi nhận được
khi được cấp|khiếu nại|khiếu nại tố cáo|khmer|khoa học kỹ thuật|khoa học tự nhiên
khoa học và công nghệ|khoa phòng|khu dân cư|khuyến cáo|khuyến khích|khuyến mại|khách hàng
khách quan|khéo léo|khí tượng|khích lệ|khóa|không biết cách|không bỏ sót
không chia sẻ mật khẩu|không chỉ|không còn hoạt động
không cần thiết phải đi lại|không dùng văn bản giấy|không gian
không giấy|không giấy tờ|không gặp khó khăn|không gửi được thư
không hoạt động
không làm gián đoạn|không mở được hộp thư|không ngừng
không nhận được mã|không nhận được mã xác thực|không nhận được thư|không nhận được văn bản|không nhỏ
không những|không quá|không sử dụng hiệu quả|không thành công
không thể thiếu|không ít
không đúng mật khẩu|không để gián đoạn|không để lộ|không để xảy ra
không đủ|khả năng|khả thi|khảo sát|khấu trừ
khẩn trương|khắc phục|khẳng định|khởi nghiệp|khởi sắc|kinh doanh|kinh nghiệm|kinh phí
kinh phí hoạt động|kiên cố|kiên quyết|kiến nghị|kiến thức|kiến trúc|kiểm duyệt|kiểm dịch|kiểm kê
kiểm nghiệm|kiểm ngư|kiểm soát|kiểm toán|kiểm định|kê khai|kê khai thuế|kênh|kênh khác|kết hợp
kết thúc|kể cả|kịch bản|kỳ hạn|kỷ cương|kỷ luật kỷ cương|kỷ niệm|kỹ năng|kỹ năng số|linh hoạt
liên hệ lại|liên kết|liên tịch|liệt kê|loại hình|loại hồ sơ|loại văn bản|luân chuyển văn bản
luân phiên|luôn chấp hành|luôn là|luôn quan tâm|luôn sẵn sàng|luôn thực hiện|luôn được|luật gia
luật sư|làm chủ|làm mất mật khẩu|làm sạch|làm sạch dữ liệu|làm việc chung|làm việc trở lại
lâm nghiệp|lâm sàng|lâu dài|lãnh đạo quản lý|lên cấp trên|lên hệ thống|lên kế hoạch|lòng biết ơn
lúc mọi nơi|lý luận|lý luận chính trị|lĩnh vực khác|lưu chuyển|lưu giữ|lưu hành nội bộ|lưu thông
lưu ý bảo mật|lượng văn bản|lượt|lượt bạn đọc|lần lượt|lần này|lần thứ nhất|lễ hội|lịch công tác
lịch họp|lịch làm việc|lịch tiếp công dân|lịch trực|lộ lọt|lộ mật khẩu|lộ trình|lớp học|lời chúc
lời chúc sức khỏe|lợi thế|lợi ích|mang lại|minh bạch|mà còn|máy chủ|mã otp|mã xác thực|mô hình
môi trường làm việc|môi trường điện tử|môn học|mạng lưới|mạng xã hội|mạnh mẽ|mảng|mất an toàn
mật khẩu hết hiệu lực|mặt bằng|mọi lúc mọi nơi|mỗi lần|một lần nữa|một nửa|mới chỉ có|mục tiêu
mục tiêu chung|mức độ|nghiêm|nghiêm túc|nghiên cứu|nghiên cứu khoa học|nghiệm thu|nghỉ dưỡng
nghỉ lễ|ngoại ngữ|nguy cơ|nguyên tắc|nguyện vọng|nguồn lực|nguồn nhân lực|ngành nghề|ngày càng cao
ngày càng lớn|ngày càng tăng|ngày sinh|ngày tháng năm sinh|ngân hàng|người có công
người dân và doanh nghiệp|người tiền nhiệm|người đứng đầu|ngược lại|ngừa|nhiều cách
nhiều kênh khác nhau|nhiều thay đổi|nhiệm kỳ mới|nhiệm vụ chung|nhiệm vụ chuyên môn
nhiệm vụ chính trị|nhiệm vụ trọng tâm|nhiệt huyết|nhà hát|nhân dịp|nhân dịp này|nhân lực|nhân rộng
nhất trí|nhận diện|nhận thấy|nhận thức|nhận định|nhập khẩu|nhật ký|nhắc nhở|nhắn tin|niêm yết
nuôi dưỡng|nâng cấp|nâng lên|nói chung và|nông sản|nông thôn mới|năm tới|năng khiếu|năng lượng
năng lực|năng suất|năng động|nắm bắt|nắm giữ|nếu chưa đầy đủ|nếu còn thiếu|nếu còn thiếu sót
nếu có phát sinh|nếu có sai sót|nếu có thay đổi|nếu có thiếu sót|nếu có thể|nếu có vấn đề
nếu cần bổ sung|nếu hồ sơ chưa đầy đủ|nếu phát sinh|nếu thông tin chưa đầy đủ|nếu được|nỗ lực
nội chính|phiên họp|phát hiện|phát hành|phát sinh|phát động|phân bổ|phân cấp|phân cấp ủy quyền
phân hiệu|phân loại|phân quyền|phân tán|phân tích|phê bình|phí|phòng ban|phòng bệnh
phòng cháy chữa cháy|phòng ngừa|phòng trừ|phù hợp|phương châm|phương pháp|phương thức|phương tiện
phương tiện liên lạc|phương án|phạm vi|phải gửi|phải sử dụng|phản ánh|phản ánh kiến nghị|phấn đấu
phần mềm dùng chung|phần trăm|phẩm chất|phối hợp chung|phối kết hợp|phổ biến|phổ cập|quan hệ
quan trắc|quan trọng|quan điểm|quy chuẩn|quy chế làm việc|quy hoạch|quy tắc|quy định chung
quyết liệt|quyết sách|quyết toán|quyết tâm|quá tải|quán triệt|quý báu|quản lý nhà nước
quản lý điều hành|quảng bá|quận huyện|riêng tư|rà soát nhu cầu|rà soát xác nhận|rõ ràng|rõ rệt
rút kinh nghiệm|rút ngắn|rút ngắn thời gian|rủi ro|sau bầu cử|sau hội nghị|sau khi có kết quả
sau khi hoàn thành|sau khi hoàn tất|sau khi nhận được|sau khi rà soát|sau khi tiếp nhận
sau khi được phê duyệt|sau kỳ thi|sau một thời gian|sau ngày|sau nhiều lần|sau quá trình
sau thời gian|sau thời gian nghỉ thai sản|sau đại hội|sau đợt|sinh năm|sinh viên|soạn thảo|suy thoái
sách giáo khoa|sáng kiến|sáng tạo|sát thực|sâu rộng|sâu sắc|sơ kết|sơ suất|sư phạm|sản lượng
sản phẩm|sản xuất|sắp tới|sắp xếp lại|sẵn sàng|sẽ báo cáo|sẽ bảo mật|sẽ bảo đảm|sẽ chấp hành
sẽ chỉ đạo|sẽ chịu trách nhiệm|sẽ giúp|sẽ giúp ích|sẽ góp phần|sẽ góp phần nâng cao
sẽ hướng dẫn|sẽ là|sẽ nghiêm túc|sẽ nhắc nhở|sẽ phát huy|sẽ phối hợp|sẽ phổ biến|sẽ quán triệt
sẽ quản lý|sẽ quản lý chặt chẽ|sẽ thực hiện nghiêm|sẽ tiếp tục|sẽ triển khai
sẽ tuân thủ|sẽ tạo điều kiện|sẽ tổ chức|sẽ yêu cầu|sẽ đảm bảo|số căn cước|số căn cước công dân
số liệu báo cáo|số liệu thống kê|sổ tay|sớm nhất có thể|sở hữu|sở ngành|sứ mệnh
sự kiện|tai nạn|tay nghề|tham dự|tham gia|tham khảo ý kiến|thanh toán|thao tác
thay cho hộp thư trước đây|thay máy tính|thay mặt|thay người tiền nhiệm|thay sim|thay thiết bị
thay thế cán bộ nghỉ hưu|thay thế công chức nghỉ hưu|thay thế người nghỉ hưu
thay thế số công chức nghỉ hưu|thay thế số viên chức nghỉ hưu|thay thế viên chức nghỉ hưu
thay điện thoại|thay đổi cơ cấu|thay đổi thiết bị|thay đổi vị trí|thay đổi vị trí công tác
thay đổi vị trí việc làm|theo file|theo kịp|theo thứ tự bảng chữ cái|theo đúng|theo đúng mẫu
theo đúng quy định|thi|thiên tai|thiết thực|thiết yếu|thiếu nhân sự|thiếu thông tin|thoát nước
thu hút|thu lãi|thu nhập|thu thập|thuộc|thành công|thành lập lại|thành phần|thành quả|thành thạo
thành tích|thành tựu|tháo gỡ|thân thiện|thí nghiệm|thí điểm|thông lệ|thông minh|thông tin chung
thông tin liên lạc|thông tin tuyên truyền|thư ký|thư rác|thư tín|thư viện số|thường hay|thường niên
thường trực|thường xuyên liên tục|thảo luận|thất lạc|thẩm định|thẩm định giá|thắc mắc|thế giới
thế mạnh|thể chế|thể dục|thể dục thể thao|thị trường|thời hạn|thời kỳ|thời sự|thời đại|thụ lý
thủy nông|thủy văn|thứ tự|thứ tự bảng chữ cái|thừa lệnh|thừa ủy quyền|thử khôi phục
thử khôi phục mật khẩu|thử nghiệm|thử nghiệm viên|thử đăng nhập|thực phẩm|thực thi|thực thi công vụ
thực tiễn|thực tập|tin cậy|tin học|tin nhắn|tin tức|tinh giản|tinh gọn|tiêm chủng|tiên phong
tiên tiến|tiêu biểu|tiêu chuẩn|tiêu chí|tiêu dùng|tiến bộ|tiến hành|tiến độ|tiếp cận|tiếp nối
tiếp thu|tiếp tục phát huy|tiếp xúc cử tri|tiết kiệm chi phí|tiền nhiệm|tiện lợi|tiện ích|toàn cầu
toàn diện|toàn dân|toàn quốc|toàn đảng|trang bị máy tính|trang mạng|trang thiết bị|trang thông tin
trang thông tin điện tử|trang web|trao đổi nghiệp vụ|tri thức|tri ân|triển lãm|trong sạch
trong thời hạn|trong tuần|trong tuần này|trung tâm điều dưỡng|truy cập lại|truy xuất|truyền thống
truyền tải|truyền đạt|trách nhiệm cao|tránh|tránh bỏ sót|tránh thất lạc|trình tự|trình độ|trí tuệ
trí tuệ nhân tạo|trưng bày|trưng cầu|trước hết|trước mắt|trước ngày|trước nhu cầu|trước thời hạn
trước thực trạng|trước thực tế|trước tiên|trước tình hình đó|trước và sau|trước và trong
trước yêu cầu|trước yêu cầu đó|trường học|trường hợp hồ sơ chưa đầy đủ
trường hợp thông tin chưa đầy đủ|trật tự|trật tự đô thị|trẻ|trọng tâm|trọng yếu|trọng điểm|trở lại
trợ giúp|trợ giúp pháp lý|trợ lý|trụ sở|trực ban|trực quan|tu bổ|tuyến|tuyến cơ sở|tuyến trên
tuyển chọn|tuyển sinh|tuyển thêm|tuân thủ|tuần tra|tài liệu mật|tác nghiệp|tác phong|tác động
tác động môi trường|tái cơ cấu|tìm hiểu|tình hình dịch bệnh|tích cực|tín dụng|tính mạng|tăng lên
tư liệu|tư tưởng|tương thích|tương tác|tương xứng|tương đối|tại chỗ|tạm trú|tạo nguồn|tạo thuận lợi
tải lên|tải xuống|tất cả các|tất cả cán bộ|tất cả công chức|tất cả viên chức|tất cả giáo viên
tất cả đều|tầm nhìn|tầm quan trọng|tập huấn|tập quán|tập thể|tập trung|tặng|tệp|tệp excel|tệp tin
tố tụng|tốc độ|tối ưu|tốt nghiệp|tổ bộ môn|tổ chuyên môn|tổ chức đảng|tổ dân phố|tổng kết|tổng thể
từ khi|từ khi thay điện thoại|từng bước|từng cá nhân|từng công chức|từng cơ quan|từng viên chức
từng đơn vị|tự chủ|tự chủ tài chính|tự giác|tự nhiên|tự động hóa|tỷ lệ|uy tín|vay vốn|vi phạm
vinh dự|viễn thông|viện phí|vui lòng|vui lòng liên hệ|và hoặc|vài năm|vì thế|vùng trồng|văn bản đi
văn bản đến|văn hóa công vụ|văn minh|vướng|vườn quốc gia|vẫn bảo đảm|vẫn chưa|vẫn chưa được cấp
vẫn còn|vẫn luôn|vẫn phải|vẫn thường xuyên|vẫn đang sử dụng|vẫn đảm bảo|vận chuyển|vận dụng|vận động
vật tư|vệ sinh|vệ sinh an toàn|vị thế|vị trí|vị trí công tác|vốn|vụ việc|vừa chuyển về
vừa chuyển đến|vừa mới|vừa thuận tiện|vừa được|vững chắc|vững mạnh|xin gửi lời|xu hướng|xu thế
xuyên suốt|xuất khẩu|xuống cơ sở|xác thực|xác định|xâm nhập|xây dựng đảng|xã hội hóa
xã nông thôn mới|xóa đói giảm nghèo|xếp theo thứ tự|xử lý công việc|xử lý dứt điểm|xử lý hồ sơ
xử lý thông tin|y tế dự phòng|yên tâm|yếu tố|áp lực|âm nhạc|ô nhiễm|ôn tập|ý nghĩa|ý thức
ý thức trách nhiệm|đa dạng|đa phần|đang cần|đang giữ chức vụ|đang gặp khó khăn
đang gặp nhiều khó khăn|đang hoạt động|đang là|đang nuôi dưỡng|đang phát sinh|đang phụ trách
đang phục vụ|đang theo dõi|đang triển khai thực hiện|đang tập trung|đang tổ chức|đang từng bước
đang vận hành|đang áp dụng|đang được áp dụng|đang được triển khai|đang được sử dụng|đang đảm nhiệm
đang đảm nhận|đang đẩy mạnh|đang đẩy nhanh|đem lại|đi công tác|đi cơ sở|đi học tập|đi kiểm tra
đi đôi|đi đầu|điều chuyển|điều kiện|điều kiện làm việc|điều phối|điều tra|điểm cầu|điểm thi
điểm trường|điểm đến|điển hình|điện lực|điện thoại di động|điện thoại thông minh|điện ảnh|đo lường
đào tạo nghề|đáng kể|đánh giá|đã được rà soát|đê điều|đính kèm file|đón tiếp|đô thị hóa|đôi khi
đôn đốc|đông đảo|đúng hạn|đúng pháp luật|đúng quy trình|đúng thẩm quyền|đúng thời gian|đúng thời hạn
đúng tiến độ|đúng đối tượng|đăng ký hộ tịch|đăng ký kinh doanh|đăng nhập lên|đăng nhập lại|đơn
đơn giản|đơn giản hóa|đơn thư|đường bộ|đường dây nóng|đường sá|đường thủy|đường truyền
đường truyền internet|được biết|được chuyển về|được chuyển đến|được rà soát|đại biểu|đại diện cho
đại hội|đại đoàn kết|đảm nhiệm|đảm nhận|đảng|đấu giá|đầu mối chung|đầu nhiệm kỳ|đầu quý|đẩy nhanh
đẩy nhanh tiến độ|đặc biệt|đặc biệt là|đặc điểm|đề cao|đề cương|đề nghị hỗ trợ|đề tài
địa bàn quản lý|địa giới|địa hình|địa phận|định danh điện tử|định giá|định hướng|định mức|đối soát
đồng|đồng bào|đồng hành|đồng lòng|đồng thuận|đồng thời cũng|đổi máy tính|đổi điện thoại|đội ngũ
động viên|đợt cao điểm|đợt kiểm tra|đợt này|đợt rà soát|đợt thi đua|đợt tuyển dụng|đợt tập huấn
ưu tiên phát triển|ưu việt|ưu điểm|ấn phẩm|ấn định|ấn định danh sách|ổn định tổ chức|ở các|ở cơ sở
ở xa|ở địa phương|ủy quyền ký|ủy thác|ứng phó|ứng xử|sẽ rút kinh nghiệm|thông cảm cho
đã chỉnh sửa|dạng excel|để tiện
"""
FORMAL = frozenset("|".join(_WORDS.split("\n")).split("|")) - {""}
