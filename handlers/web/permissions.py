"""Who may open a page: every route names one permission; what a role may do is ``services/staff.py``'s table."""

from enum import StrEnum

from services.staff import MAY, Act
from storage.models import Staff


class Permission(StrEnum):
    """What a visitor needs. Pages about one draft also ask ``staff.must_own``, in the service that acts."""

    PUBLIC = "public"
    STAFF = "staff"  # any signed-in account
    DIGEST = Act.DIGEST.value
    REVIEW = Act.REVIEW.value
    PUBLISH = Act.PUBLISH.value
    ANNOUNCE = Act.ANNOUNCE.value
    ADMINISTER = Act.ADMINISTER.value


def allows(permission: Permission, account: Staff | None) -> bool:
    """Whether this visitor (None: not signed in) may open a page that needs ``permission``."""
    if permission is Permission.PUBLIC:
        return True
    if account is None or account.disabled_at is not None:
        return False
    return permission is Permission.STAFF or Act(permission.value) in MAY[account.role]
