"""What a page may say after a form was taken: short sentences by key, so that no address can put words on a page."""

from collections.abc import Mapping

from services.i18n import N_

NOTICES: Mapping[str, str] = {
    "saved": N_("Đã lưu."),
    "published": N_("Đã công bố dự thảo và gửi thông báo cho người theo dõi."),
    "closed": N_("Đã kết thúc lấy ý kiến."),
    "signed_in": N_("Đã đăng nhập."),
    "signed_out": N_("Đã đăng xuất."),
    "signed_out_everywhere": N_("Đã đăng xuất trên mọi thiết bị."),
}
