"""Why a look at a portal or one of its files did not go well: codes, their sentences, and how they are stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import orjson

from services import refusals
from services.i18n import N_, Translate

SENTENCES: Mapping[str, str] = {
    # the way there
    "away": N_("Không nối được máy chủ {host}."),
    "slow": N_("Máy chủ {host} không trả lời kịp trong {seconds} giây."),
    "status": N_("Máy chủ {host} trả lời mã {status}."),
    "busy": N_("Máy chủ {host} yêu cầu chờ (mã {status}); sẽ không hỏi lại trước khi hết hạn chờ."),
    "tls": N_(
        "Không xác minh được chứng thư TLS của {host}: {reason}. Có thể máy chủ thiếu chứng thư trung gian hoặc chứng "
        "thư đã hết hạn; hãy báo quản trị cổng đó. Bot không tắt việc kiểm tra chứng thư."
    ),
    "robots": N_("robots.txt của {host} không cho đọc trang này, nên không đọc."),
    "robots_away": N_("Không đọc được robots.txt của {host}, nên chưa đọc trang nào ở đó."),
    "forbidden_address": N_("{host} dẫn tới địa chỉ nội bộ hoặc địa chỉ dành riêng, nên không tới."),
    "forbidden_port": N_("Cổng mạng {port} của {host} không được phép; chỉ dùng 80, 443 hoặc cổng ghi trong mô tả."),
    "forbidden_link": N_("Đường dẫn không phải http hoặc https, nên không tới: {link}"),
    "redirects": N_("{host} chuyển hướng quá {limit} lần."),
    "too_large": N_("Lớn hơn {limit_mb} MB nên không tải."),
    "encoding": N_("Máy chủ {host} gửi dữ liệu nén theo cách không đọc được."),
    "wrong_type": N_("Máy chủ {host} gửi loại {type}, không phải trang hay nguồn tin."),
    # the pages
    "wall": N_("Trang chỉ mở cho trình duyệt có chạy mã lệnh (tường cookie), nên dừng ở đây."),
    "no_entries": N_("Không thấy mục nào trên trang: có lẽ trang đã đổi. Thử «gopy portal check» và sửa mô tả."),
    "not_a_feed": N_("Địa chỉ này không còn là nguồn tin RSS hoặc Atom."),
    "feed_entities": N_("Nguồn tin khai báo thực thể XML riêng, nên không đọc."),
    "feed_too_many": N_("Nguồn tin có quá {limit} thẻ, nên không đọc."),
    "look_too_long": N_("Lần xem kéo dài quá {minutes} phút; phần còn lại để lần sau."),
    "broken": N_("Gặp lỗi bất ngờ khi xem cổng ({error}); xem nhật ký."),
    # the files
    "file_packed": N_("Tệp nén {suffix}: xin tải về, tự giải nén rồi nhập bằng tay."),
    "file_is_page": N_("Đường dẫn trả về một trang thay vì tệp."),
    "file_unknown": N_("Không phải loại tệp đọc được (.docx, .doc, .odt, .pdf, .rtf)."),
    "files_too_many": N_("Trang có hơn {limit} tệp hoặc hơn {limit_mb} MB; phần còn lại xin xem ở trang gốc."),
}
MAX_VALUE, MAX_SUBJECT = 120, 255  # characters
MAX_PACKED = 500  # characters the column of a portal's trouble holds


class PortalTrouble(Exception):
    """Something that a look at a portal met; ``wait_seconds`` is how long the other side wants to be left alone."""

    def __init__(self, code: str, /, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values
        self.wait_seconds = 0.0

    def waiting(self, seconds: float) -> Self:
        """The same trouble with the wait that was asked for."""
        self.wait_seconds = seconds
        return self


@dataclass(frozen=True, slots=True)
class Trouble:
    """A trouble as it is kept: ``subject`` is the file or link it is about, empty for the portal itself."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    subject: str = ""

    def as_json(self) -> dict[str, Any]:
        """The shape that is stored, its values cut short."""
        return self._cut(MAX_VALUE)

    def _cut(self, longest: int) -> dict[str, Any]:
        values = {name: v if isinstance(v, int) else str(v)[:longest] for name, v in self.values.items()}
        return {"code": self.code, "values": values, "subject": self.subject[:MAX_SUBJECT]}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Trouble":
        """The trouble that ``as_json`` stored."""
        return cls(str(stored["code"]), dict(stored.get("values", {})), str(stored.get("subject", "")))

    def packed(self) -> str:
        """The trouble as one line of text that fits the column of a portal, which needs no subject."""
        whole = (orjson.dumps(self._cut(longest) | {"subject": ""}).decode() for longest in (MAX_VALUE, 40, 8))
        return next(line for line in whole if len(line) <= MAX_PACKED)


def unpack(line: str) -> Trouble | None:
    """The trouble of a column; None for an empty one."""
    return Trouble.from_json(orjson.loads(line)) if line else None


def say(trouble: Trouble, t: Translate) -> str:
    """The trouble in the reader's language; refusals of the reader of files are said as everywhere."""
    text = SENTENCES.get(trouble.code) or refusals.SENTENCES[trouble.code]
    said = t(text, **{"name": trouble.subject, **trouble.values})
    return f"{trouble.subject}: {said}" if trouble.subject and "{name}" not in text else said
