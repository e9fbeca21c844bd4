"""Who holds the phones on the page."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["citizen", "officer", "admin"]


@dataclass(frozen=True)
class Person:
    """One phone: `key` in addresses, `name` and `note` above it, `role` for its colour, the account's `user_id`.

    With `autostart` the person presses Start as soon as the page's server starts.
    """

    key: str
    name: str
    note: str
    role: Role
    user_id: int
    autostart: bool = False


PEOPLE = (
    Person("hoa", "Bà Hoa", "Nông dân, gõ không dấu", "citizen", 900_000_101),
    Person("tuan", "Anh Tuấn", "Lái xe", "citizen", 900_000_102),
    Person("mai", "Chị Mai", "Chủ cửa hàng", "citizen", 900_000_103),
    Person("can-bo", "Cán bộ Sở", "Đọc và trả lời góp ý", "officer", 900_000_201),
    Person("quan-tri-1", "Quản trị Lan", "Kênh, tài khoản, thông báo", "admin", 900_000_301),
    Person("quan-tri-2", "Quản trị Nam", "Người duyệt thứ hai", "admin", 900_000_302),
)
"""The people of the demo."""
