"""Telling people (citizens, households, businesses, organisations) from bodies of the state by how they are named."""

import re

from nlp.text import fold

# Folded words. "người có thẩm quyền" is no citizen, and "tổ chức thực hiện" is no organisation but a verb.
_OFFICIALS = (
    r"(?! dung dau| co tham quyen| thi hanh cong vu| duoc giao| duoc phan cong| phat ngon| dai dien co quan"
    r"| giai quyet| tien hanh to tung| ra quyet dinh| ra lenh)"
)
_VERBS = (
    r"(?! (?:thuc hien|trien khai|kiem tra|thi hanh|theo doi|thu|cac|hoi nghi|tuyen truyen|lay y kien|chi dao|quan ly"
    r"|bao ve|xay dung|thanh tra|danh gia|giam sat|van dong|dao tao|tap huan|cong bo|in|phat|tiep|khao sat|chinh tri"
    r"|dang|hop|nghiem thu|ra soat|to)\b)"
)
_PEOPLE_WORDS = (
    r"ca nhan|ho gia dinh|cac ho|ho (?:kinh doanh|chan nuoi|dan|ngheo|can ngheo|co|trong|san xuat|nong|tu|khong)"
    rf"|nguoi{_OFFICIALS}|cong dan|moi nguoi|doanh nghiep|hop tac xa|to hop tac|nha dau tu|to thu gom|cha|me"
    r"|(?<!uy ban )(?<!hoi dong )(?<!quan doi )(?<!cong an )(?<!toa an )(?<!kiem sat )nhan dan"
    r"|thanh nien|hoc sinh|sinh vien|hoc vien|phu nu|tre em|hoi vien|khach hang"
    r"|chu (?:nha|ho|dau tu|xe|so huu|co so|phuong tien|dat|rung|tau|the|quan)"
    r"|co so (?:kinh doanh|san xuat|giao duc|luu tru|kham|chan nuoi|y te|dich vu|che bien|thu gom)"
    rf"|ben (?:mua|ban|thue|cho)|to chuc{_VERBS}"
)
_PEOPLE = re.compile(rf"\b(?:{_PEOPLE_WORDS})\b")
_FIRST = re.compile(rf"\W*(?:(?:moi|tat ca|cac|nhung|doi voi|tung|toan the|ca)\s+)*(?:{_PEOPLE_WORDS})\b")
_AGENCIES = re.compile(
    r"\b(?:uy ban nhan dan|uy ban|ubnd|hoi dong nhan dan|hdnd|chinh phu|thu tuong|quoc hoi|co quan|bo (?!luat|phan|may)"
    r"|so (?!huu|dang ky|luong|tien|hieu|do|lieu|voi)|ban (?:quan ly|chi dao|to chuc|dan toc)|cuc|tong cuc|chi cuc"
    r"|vu |phong (?!chay|ngua|chong)|thu truong|giam doc|chanh van phong|chu tich|truong (?:ban|phong|cong an)"
    r"|cong an|quan doi|toa an|vien kiem sat|thanh tra|kho bac|mat tran|nha nuoc|nguoi dung dau|nguoi co tham quyen"
    r"|can bo|cong chuc|vien chuc|tham phan|kiem sat vien|dai bieu|thuong truc|van phong|luc luong|chinh quyen"
    r"|cac (?:bo|so|cap|nganh)|nganh)\b"
)


def names_people(words: str) -> bool:
    """Whether citizens, households, businesses or organisations are among those named.

    >>> names_people("Hộ gia đình, cá nhân"), names_people("Ủy ban nhân dân cấp xã")
    (True, False)
    """
    return bool(_PEOPLE.search(fold(words)))


def begins_with_people(words: str) -> bool:
    """Whether those spoken of first are people: "Người sử dụng thuốc …", "Mọi cá nhân …".

    >>> begins_with_people("Các hộ kinh doanh"), begins_with_people("Kinh phí chi cho người có công")
    (True, False)
    """
    return bool(_FIRST.match(fold(words)))


def names_agency(words: str) -> bool:
    """Whether a body of the state or its staff is among those named.

    >>> names_agency("Ủy ban nhân dân cấp xã"), names_agency("Người bán hàng rong")
    (True, False)
    """
    return bool(_AGENCIES.search(fold(words)))
