"""What the files of a dossier are: their roles with their names; taking files in is ``dossier_files``' business."""

from collections.abc import Mapping

from services.errors import Refused
from services.i18n import N_, Translate

DRAFT = "du-thao"
ROLES: Mapping[str, str] = {
    "du-thao": N_("Dự thảo"),
    "to-trinh": N_("Tờ trình"),
    "danh-gia-tac-dong": N_("Báo cáo đánh giá tác động"),
    "so-sanh-thuyet-minh": N_("Bản so sánh, thuyết minh"),
    "tong-ket": N_("Báo cáo tổng kết, đánh giá thực trạng"),
    "khac": N_("Tài liệu khác"),
}
FILE_ROLES = tuple(ROLES)
"""The codes of the roles, in the order in which a dossier is read."""


def show(role: str, t: Translate) -> str:
    """The name of a role in the reader's language."""
    return t(ROLES[role])


def must_be_known(role: str) -> None:
    """Raises Refused(``unknown_file_role``) for a role that is none."""
    if role not in ROLES:
        raise Refused("unknown_file_role", role=role, known=", ".join(FILE_ROLES))
