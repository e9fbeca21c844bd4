"""What a page may say after a form was taken: short sentences by key, so that no address can put words on a page."""

from collections.abc import Mapping

from services.i18n import N_

NOTICES: Mapping[str, str] = {
    "saved": N_("Đã lưu."),
    "file_added": N_("Đã thêm tệp vào hồ sơ."),
    "file_removed": N_("Đã gỡ tệp khỏi hồ sơ."),
    "published": N_("Đã công bố dự thảo và gửi thông báo cho người theo dõi."),
    "approved": N_("Đã lưu và duyệt thẻ tóm tắt."),
    "proposed": N_("Đã đề xuất từ văn bản. Xin đọc lại từng dòng trước khi duyệt."),
    "closed": N_("Đã kết thúc lấy ý kiến."),
    "signed_in": N_("Đã đăng nhập."),
    "signed_out": N_("Đã đăng xuất."),
    "signed_out_everywhere": N_("Đã đăng xuất trên mọi thiết bị."),
}
