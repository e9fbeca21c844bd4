"""The kinds of documents by their names: one table for mastheads and annexes."""

import re

# name as written in capitals -> kind; longer names first, so that "LUẬT" does not win over "BỘ LUẬT".
KINDS = {
    "THÔNG TƯ LIÊN TỊCH": "thong-tu-lien-tich",
    "NGHỊ QUYẾT LIÊN TỊCH": "nghi-quyet-lien-tich",
    "VĂN BẢN HỢP NHẤT": "van-ban-hop-nhat",
    "CHƯƠNG TRÌNH HÀNH ĐỘNG": "chuong-trinh",
    "KẾ HOẠCH": "ke-hoach",
    "CHƯƠNG TRÌNH": "chuong-trinh",
    "QUY TRÌNH": "quy-trinh",
    "HIẾN PHÁP": "hien-phap",
    "PHÁP LỆNH": "phap-lenh",
    "NGHỊ QUYẾT": "nghi-quyet",
    "NGHỊ ĐỊNH": "nghi-dinh",
    "QUYẾT ĐỊNH": "quyet-dinh",
    "THÔNG TƯ": "thong-tu",
    "THÔNG BÁO": "thong-bao",
    "CHỈ THỊ": "chi-thi",
    "SẮC LỆNH": "sac-lenh",
    "BỘ LUẬT": "bo-luat",
    "LUẬT": "luat",
    "LỆNH": "lenh",
    "QUY CHẾ": "quy-che",
    "QUY ĐỊNH": "quy-dinh",
    "QUY CHUẨN": "quy-chuan",
    "TIÊU CHUẨN": "tieu-chuan",
    "ĐIỀU LỆ": "dieu-le",
    "NỘI QUY": "noi-quy",
    "HƯƠNG ƯỚC": "huong-uoc",
    "QUY ƯỚC": "quy-uoc",
    "PHƯƠNG ÁN": "phuong-an",
    "CHIẾN LƯỢC": "chien-luoc",
    "QUY HOẠCH": "quy-hoach",
    "HƯỚNG DẪN": "huong-dan",
    "TỜ TRÌNH": "to-trinh",
    "BÁO CÁO": "bao-cao",
    "ĐỀ ÁN": "de-an",
    "DỰ ÁN": "du-an",
    "DANH MỤC": "danh-muc",
    "BẢNG GIÁ": "bang-gia",
    "ĐƠN GIÁ": "don-gia",
    "CÔNG VĂN": "cong-van",
    "CÔNG ĐIỆN": "cong-dien",
}

NAMES = "|".join(re.escape(name) for name in KINDS)

# Documents that others put in force: they may stand behind a signature with numbers of their own.
ANNEXED = {
    "ke-hoach", "chuong-trinh", "quy-trinh", "quy-che", "quy-dinh", "quy-chuan", "tieu-chuan", "dieu-le", "noi-quy",
    "huong-uoc", "quy-uoc", "phuong-an", "chien-luoc", "quy-hoach", "huong-dan", "de-an", "du-an", "danh-muc",
    "bang-gia", "don-gia",
}  # fmt: skip

# Letters are read as a whole: their numbered points are sentences of one message.
WHOLE = {"cong-van", "cong-dien"}


def kind_named(name: str) -> str:
    """The kind written as ``name`` in any case, "" when there is none.

    >>> kind_named("Nghị định")
    'nghi-dinh'
    """
    return KINDS.get(name.upper().strip(), "")
