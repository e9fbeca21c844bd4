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
    "draft_made": N_("Đã tạo dự thảo. Xin xem mục lục, sửa chỗ máy đọc chưa đúng, rồi công bố."),
    "corrected": N_("Đã sửa mục lục."),
    "undone": N_("Đã bỏ lần sửa ấy."),
    "reread": N_("Đã đọc lại tệp và áp dụng lại các lần sửa."),
    "version_made": N_("Đã lưu bản mới và báo cho những người liên quan."),
    "proposal_dismissed": N_("Đã bỏ qua đề xuất."),
    "proposal_taken": N_("Đã nhập thành dự thảo đang chuẩn bị. Xin xem lại mục lục trước khi công bố."),
    "topics_kept": N_("Đã lưu chủ đề của góp ý."),
    "kind_kept": N_("Đã lưu loại của góp ý."),
    "kind_only_marks": N_(
        "Đã lưu loại của góp ý. Loại này chỉ là dấu cho người đọc sau: góp ý không bị ẩn, vẫn được đếm và trả lời "
        "như mọi góp ý."
    ),
    "topics_confirmed": N_("Đã xác nhận các gợi ý chắc chắn; góp ý nào vừa thay đổi thì được để lại."),
    "topics_not_confirmed": N_("Không có gợi ý nào để xác nhận: các góp ý ấy vừa được người khác xem."),
    "signed_in": N_("Đã đăng nhập."),
    "signed_out": N_("Đã đăng xuất."),
    "signed_out_everywhere": N_("Đã đăng xuất trên mọi thiết bị."),
}
