"""The warnings of ``periods`` as sentences: one Vietnamese sentence per code, saying what to do next."""

from collections.abc import Mapping

from services.drafts import roles
from services.drafts.periods import Warning
from services.i18n import N_, Translate

SENTENCES: Mapping[str, str] = {
    "posted_after_closing": N_(
        "Ngày đăng {posted} muộn hơn ngày hết hạn {closes}. Xin sửa lại một trong hai ngày trước khi công bố."
    ),
    "posted_in_future": N_(
        "Ngày đăng {posted} chưa tới (hôm nay là {today}). Xin sửa lại, hoặc chờ đến ngày ấy rồi công bố."
    ),
    "period_short": N_(
        "Thời gian lấy ý kiến {have} ngày, ngắn hơn mức tối thiểu {days} ngày ({source}). Nên đặt hạn từ {suggested} "
        "trở đi, hoặc nêu rõ lý do trong hồ sơ."
    ),
    "period_short_unverified": N_(
        "Thời gian lấy ý kiến {have} ngày, có thể ngắn hơn mức tối thiểu {days} ngày ({source}). Con số này chưa được "
        "kiểm chứng với văn bản gốc (ghi nhận ngày {seen}): xin đối chiếu; nếu đúng, nên đặt hạn từ {suggested} trở đi."
    ),
    "period_unknown": N_(
        "Loại văn bản và trình tự này có quy định riêng về thời gian lấy ý kiến ({source}), nhưng chương trình chưa có "
        "số ngày. Xin tự đối chiếu trước khi công bố."
    ),
    "over_tet": N_(
        "Thời gian lấy ý kiến có {days} ngày trùng kỳ nghỉ Tết {year} (từ {start} đến {end}). Các ngày này vẫn được "
        "tính; nên cân nhắc lùi hạn để người dân có đủ thời gian đọc."
    ),
    "over_tet_unverified": N_(
        "Thời gian lấy ý kiến có {days} ngày trùng dịp Tết {year} (khoảng từ {start} đến {end}; lịch nghỉ chính thức "
        "chưa được kiểm chứng). Các ngày này vẫn được tính; nên cân nhắc lùi hạn để người dân có đủ thời gian đọc."
    ),
    "part_missing": N_("Hồ sơ còn thiếu: {role} ({source}). Xin thêm tệp này trước khi công bố."),
    "part_missing_unverified": N_(
        "Hồ sơ chưa có: {role}. Theo ghi nhận chưa kiểm chứng ({source}), hồ sơ đăng tải gồm cả phần này: xin đối "
        "chiếu và thêm tệp nếu cần."
    ),
}


def sentence(warning: Warning, t: Translate) -> str:
    """The warning in the reader's language; sources stay as they are cited in Vietnamese."""
    values = dict(warning.values)
    if "role" in values:
        values["role"] = roles.show(str(values["role"]), t)
    return t(SENTENCES[warning.code], **values)


def as_json(warning: Warning, t: Translate) -> dict[str, object]:
    """The warning as commands print it: code, what it is about, values and the sentence."""
    return {"code": warning.code, "about": warning.about, **warning.values, "message": sentence(warning, t)}
