"""The HTML and RSS of the pretended portal, in the ways real ones write theirs."""

from datetime import date, datetime, time
from email.utils import format_datetime
from html import escape
from zoneinfo import ZoneInfo

from bot.sandbox.portal.site import Announced

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
HEAD = """<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Cổng thông tin điện tử tỉnh Lam Giang (hư cấu)</title>
<style>body{font:16px/1.5 sans-serif;max-width:60rem;margin:auto;padding:1rem}td,th{padding:.4rem;text-align:left}
header{background:#8a1c1c;color:#fff;padding:1rem}</style></head><body>
<header>CỔNG THÔNG TIN ĐIỆN TỬ TỈNH LAM GIANG (tỉnh hư cấu, trang chạy thử)</header>
"""
WALL = (
    '<html><body><script>document.cookie="D1N=5d41402abc"+"; expires=Fri, 31 Dec 2027 23:59:59 GMT; path=/";'
    "window.location.reload(true);</script></body></html>"
)


def day(value: date) -> str:
    """As portals write days."""
    return value.strftime("%d/%m/%Y")


def listing(announced: list[Announced]) -> str:
    """The table of drafts."""
    rows = "".join(
        f'<tr><td>{at}</td><td class="ten"><a href="du-thao/{draft.number}">{escape(draft.title)}</a></td>'
        f'<td class="thoi-gian">{_window(draft)}</td></tr>\n'
        for at, draft in enumerate(announced, start=1)
    )
    return (
        f'{HEAD}<h1>Lấy ý kiến dự thảo</h1><table id="ds"><thead><tr><th>STT</th><th>Tên dự thảo</th>'
        f"<th>Thời gian lấy ý kiến</th></tr></thead><tbody>{rows}</tbody></table></body></html>"
    )


def _window(draft: Announced) -> str:
    if draft.closes is None:
        return f"Ngày đăng: {day(draft.posted)}"
    return f"Từ ngày {day(draft.posted)} đến hết ngày {day(draft.closes)}"


def detail(draft: Announced) -> str:
    """The page of one draft with the links to its files."""
    files = "".join(
        f'<li>{escape(file.words)} <a class="tep" href="../tep/{draft.number}/{escape(file.name)}">Tải về</a></li>'
        for file in draft.files
    )
    return (
        f"{HEAD}<h1>{escape(draft.title)}</h1><p>{_window(draft)}</p><p>Cơ quan soạn thảo: Sở Nông nghiệp và Môi "
        f'trường.</p><ul class="ho-so">{files}</ul><p><a href="../du-thao">Danh sách</a></p></body></html>'
    )


def feed(announced: list[Announced]) -> str:
    """The same drafts as RSS."""
    items = "".join(
        f"<item><title>{escape(draft.title)}</title><link>du-thao/{draft.number}</link>"
        f"<description>{escape(_window(draft))}</description><pubDate>{_moment(draft.posted)}</pubDate></item>\n"
        for draft in announced
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>Dự thảo tỉnh Lam Giang</title>'
        "<link>.</link><description>Trang chạy thử</description>"
        f"{items}</channel></rss>"
    )


def _moment(posted: date) -> str:
    return format_datetime(datetime.combine(posted, time(8), VIETNAM))
