"""Self-written sentences that the campaign generator builds letters, openings and own words of citizens from."""

# Topic -> sentences of form letters; two letters about one topic may share some of them.
LETTERS = {
    "rác": (
        "Mức phí thu gom rác 65.000 đồng mỗi tháng là quá cao so với thu nhập của hộ nghèo và người về hưu.",
        "Nhiều tuyến hẻm ở quận ven xe lấy rác ba ngày mới đến một lần mà vẫn phải đóng đủ tiền.",
        "Đề nghị quy định mức thu theo khối lượng rác thực tế thay vì tính bình quân theo đầu hộ.",
        "Việc phân loại rác tại nguồn không có ý nghĩa khi xe thu gom vẫn trộn chung tất cả lên một thùng.",
        "Chúng tôi kiến nghị miễn phí cho người khuyết tật nặng và gia đình có công với cách mạng.",
        "Công ty môi trường cần công khai bảng chi phí vận chuyển và xử lý trước khi xin tăng giá.",
        "Bãi rác gần khu dân cư bốc mùi suốt mùa mưa nhưng chưa thấy ai chịu trách nhiệm bồi thường.",
        "Không nên phạt tiền người dân trong năm đầu khi phường chưa phát đủ túi và thùng phân loại.",
    ),
    "học phí": (
        "Tăng học phí đại học công lập lên gấp đôi trong hai năm sẽ đẩy con em nông thôn ra khỏi giảng đường.",
        "Nhà trường thu thêm nhiều khoản ngoài quy định nên phụ huynh không biết thực chất phải đóng bao nhiêu.",
        "Chúng tôi đề nghị giữ nguyên mức thu hiện nay ít nhất đến hết năm học 2027 để các gia đình chuẩn bị.",
        "Quỹ học bổng cho sinh viên nghèo phải tăng tương ứng trước khi áp dụng mức học phí mới.",
        "Chất lượng phòng học, thư viện và ký túc xá chưa hề được cải thiện sau lần tăng giá trước.",
        "Học sinh tiểu học vùng biên giới cần được miễn toàn bộ tiền ăn bán trú và sách giáo khoa.",
        "Việc trao quyền tự chủ không thể có nghĩa là chuyển toàn bộ gánh nặng tài chính sang người học.",
        "Đề nghị công bố báo cáo thu chi từng trường trên cổng thông tin để xã hội giám sát.",
    ),
    "đất": (
        "Bảng giá đất mới cao gấp mười lần khiến người dân không thể chuyển mục đích sử dụng cho con cái.",
        "Giá bồi thường khi thu hồi ruộng chỉ bằng một phần nhỏ giá doanh nghiệp bán nền sau đó.",
        "Diện tích tối thiểu để tách thửa 500 mét vuông ở nông thôn là không phù hợp với thực tế.",
        "Chúng tôi yêu cầu tổ chức đối thoại trực tiếp với từng hộ bị ảnh hưởng trước khi phê duyệt phương án.",
        "Hồ sơ cấp sổ đỏ kéo dài hàng năm vì văn phòng đăng ký đòi bổ sung giấy tờ nhiều lần.",
        "Khu tái định cư phải xây xong đường, điện, nước và trường học rồi mới được cưỡng chế di dời.",
        "Đất khai hoang từ trước năm 1993 cần được công nhận mà không phải nộp tiền sử dụng đất.",
        "Quy hoạch treo hơn hai mươi năm làm chúng tôi không được sửa nhà, không vay được ngân hàng.",
    ),
    "xe": (
        "Cấm xe máy xăng trong vành đai một từ tháng bảy là quá gấp khi xe buýt chưa đáp ứng nổi nhu cầu đi lại.",
        "Người giao hàng, bán rong và công nhân ca đêm sẽ mất kế sinh nhai ngay lập tức.",
        "Nhà nước nên hỗ trợ ít nhất một nửa giá xe điện cho hộ có thu nhập thấp chuyển đổi phương tiện.",
        "Chung cư cũ không có chỗ sạc pin an toàn, nguy cơ cháy nổ ban đêm rất đáng lo.",
        "Đề nghị lùi thời điểm áp dụng đến năm 2030 và làm thí điểm tại một vài tuyến phố trước.",
        "Phải kiểm định khí thải định kỳ thay cho việc cấm tuyệt đối theo loại nhiên liệu.",
        "Tuyến đường sắt đô thị chậm tiến độ nhiều năm nên chưa thể coi là phương án thay thế.",
        "Ô tô cá nhân gây ùn tắc nhiều hơn mà dự thảo lại không có hạn chế nào tương xứng.",
    ),
    "y tế": (
        "Bệnh viện huyện thiếu thuốc bảo hiểm khiến người bệnh phải tự mua ngoài với giá rất đắt.",
        "Đề nghị bỏ giấy chuyển tuyến đối với bệnh mạn tính và người trên bảy mươi lăm tuổi.",
        "Mức đóng bảo hiểm hộ gia đình tăng nhưng quyền lợi khám chữa không thay đổi gì đáng kể.",
        "Trạm y tế xã chỉ có một bác sĩ làm việc hai buổi mỗi tuần thì không thể khám sức khỏe toàn dân.",
        "Cần chi trả cho khám sàng lọc ung thư sớm vì điều trị muộn tốn kém hơn nhiều lần.",
        "Chúng tôi mong quỹ bảo hiểm thanh toán trực tiếp tiền thuốc khi cơ sở điều trị không cung ứng được.",
        "Thủ tục thanh toán trực tuyến nên liên thông để người già không phải đi lại xác nhận nhiều nơi.",
        "Điều dưỡng trực đêm hưởng phụ cấp quá thấp nên người giỏi bỏ sang bệnh viện tư.",
    ),
    "tàu cá": (
        "Lắp thiết bị giám sát hành trình tốn hơn hai mươi triệu đồng mà tàu dưới mười lăm mét không kham nổi.",
        "Phạt chủ tàu khi thiết bị mất sóng do thời tiết xấu là không công bằng với ngư dân.",
        "Cảng cá tỉnh ta bồi lắng nghiêm trọng, tàu phải chờ thủy triều mới vào được.",
        "Chúng tôi xin hỗ trợ lãi suất vay chuyển đổi nghề cho hộ tự nguyện giải bản tàu cũ.",
        "Mùa cấm khai thác ba tháng phải đi kèm trợ cấp gạo và học phí cho con em ngư dân.",
        "Giấy phép khai thác nên cấp năm năm một lần thay vì bắt gia hạn từng năm.",
        "Đề nghị bán dầu đúng giá tại cảng, chấm dứt cảnh đầu nậu ép giá hải sản.",
        "Lực lượng kiểm tra trên biển cần có camera để tránh tranh cãi về tọa độ vi phạm.",
    ),
}

OPENINGS = (
    "Kính gửi cơ quan soạn thảo, tôi là công dân đang sinh sống tại địa phương, sau khi nghiên cứu dự thảo tôi xin có ý"
    " kiến như sau:",
    "Kính gửi Ủy ban nhân dân thành phố và quý cơ quan, trước hết tôi xin gửi lời chào trân trọng và cảm ơn đã tạo điều"
    " kiện cho người dân được đóng góp ý kiến.",
    "Kính thưa Ban soạn thảo, tôi xin góp ý như sau.",
    "Tôi tên là Nguyễn Văn An, cư trú tại phường Bến Nghé, tôi xin có vài lời đóng góp cho dự thảo:",
    "Dạ em chào các anh chị trong ban soạn thảo ạ, em có một số ý kiến muốn gửi tới mọi người ạ.",
    "Qua nghiên cứu dự thảo Nghị quyết, cá nhân tôi nhận thấy văn bản được chuẩn bị công phu, tuy nhiên tôi xin"
    " trao đổi thêm:",
    "Là một người mẹ có hai con nhỏ đang học tiểu học ở vùng sâu, tôi đã đọc kỹ và thấy cần nói vài điều.",
    "Tôi năm nay sáu mươi tám tuổi, là cán bộ hưu trí, đảng viên sinh hoạt tại khu phố 4, xin mạnh dạn phát biểu:",
    "Thay mặt tập thể bà con tổ dân phố số 7 chúng tôi xin gửi lời chúc sức khỏe đến quý vị và có đôi điều kiến nghị.",
    "Chào admin, mình theo dõi trang từ lâu, hôm nay mới lên tiếng, mong mọi người đọc hết nhé.",
)

CLOSINGS = (
    "Xin chân thành cảm ơn.",
    "Rất mong quý cơ quan xem xét, tiếp thu. Trân trọng cảm ơn!",
    "Kính mong được quan tâm giải quyết cho người dân chúng tôi nhờ.",
)

OWN_WORDS = (
    "Nhà tôi ở cuối hẻm 12, mùa nước nổi không ai vào được.",
    "Mẹ tôi tám mươi tuổi nằm liệt giường, cả nhà chỉ sống bằng quán nước nhỏ.",
    "Con tôi năm nay vào lớp sáu và phải đạp xe bảy cây số mỗi sáng.",
    "Riêng xóm tôi có bốn chục hộ thì ba mươi hộ đã ký đơn từ năm ngoái.",
    "Hôm trước lên phường hỏi thì cán bộ bảo chờ văn bản hướng dẫn, chờ mãi chưa thấy.",
    "Tôi lái xe ôm mười lăm năm nay, mỗi ngày kiếm chừng hai trăm nghìn.",
    "Cửa hàng của vợ chồng tôi mới mở lại sau dịch, còn nợ ngân hàng ba trăm triệu.",
    "Theo tôi biết thì ở Đà Nẵng người ta đã làm khác và dân rất hài lòng.",
)

SHORT = (
    "Không đồng ý tăng phí giữ xe ở chung cư",
    "Đề nghị bỏ quy định nộp bản sao công chứng",
    "Phản đối thu hồi sân chơi của trẻ em phường Tân Lập",
    "Ủng hộ kéo dài giờ mở cửa thư viện tỉnh đến chín giờ tối",
    "Yêu cầu công khai danh sách hộ được mua nhà ở xã hội",
    "Giữ lại hàng xà cừ trên đường Láng cho thế hệ sau",
)

TEEN = {
    "không": "ko", "được": "đc", "với": "vs", "người": "ng", "những": "nhg", "cũng": "cug", "chúng": "chug",
    "tôi": "toi", "gì": "j", "rồi": "r", "phải": "fai", "nhiều": "nhiu", "trước": "trc", "biết": "bit", "vậy": "z",
}  # fmt: skip
