"""Actions that stay valid in old messages: the buttons under notices, and the words that do the same when typed."""

from services.i18n import Translate
from services.messages import Button

PREFIX = "go:"


def read_draft(code: str, t: Translate) -> Button:
    """Opens a draft for reading."""
    return Button(t("Đọc dự thảo"), f"{PREFIX}read:{code}", t("đọc {code}", code=code))


def comment_on(code: str, t: Translate) -> Button:
    """Starts a comment on a draft."""
    return Button(t("Góp ý"), f"{PREFIX}comment:{code}", t("góp ý {code}", code=code))


def see_changes(code: str, t: Translate) -> Button:
    """Shows what the newest version of a draft changed."""
    return Button(t("Xem thay đổi"), f"{PREFIX}changes:{code}", t("thay đổi {code}", code=code))


def stop(t: Translate) -> Button:
    """Ends all notices."""
    return Button(t("Ngừng nhận tin"), f"{PREFIX}stop", t("dừng"))


def review_announcement(number: int, t: Translate) -> Button:
    """Opens a proposed announcement for the second admin."""
    return Button(t("Xem và xác nhận"), f"{PREFIX}announce:TB{number}", t("thông báo TB{number}", number=number))
