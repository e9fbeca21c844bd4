"""What people are told when a rule refuses: one Vietnamese sentence per code, saying what to do next."""

from collections.abc import Mapping

from services.errors import Refused
from services.i18n import N_, Translate

SENTENCES: Mapping[str, str] = {
    # files of drafts
    "file_missing": N_("Không tìm thấy tệp {name}. Xin kiểm tra lại đường dẫn."),
    "file_kind_unknown": N_(
        "Tệp {name} không phải loại đọc được. Xin dùng .docx, .doc, .odt, .pdf, .html, .txt hoặc .md."
    ),
    "file_too_large": N_(
        "Tệp {name} lớn hơn {limit_mb} MB. Xin tách phần phụ lục hoặc giảm dung lượng ảnh rồi gửi lại."
    ),
    "file_empty": N_("Tệp {name} không có chữ nào. Xin kiểm tra lại tệp."),
    "file_unreadable": N_("Không mở được tệp {name}: tệp bị hỏng hoặc không đúng loại. Xin lưu lại rồi thử lại."),
    "file_encrypted": N_("Tệp {name} có mật khẩu. Xin bỏ mật khẩu rồi gửi lại."),
    "file_scan": N_("Tệp {name} là bản quét (ảnh chụp), không có chữ để đọc. Xin gửi bản Word hoặc PDF có chữ."),
    "file_bomb": N_("Tệp {name} khi giải nén lớn bất thường nên bị từ chối. Xin lưu lại bằng phần mềm soạn thảo."),
    "file_too_slow": N_("Tệp {name} mất quá nhiều thời gian để đọc. Xin tách nhỏ hoặc lưu lại rồi thử lại."),
    "file_legacy_doc": N_("Tệp {name} là loại .doc cũ. Xin mở bằng Word và lưu thành .docx."),
    "file_secret": N_("Tệp {name} có dấu {degree}. Văn bản mật không được đưa lên đây; xin xử lý theo quy định."),
    "file_scan_unseen": N_(
        "Tệp {name} có trang là ảnh quét nên máy không thấy được dấu mật. Xin tự xem từng trang; nếu không có dấu, "
        "xác nhận đã xem rồi gửi lại."
    ),
    "upload_none": N_("Chưa chọn tệp nào. Xin chọn tệp rồi gửi lại."),
    "unknown_file": N_("Hồ sơ dự thảo {code} không có tệp này. Có thể tệp vừa được gỡ: xin tải lại trang."),
    "draft_file_by_revision": N_(
        "Tệp dự thảo của {code} chỉ được thay bằng một bản mới của dự thảo, để góp ý còn đúng chỗ."
    ),
    "file_already_there": N_("Tệp {name} đã có trong hồ sơ {code} với vai trò này."),
    "too_many_files": N_(
        "Hồ sơ {code} chỉ nhận tối đa {limit} tệp, tổng cộng {limit_mb} MB. Xin gỡ bớt hoặc giảm dung lượng."
    ),
    # drafts
    "title_missing": N_("Dự thảo cần có tên và loại văn bản."),
    "title_too_long": N_("Tên hoặc loại văn bản dài {length} ký tự, nhiều nhất là {limit}. Xin rút ngắn."),
    "bad_date": N_("«{value}» không phải ngày. Xin viết như 2026-12-31 hoặc 31/12/2026."),
    "closes_in_past": N_("Ngày hết hạn {closes} đã qua (hôm nay là {today}). Xin chọn ngày khác."),
    "closes_before_posted": N_("Ngày hết hạn {closes} sớm hơn ngày đăng {posted}. Xin sửa lại một trong hai ngày."),
    "text_too_long": N_("«{start}…» dài {length} ký tự, nhiều nhất là {limit}. Xin rút ngắn."),
    "bad_source_url": N_("«{url}» không phải địa chỉ trang mạng. Xin viết như https://tinh.gov.vn/du-thao/12."),
    "unknown_phase": N_("Không có giai đoạn «{phase}». Các giai đoạn: {known}."),
    "unknown_procedure": N_("Không có trình tự «{procedure}». Các trình tự: {known}."),
    "focus_empty": N_("Câu hỏi trọng tâm chưa có nội dung. Xin viết câu hỏi hoặc bỏ dòng đó."),
    "focus_too_many": N_("Có {count} câu hỏi trọng tâm, nhiều nhất là {limit}. Xin chọn những câu cần hỏi nhất."),
    "entry_fixed": N_(
        "Dự thảo {code} đã công bố nên mục này không sửa được nữa. Vẫn có thể gia hạn khi đang lấy ý kiến, sửa "
        "liên hệ, địa chỉ nguồn và thêm tệp còn thiếu; muốn sửa nội dung, xin đăng bản mới."
    ),
    "closing_only_later": N_(
        "Dự thảo {code} đang lấy ý kiến đến {closes}: chỉ được lùi hạn, không được rút ngắn. Xin chọn ngày muộn hơn."
    ),
    "unknown_field": N_("Không có lĩnh vực «{field}»."),
    "unknown_kind": N_("Không có loại góp ý «{kind}»."),
    "unknown_file_role": N_("Không có vai trò tệp «{role}». Các vai trò: {known}."),
    "bad_agency_code": N_("Mã cơ quan «{agency}» không hợp lệ: chỉ dùng chữ không dấu, số và dấu gạch nối."),
    "unknown_agency": N_("Không có cơ quan «{agency}»."),
    "bad_agency_name": N_("Tên cơ quan cần có từ 1 đến {limit} ký tự."),
    "alias_days": N_("Tên cũ không thể dùng từ {since} đến {until}: xin xem lại hai ngày."),
    "unknown_alias": N_("Cơ quan «{agency}» không có tên cũ này."),
    "unknown_draft": N_("Không có dự thảo nào mang mã «{code}». Nhắn «dự thảo» để xem các dự thảo đang lấy ý kiến."),
    "already_published": N_("Dự thảo {code} đã được công bố."),
    "nothing_changed": N_("Tệp này không khác bản {version} của dự thảo {code}, nên không lưu thành bản mới."),
    "not_open": N_("Dự thảo {code} không ở giai đoạn lấy ý kiến."),
    "unknown_provision": N_("Dự thảo này không có mục «{path}»."),
    "unknown_version": N_("Dự thảo {code} không có bản đó. Bản mới nhất là bản {newest}."),
    "card_missing": N_("Dự thảo {code} chưa có thẻ tóm tắt. Xin đề xuất hoặc viết ít nhất một dòng rồi duyệt."),
    "card_line_too_long": N_("Dòng {number} của thẻ tóm tắt dài quá {limit} ký tự. Xin rút ngắn."),
    "card_line_uncited": N_(
        "Dòng {number} của thẻ tóm tắt chưa dẫn được điều, khoản nào có trong bản này. "
        "Xin ghi chỗ dẫn, ví dụ «khoản 2 Điều 4», hoặc bỏ dòng đó."
    ),
    "card_place_unknown": N_("Bản này không có chỗ «{place}». Xin ghi như «khoản 2 Điều 4» hoặc «mục III.2»."),
    # corrections of the outline
    "outline_published": N_("Dự thảo {code} đã công bố nên không sửa mục lục được nữa. Xin tải lên bản mới nếu cần."),
    "outline_same": N_("Lần sửa này không làm thay đổi gì ở {path}, nên không được lưu."),
    "edit_lost": N_("Không còn phần «{path}» trong mục lục. Xin tải lại trang rồi sửa lại."),
    "edit_place_missing": N_(
        "Không thấy chỗ tách trong phần «{path}». Xin chép đúng những chữ mở đầu phần mới, không lấy chữ đầu tiên."
    ),
    "edit_kind_unknown": N_("Không có cấp hoặc loại ấy. Xin chọn lại trong danh sách ({path})."),
    "edit_label_wrong": N_("Số hoặc tên mới của «{path}» không dùng được. Xin viết ngắn như 5, 12a, đ hoặc II."),
    "unknown_edit": N_("Không có lần sửa số {number}. Có thể lần sửa ấy đã được bỏ."),
    "draft_without_file": N_("Bản {version} của dự thảo không có tệp để đọc lại. Xin tải tệp lên thành bản mới."),
    "upload_missing": N_("Chưa chọn tệp nào. Xin chọn tệp dự thảo rồi bấm tải lên."),
    "unknown_upload": N_("Không tìm thấy tệp tải lên số {id}. Tệp chưa dùng chỉ được giữ ba ngày; xin tải lên lại."),
    "upload_not_read": N_("Tệp {name} chưa đọc xong. Xin đợi một lát rồi thử lại."),
    "no_open_drafts": N_("Hiện chưa có dự thảo nào đang lấy ý kiến."),
    # comments
    "feedback_empty": N_("Góp ý chưa có nội dung. Xin ông/bà gõ vài lời."),
    "feedback_no_words": N_("Góp ý cần có chữ để cơ quan soạn thảo hiểu được. Xin viết thêm vài lời."),
    "feedback_too_long": N_(
        "Góp ý dài {length} ký tự, nhiều nhất là {limit}. Nội dung vẫn còn trong khung chat của ông/bà: "
        "xin chia thành vài góp ý và gửi lần lượt."
    ),
    "wording_too_long": N_("Câu chữ đề xuất dài {length} ký tự, nhiều nhất là {limit}. Xin rút ngắn."),
    "consent_missing": N_("Trước khi gửi, cần ông/bà đồng ý để chúng tôi lưu góp ý. Nhắn «góp ý» để bắt đầu lại."),
    "draft_closed": N_("Dự thảo {code} đã kết thúc lấy ý kiến nên không thể gửi thêm hay rút góp ý nữa."),
    "bad_receipt": N_("«{code}» không phải mã biên nhận. Mã có dạng GY-7K3M-92QX-7."),
    "unknown_receipt": N_("Không tìm thấy góp ý nào có mã {code}. Xin kiểm tra lại từng ký tự."),
    "unknown_feedback": N_("Không tìm thấy góp ý này trong danh sách của ông/bà."),
    # the topics and kinds of comments
    "unknown_comment": N_("Dự thảo {code} không có góp ý số {id}."),
    "unknown_group": N_("Góp ý số {id} của dự thảo {code} không gần giống góp ý nào khác."),
    "grouping_failed": N_("Chưa xếp được góp ý của dự thảo {code} thành nhóm. Xin thử lại sau ít phút."),
    "comment_withdrawn": N_("Người gửi đã rút lại góp ý số {id}, nên không sửa được nữa."),
    "correction_outdated": N_(
        "Góp ý số {id} vừa được sửa chủ đề trong lúc ông/bà xem, nên chưa lưu. Xin xem lại chủ đề hiện nay; những gì "
        "ông/bà đã chọn còn ở dưới, bấm lưu lần nữa nếu vẫn muốn như vậy."
    ),
    "kind_outdated": N_(
        "Góp ý số {id} vừa được đổi loại trong lúc ông/bà xem, nên chưa lưu. Xin xem loại hiện nay "
        "rồi chọn lại nếu cần."
    ),
    "too_many_at_once": N_("Có {count} góp ý, mỗi lần chỉ xác nhận được {limit}. Xin xác nhận từng trang."),
    # staff and announcements
    "staff_only": N_("Lệnh này dành cho cán bộ đã liên kết tài khoản. Nhắn «trợ giúp» để xem các lệnh."),
    "not_allowed": N_("Tài khoản này không có quyền làm việc đó. Nếu cần, xin liên hệ quản trị viên."),
    "other_agency": N_("Dự thảo {code} thuộc cơ quan khác."),
    "bad_email": N_("«{email}» không phải địa chỉ thư điện tử."),
    "bad_role": N_("Không có vai trò «{role}». Các vai trò: {known}."),
    "unknown_staff": N_("Không có tài khoản cán bộ «{email}»."),
    "bad_sign_in_code": N_(
        "Mã liên kết không đúng, đã dùng hoặc đã hết hạn. Xin ông/bà đề nghị quản trị viên cấp mã mới."
    ),
    "unknown_segment": N_("Không có nhóm người nhận «{segment}». Dùng all, field:MÃ hoặc draft:MÃ."),
    "announcement_needs_vietnamese": N_("Thông báo cần có nội dung tiếng Việt."),
    "unknown_broadcast": N_("Không có thông báo số {id}."),
    "broadcast_not_proposed": N_("Thông báo số {id} không còn chờ xác nhận."),
    "same_admin": N_("Người soạn không tự xác nhận được: cần một quản trị viên khác."),
    # portals
    "unknown_portal": N_("Không có cổng nào tên «{portal}» trong mô tả. Các cổng: {known}."),
    "unknown_proposal": N_("Không có đề xuất số {id}."),
    "unknown_proposal_file": N_("Đề xuất này không có tệp đó; có lẽ cổng đã thay tệp."),
    "proposal_other_agency": N_("Đề xuất số {id} thuộc cơ quan khác."),
    "proposal_decided": N_("Đề xuất số {id} đã được xử lý ngày {day}."),
    "proposal_without_draft": N_(
        "Đề xuất số {id} không có tệp dự thảo đọc được. Xin tải tệp từ trang gốc rồi nhập bằng tay."
    ),
    "closes_missing": N_("Cổng không ghi ngày hết hạn góp ý. Xin nhập ngày hết hạn."),
    # the installation
    "backup_exists": N_("Tệp {name} đã có. Xin chọn tên khác, hoặc thêm --force để ghi đè."),
    "backup_broken": N_("Tệp {name} không phải bản sao lưu đọc được: tệp bị hỏng hoặc không đúng loại."),
    "backup_foreign": N_("Tệp {name} là cơ sở dữ liệu của chương trình khác, không phải bản sao lưu của Góp Ý."),
    "backup_newer": N_(
        "Bản sao lưu {name} do phiên bản mới hơn tạo ra (lược đồ {revision}). Xin nâng cấp chương trình rồi thử lại."
    ),
    "backup_other_kind": N_(
        "Bản sao lưu {name} là của {found}, còn GOPY_DATABASE_URL trỏ tới {wanted}. Xin dùng bản sao lưu cùng loại."
    ),
    "database_missing": N_("Không có tệp cơ sở dữ liệu {name}. Xin kiểm tra GOPY_DATABASE_URL."),
    "database_not_empty": N_(
        "Cơ sở dữ liệu {name} đang có dữ liệu. Thêm --force để thay thế; dữ liệu cũ được giữ lại bên cạnh."
    ),
    "database_in_use": N_("Cơ sở dữ liệu {name} đang được sử dụng. Xin dừng bot rồi thử lại."),
    "tool_missing": N_("Máy này chưa có {tool}. Xin cài gói postgresql-client cùng phiên bản với máy chủ."),
    "tool_failed": N_("{tool} không làm được: {reason}"),
    "port_in_use": N_(
        "Cổng mạng đang có chương trình khác dùng. Xin đổi GOPY_PORT hoặc dừng chương trình kia. ({reason})"
    ),
    "not_utf8": N_("Dữ liệu vào không phải UTF-8 (lỗi ở byte thứ {place}). Xin lưu lại bằng mã UTF-8."),
    "seal_broken": N_("Có địa chỉ không mở được bằng các khóa hiện có. Xin thêm lại khóa cũ vào GOPY_IDENTITY_KEYS."),
    "database_behind": N_("Cơ sở dữ liệu chưa ở phiên bản mới nhất. Chạy «gopy db upgrade» rồi thử lại."),
    # learning
    "bad_example_line": N_("Dòng {line} không phải ví dụ đọc được ({reason}). Mỗi dòng là JSON có text và labels."),
    "nothing_to_learn": N_("Không học được gì từ tệp này ({reason})."),
    "nothing_corrected": N_("Chưa có ý kiến nào được cán bộ sửa hoặc xác nhận chủ đề, nên chưa có gì để học."),
    "learning_failed": N_("Học lại bị dừng giữa chừng ({reason}). Mọi thứ vẫn như cũ; xin thử lại sau."),
    "not_written": N_("Không ghi được tệp {name}. ({reason})"),
    "model_broken": N_("Tệp {name} là mô hình bị hỏng. Xin tạo lại bằng «gopy train»."),
    "model_foreign": N_("Tệp {name} không phải mô hình do «gopy train» tạo ra."),
    "model_newer": N_("Mô hình {name} do phiên bản mới hơn tạo ra. Xin nâng cấp chương trình rồi thử lại."),
    "refit_few_texts": N_("Còn quá ít ý kiến khác nhau để học lại, nên vẫn giữ cách gắn chủ đề cũ."),
    "refit_no_gain": N_("Học lại không cho kết quả tốt hơn rõ rệt trên phần để riêng, nên vẫn giữ cách gắn chủ đề cũ."),
    "refit_harms": N_("Học lại làm sai những ý kiến mẫu đi kèm chương trình, nên vẫn giữ cách gắn chủ đề cũ."),
    "unknown_format": N_("Không có định dạng «{format}». Các định dạng: {known}."),
    "unknown_export": N_("Không có loại tệp «{name}» để tạo."),
}


def sentence(refused: Refused, t: Translate) -> str:
    """The refusal in the reader's language. An unknown code is a defect and raises KeyError."""
    return t(SENTENCES[refused.code], **refused.values)
