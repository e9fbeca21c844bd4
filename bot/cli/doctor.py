"""``gopy doctor``: examines the installation and tells, one line a check, what is wrong and what to do next."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.edge import read_settings, show_json, tongue, work
from services.i18n import N_

if TYPE_CHECKING:
    from bot.doctor.check import Patient

# code of a finding -> what is so, what to do next
SENTENCES: Mapping[str, tuple[str, str]] = {
    "python": (N_("Python {version}"), ""),
    "python_old": (N_("Python {version} quá cũ."), N_("Cài Python 3.11 hoặc mới hơn rồi chạy lại make install.")),
    "zone": (N_("Có múi giờ {zone}"), ""),
    "zone_missing": (N_("Máy không có dữ liệu múi giờ."), N_("Cài gói tzdata.")),
    "zone_wrong": (N_("Múi giờ Việt Nam trên máy bị lệch ({offset})."), N_("Cập nhật gói tzdata.")),
    "settings": (N_("Cấu hình dùng được (GOPY_ENV={env})"), ""),
    "settings_example": (
        N_("Khóa bí mật còn là khóa mẫu, chỉ để chạy thử: {reason}"),
        N_("Đặt khóa riêng trong .env trước khi phục vụ người dân."),
    ),
    "settings_wrong": (N_("Cấu hình không dùng được: {reason}"), N_("Sửa các biến này trong .env.")),
    "database": (N_("{kind} trả lời, lược đồ {revision}"), ""),
    "database_none": (N_("Chưa có tệp cơ sở dữ liệu {name}."), N_("Chạy «gopy db upgrade» để tạo.")),
    "database_silent": (N_("Cơ sở dữ liệu không trả lời trong {seconds} giây."), N_("Xem máy chủ cơ sở dữ liệu.")),
    "database_away": (
        N_("Không nối được cơ sở dữ liệu: {error}"),
        N_("Xem GOPY_DATABASE_URL và máy chủ cơ sở dữ liệu."),
    ),
    "database_behind": (
        N_("Lược đồ là {found}, chương trình cần {expected}."),
        N_("Sao lưu rồi chạy «gopy db upgrade»; nếu lược đồ mới hơn, hãy nâng cấp chương trình."),
    ),
    "disk": (N_("Còn trống {megabytes} MB"), ""),
    "disk_low": (N_("Chỉ còn trống {megabytes} MB."), N_("Dọn đĩa hoặc chuyển cơ sở dữ liệu sang đĩa lớn hơn.")),
    "disk_full": (N_("Đĩa gần đầy: còn {megabytes} MB."), N_("Dọn đĩa ngay: khi đĩa đầy, góp ý không lưu được.")),
    "no_backlog": (N_("Không có tin nào chờ lâu ({waiting} tin đang chờ)"), ""),
    "backlog": (
        N_("{late} tin chờ gửi quá 5 phút (tất cả {waiting} tin đang chờ)."),
        N_("Xem «gopy run --only sender» có đang chạy không và nhật ký của nó."),
    ),
    "leases": (N_("Không có tin nào bị bỏ dở"), ""),
    "leases_stuck": (N_("{count} tin bị bỏ dở khi đang gửi."), N_("Khởi động lại bot: tin sẽ được gửi tiếp.")),
    "all_tagged": (N_("Mọi góp ý đã được gắn chủ đề"), ""),
    "untagged": (
        N_("{count} góp ý chờ gắn chủ đề quá 10 phút."),
        N_("Xem «gopy run --only jobs» có đang chạy không và nhật ký của nó."),
    ),
    "learnt": (N_("Đã học từ các lần sửa chủ đề ({count} lần sửa chờ đêm nay)"), ""),
    "unlearnt": (
        N_("{count} lần sửa chủ đề chưa được học, lâu nhất {days} ngày."),
        N_("Xem «gopy run --only jobs» có đang chạy không và nhật ký của nó, hoặc chạy «gopy learn»."),
    ),
    "portals": (N_("Xem được {count} cổng thông tin, {waiting} đề xuất đang chờ"), ""),
    "portals_wrong": (N_("Mô tả cổng thông tin không dùng được: {reason}"), N_("Sửa tệp ghi ở GOPY_PORTALS_FILE.")),
    "portals_stale": (
        N_("Đã lâu không ai xem các cổng: {names}"),
        N_("Xem «gopy run --only jobs» có đang chạy không và nhật ký của nó."),
    ),
    "portals_failing": (
        N_("Các cổng không xem được: {names}"),
        N_("Chạy «gopy portal list» để biết lý do, «gopy portal check» để thử lại."),
    ),
    "telegram": (N_("Telegram nhận mã token của @{username}"), ""),
    "telegram_off": (
        N_("Chưa đặt GOPY_TELEGRAM_TOKEN: kênh Telegram tắt."),
        N_("Lấy token từ @BotFather nếu muốn dùng Telegram."),
    ),
    "telegram_away": (
        N_("Không tới được Telegram: {reason}"),
        N_("Xem mạng, tường lửa và GOPY_TELEGRAM_API_BASE."),
    ),
    "telegram_token": (N_("Telegram không nhận token này."), N_("Lấy token mới từ @BotFather, đặt vào .env.")),
    "telegram_no": (N_("Telegram từ chối: {reason}"), N_("Chờ vài phút rồi chạy lại.")),
    "polling": (N_("Nhận tin bằng polling, {pending} tin đang chờ"), ""),
    "hook_set": (
        N_("GOPY_TELEGRAM_MODE=polling nhưng token đang có webhook {url}."),
        N_("gopy run sẽ gỡ webhook. Nếu nơi khác đang dùng token này, hãy lấy token riêng."),
    ),
    "hook": (N_("Webhook đúng địa chỉ, {pending} tin đang chờ"), ""),
    "hook_elsewhere": (
        N_("Webhook ở {url}, cấu hình cần {wanted}."),
        N_("Chạy gopy run để đặt lại. Nếu nơi khác đang dùng token này, hãy lấy token riêng."),
    ),
    "hook_failing": (
        N_("Telegram không gửi được tới webhook: {reason} ({pending} tin đang chờ)."),
        N_("Xem GOPY_PUBLIC_URL, TLS và proxy ngược."),
    ),
    "hook_behind": (N_("{pending} tin đang chờ ở Telegram."), N_("Xem bot có đang chạy không và nhật ký của nó.")),
    "pictures": (N_("Vẽ được biểu đồ có đủ chữ tiếng Việt"), ""),
    "letters_missing": (N_("Phông chữ thiếu: {letters}"), N_("Cài lại gói matplotlib bằng make install.")),
    "words": (N_("Tách được từ tiếng Việt, không cần mạng"), ""),
    "words_wrong": (N_("Tách từ sai: {found}"), N_("Cài lại gói underthesea bằng make install.")),
    "tagging": (N_("Gắn được chủ đề"), ""),
    "tagging_wrong": (N_("Gắn chủ đề sai: {found}"), N_("Cài lại chương trình bằng make install.")),
    "too_slow": (N_("Không xong trong {seconds} giây."), N_("Chạy lại; nếu vẫn vậy, xem máy có quá tải không.")),
    "broken": (N_("Không kiểm tra được: {error}"), N_("Cài lại bằng make install; nếu vẫn vậy, xin báo lỗi.")),
}


def register(tree: typer.Typer) -> None:
    """Adds ``gopy doctor`` to the tree."""
    tree.command()(doctor)


def doctor(as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False) -> None:
    """Check the whole installation, one line a check; exit code 1 when something cannot work."""

    async def examine() -> bool:
        from bot.doctor import CHECKS
        from bot.doctor.check import examine

        found = await examine(CHECKS, _patient())
        t = tongue()
        rows = []
        for check, finding in found:
            result, following = (t(text, **finding.values) if text else "" for text in SENTENCES[finding.code])
            rows.append({"name": check.name, "status": finding.status, "result": result, "next": following})
        well = all(finding.status != "fail" for _, finding in found)
        if as_json:
            show_json({"ok": well, "checks": rows})
        for row in [] if as_json else rows:
            advice = f" → {row['next']}" if row["next"] else ""
            typer.echo(f"{row['status']:4}  {row['name']:9}  {row['result']}{advice}")
        return well

    if not work(examine()):
        raise typer.Exit(1)


def _patient() -> "Patient":
    import logging

    from bot import logs
    from bot.doctor.check import Patient
    from bot.opening import now
    from bot.settings import Unready

    logs.configure(production=False, level=logging.ERROR)
    try:
        return Patient(read_settings(), now())
    except Unready as unready:
        return Patient(None, now(), unready)
