"""Drafts written for the tests: no real document is copied here."""

from nlp.drafts import structure
from nlp.drafts.source import Line, Source, lines_of
from nlp.drafts.tree import Draft

DECISION = """ỦY BAN NHÂN DÂN
TỈNH HẢI SƠN
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số:      /2026/QĐ-UBND
Hải Sơn, ngày     tháng     năm 2026
DỰ THẢO
QUYẾT ĐỊNH
Ban hành Quy chế quản lý, sử dụng vỉa hè trên địa bàn tỉnh Hải Sơn
Căn cứ Luật Tổ chức chính quyền địa phương;
Căn cứ Luật Đường bộ;
Theo đề nghị của Giám đốc Sở Xây dựng tại Tờ trình số 15/TTr-SXD;
Ủy ban nhân dân ban hành Quyết định ban hành Quy chế quản lý, sử dụng vỉa hè.
Điều 1. Ban hành kèm theo Quyết định này Quy chế quản lý, sử dụng vỉa hè trên địa bàn tỉnh.
Điều 2. Quyết định này có hiệu lực từ ngày 01 tháng 7 năm 2026.
Điều 3. Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc Sở Xây dựng chịu trách nhiệm thi hành Quyết định này./.
Nơi nhận:
- Như Điều 3;
- Lưu: VT, XD.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
QUY CHẾ
QUẢN LÝ, SỬ DỤNG VỈA HÈ TRÊN ĐỊA BÀN TỈNH HẢI SƠN
(Ban hành kèm theo Quyết định số      /2026/QĐ-UBND)
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Quy chế này quy định việc sử dụng tạm thời vỉa hè.
Điều 2. Giải thích từ ngữ
1. Vỉa hè là phần đường dành cho người đi bộ.
2. Sử dụng tạm thời là việc dùng vỉa hè ngoài mục đích đi bộ, gồm:
a) Trông giữ xe;
b) Bày bán hàng hóa;
c) Tập kết vật liệu;
d) Tổ chức đám cưới;
đ) Tổ chức đám tang;
e) Việc khác do Ủy ban nhân dân cấp xã quyết định.
Chương II
TRÁCH NHIỆM CỦA CƠ QUAN, TỔ CHỨC
VÀ NGƯỜI DÂN
Mục 1
CƠ QUAN
Điều 3. Ủy ban nhân dân cấp xã
1. Cấp giấy phép theo quy định tại khoản 2
Điều 2 của Quy chế này.
2. Kiểm tra, xử lý vi phạm.
Mục 2
NGƯỜI DÂN
Điều 4. Hộ kinh doanh
Hộ kinh doanh giữ vệ sinh nơi được phép sử dụng./.
"""

PLAN = """KẾ HOẠCH
Lấy ý kiến Nhân dân về dự thảo Nghị quyết hỗ trợ học phí năm học 2026 - 2027

Thực hiện Chương trình công tác năm 2026, Ủy ban nhân dân xã Đông Hòa ban hành Kế hoạch như sau:
I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Tạo điều kiện để người dân tham gia ý kiến.
- Phát huy dân chủ ở cơ sở.
2. Yêu cầu
Việc lấy ý kiến phải công khai, thuận tiện.
II. NỘI DUNG
- Công bố dự thảo tại trụ sở và trên Zalo.
- Tổ chức họp thôn.
III. TỔ CHỨC THỰC HIỆN
1. Văn phòng Hội đồng nhân dân và Ủy ban nhân dân
a) Tổng hợp ý kiến:
- Trước ngày 15 hằng tháng;
- Gửi Phòng Văn hóa - Xã hội.
b) Công khai kết quả.
2. Các thôn
Phối hợp thực hiện./.
Nơi nhận:
- Như trên;
- Lưu: VT.
"""

LETTER = """ỦY BAN NHÂN DÂN XÃ ĐÔNG HÒA
Số: 45/UBND-VP
V/v góp ý dự thảo Quy chế vỉa hè
Đông Hòa, ngày 05 tháng 6 năm 2026
Kính gửi: Các thôn trên địa bàn xã.
Ủy ban nhân dân xã đề nghị các thôn góp ý dự thảo theo Điều 6 của Luật.
1. Nội dung góp ý gửi về Văn phòng.
2. Thời hạn trước ngày 20 tháng 6.
Nơi nhận:
- Như trên;
- Lưu: VT.
"""

AMENDMENT = """NGHỊ ĐỊNH
SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA NGHỊ ĐỊNH VỀ HỘI CHỢ
Căn cứ Luật Tổ chức Chính phủ;
Điều 1. Sửa đổi, bổ sung một số điều của Nghị định về hội chợ
1. Sửa đổi, bổ sung Điều 5 như sau:
“Điều 5. Đăng ký hội chợ
1. Người tổ chức đăng ký trước 15 ngày.
2. Hồ sơ gồm:
a) Đơn đăng ký;
b) Sơ đồ gian hàng.”.
2. Sửa đổi, bổ sung một số khoản của
Điều 7 như sau:
a) Sửa đổi khoản 1 như sau:
“1. Hội chợ mở cửa từ 8 giờ đến 21 giờ.”;
b) Bãi bỏ khoản 3.
3. Thay thế cụm từ “hội chợ” bằng cụm từ “hội chợ, triển lãm” tại Điều 9.
Điều 2. Hiệu lực thi hành
Nghị định này có hiệu lực từ ngày ký.
"""


def draft_of(text: str) -> Draft:
    """The draft in a plain text."""
    return structure.parse(Source(lines_of(text)))


def paths(draft: Draft) -> list[str]:
    """All paths in document order."""
    return [provision.path for provision in draft.provisions]


def lines(*texts: str) -> Source:
    """A source of these lines."""
    return Source(tuple(Line(text) for text in texts))
