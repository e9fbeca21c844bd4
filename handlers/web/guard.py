"""What happens around every page: origin, account, permission, size, headers, and errors made into pages."""

import secrets
from dataclasses import dataclass

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from sqlalchemy.exc import InterfaceError, OperationalError

from handlers.web import origin, sessions
from handlers.web.page import Page, Site
from handlers.web.permissions import allows
from handlers.web.route import Route
from services import refusals
from services.errors import Refused
from services.i18n import N_

log = structlog.get_logger(__name__)

# Refusals that are not the visitor's mistake in a form; every other code is answered with 400.
STATUS = {
    "unknown_draft": 404,
    "unknown_provision": 404,
    "unknown_version": 404,
    "unknown_file": 404,
    "unknown_agency": 404,
    "unknown_upload": 404,
    "staff_only": 403,
    "not_allowed": 403,
    "other_agency": 403,
    "unknown_proposal": 404,
    "unknown_proposal_file": 404,
    "unknown_comment": 404,
    "unknown_group": 404,
    "grouping_failed": 503,
    "proposal_other_agency": 403,
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """A page that says what happened and what to do next."""

    status: int
    title: str
    advice: str


FOREIGN = Trouble(
    403,
    N_("Yêu cầu này không đến từ trang của chúng tôi"),
    N_("Xin mở lại trang và gửi lại từ đó. Nếu ông/bà vừa bấm một liên kết từ nơi khác, xin đừng tin liên kết ấy."),
)
FORBIDDEN = Trouble(
    403,
    N_("Tài khoản này không được mở trang đó"),
    N_("Nếu cần, xin đề nghị quản trị viên cấp quyền."),
)
MISSING = Trouble(404, N_("Không có trang này"), N_("Xin kiểm tra lại địa chỉ, hoặc bắt đầu từ trang đầu."))
METHOD = Trouble(405, N_("Trang này không nhận yêu cầu như vậy"), N_("Xin mở lại trang từ đường dẫn thông thường."))
TOO_LARGE = Trouble(
    413, N_("Nội dung gửi lên quá lớn"), N_("Xin giảm dung lượng tệp (nhiều nhất 20 MB mỗi tệp) rồi gửi lại.")
)
AWAY = Trouble(
    503,
    N_("Cơ sở dữ liệu tạm thời không trả lời"),
    N_("Những gì đã lưu không mất. Xin thử lại sau vài phút; nội dung vừa gõ còn khi quay lại trang trước."),
)
DEFECT = Trouble(
    500,
    N_("Có lỗi ở phía chúng tôi"),
    N_("Việc vừa làm chưa được lưu. Xin thử lại; nếu vẫn lỗi, xin gửi mã dưới đây cho người vận hành."),
)


def guarded(route: Route, site: Site) -> Handler:
    """The aiohttp handler of a page. It answers every request, whatever the page meets."""

    async def handle(request: web.Request) -> web.StreamResponse:
        page = Page(request, site)
        response = await _answer(route, page)
        page.dress(response)
        return response

    return handle


async def _answer(route: Route, page: Page) -> web.StreamResponse:
    try:
        return await _checked(route, page)
    except Refused as refused:
        return await refusal(page, refused)
    except web.HTTPRequestEntityTooLarge:
        return await trouble(page, TOO_LARGE)
    except web.HTTPException:
        raise
    except (OperationalError, InterfaceError, OSError) as error:
        log.warning("page.database_away", path=page.request.path, error=type(error).__name__)
        return await trouble(page, AWAY)
    except Exception:  # the edge: whatever a page met, its visitor gets an answer and the log the reason
        mark = secrets.token_hex(4)
        log.exception("page.failed", path=page.request.path, mark=mark)
        return await trouble(page, DEFECT, mark=mark)


async def _checked(route: Route, page: Page) -> web.StreamResponse:
    if not origin.is_ours(page.request, page.site.public_url):
        return await trouble(page, FOREIGN)
    page.staff = await sessions.account_of(page.request, page.site)
    if not allows(route.permission, page.staff):
        return await _not_allowed(page)
    if (page.request.content_length or 0) > route.body:
        return await trouble(page, TOO_LARGE)
    return await route.show(page)


async def _not_allowed(page: Page) -> web.StreamResponse:
    """Visitors without a session go and sign in; what they typed into a form waits on the page that says so."""
    if page.staff is not None:
        return await trouble(page, FORBIDDEN)
    if page.request.method == "GET":
        return await page.show("console/signed_out.html", status=401, typed={})
    typed = await page.form_lists() if not page.request.content_type.startswith("multipart/") else {}
    return await page.show("console/signed_out.html", status=401, typed=typed)


async def refusal(page: Page, refused: Refused) -> web.Response:
    """A rule said no: its sentence, on a page of its own. Pages with a form show it beside the form instead."""
    sentence = refusals.sentence(refused, page.t)
    return await page.show(
        "trouble.html",
        status=STATUS.get(refused.code, 400),
        title=page.t(N_("Chưa làm được")),
        advice=sentence,
        mark="",
    )


async def trouble(page: Page, what: Trouble, mark: str = "") -> web.Response:
    """The page for one trouble."""
    return await page.show(
        "trouble.html", status=what.status, title=page.t(what.title), advice=page.t(what.advice), mark=mark
    )


def not_found(site: Site) -> Middleware:
    """Makes pages of 404 and 405 for people; channels' hooks and machines keep the plain answers."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except (web.HTTPNotFound, web.HTTPMethodNotAllowed) as error:
            if "text/html" not in request.headers.get("Accept", ""):
                raise
            page = Page(request, site)
            response = await trouble(page, MISSING if error.status == 404 else METHOD)
            page.dress(response)
            return response

    return middleware
