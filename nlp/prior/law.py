"""Training examples from the codified law and the laws of 2021: which article is of which fields; no arithmetic.

The folder holds `phapdien_articles.jsonl.gz` (articles with their official subject), `phapdien_demuc.json`
(names of sub-subjects) and `uts_vlc_2021_laws.jsonl.gz` (laws in full). The map from official subjects to fields is
the State's own order of subjects, gathered into ours; a sub-subject may belong to a second field as well.
"""

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.fields import FIELDS

WORDS_READ = 25  # of an article's body: its beginning says what it is about
PER_FIELD = 700  # articles taken per field, evenly from its sub-subjects

# Official subject -> field.
SUBJECTS = {
    1: "an_ninh_trat_tu", 2: "an_sinh", 3: "khcn_cntt", 4: "tu_phap_ho_tich", 5: "can_bo_to_chuc", 6: "an_sinh",
    7: "cong_thuong_nang_luong", 8: "dan_su_hngd", 9: "dan_su_hngd", 10: "dan_toc_ton_giao", 11: "dat_dai",
    12: "doanh_nghiep_thuong_mai", 13: "giao_duc", 14: "giao_thong", 15: "tu_phap_ho_tich", 16: "hinh_su_to_tung",
    17: "tai_chinh_ngan_hang", 18: "khieu_nai_thanh_tra", 19: "khcn_cntt", 20: "lao_dong",
    21: "moi_truong_tai_nguyen", 22: "tai_chinh_ngan_hang", 23: "doi_ngoai", 24: "nong_nghiep",
    25: "quoc_phong_nvqs", 26: "tai_chinh_ngan_hang", 27: "moi_truong_tai_nguyen", 28: "tai_chinh_ngan_hang",
    29: "can_bo_to_chuc", 30: "hinh_su_to_tung", 31: "tai_chinh_ngan_hang", 32: "van_hoa_tt_dl_bao_chi",
    33: "thue_phi_hai_quan", 34: "doanh_nghiep_thuong_mai", 35: "can_bo_to_chuc", 36: "can_bo_to_chuc",
    37: "hinh_su_to_tung", 38: "dan_toc_ton_giao", 39: "an_ninh_trat_tu", 40: "hinh_su_to_tung",
    41: "van_hoa_tt_dl_bao_chi", 42: "can_bo_to_chuc", 43: "xay_dung_nha_o", 44: "can_bo_to_chuc", 45: "y_te",
}  # fmt: skip
# Sub-subjects a citizen would also, or rather, look for in another field.
ALSO = {
    "Biên giới quốc gia": "doi_ngoai",
    "Biển Việt Nam": "doi_ngoai",
    "Nhập cảnh, xuất cảnh, quá cảnh, cư trú của người nước ngoài tại Việt Nam": "doi_ngoai",
    "Xuất cảnh, nhập cảnh của công dân Việt Nam": "doi_ngoai",
    "Bảo hiểm y tế": "y_te",
    "Kinh doanh bảo hiểm": "tai_chinh_ngan_hang",
    "Giáo dục nghề nghiệp": "giao_duc",
    "Nuôi con nuôi": "dan_su_hngd",
    "Tổ chức Tòa án nhân dân": "hinh_su_to_tung",
    "Tổ chức Viện kiểm sát nhân dân": "hinh_su_to_tung",
    "Công đoàn": "lao_dong",
    "Phá sản": "doanh_nghiep_thuong_mai",
    "Trọng tài thương mại": "doanh_nghiep_thuong_mai",
    "Trách nhiệm bồi thường của Nhà nước": "tu_phap_ho_tich",
    "Hòa giải ở cơ sở": "tu_phap_ho_tich",
    "Tổ chức và hoạt động của Thừa phát lại": "tu_phap_ho_tich",
    "Phòng, chống mại dâm": "an_ninh_trat_tu",
    "Phòng, chống mua bán người": "hinh_su_to_tung",
    "Đầu tư công": "tai_chinh_ngan_hang",
    "Biên phòng Việt Nam": "doi_ngoai",
    "Giáo dục quốc phòng và an ninh": "giao_duc",
    "Phổ biến, giáo dục pháp luật": "tu_phap_ho_tich",
    "Phòng, chống tác hại của thuốc lá": "y_te",
}
# Laws of 2021 whose fields the codified law lacks, or has few articles of.
LAWS = {
    "luat-dat-dai": ("dat_dai",), "luat-thue-chuyen-quyen-su-dung-dat": ("thue_phi_hai_quan", "dat_dai"),
    "luat-nha-o": ("xay_dung_nha_o",), "luat-kinh-doanh-bat-dong-san": ("xay_dung_nha_o",),
    "luat-xay-dung": ("xay_dung_nha_o",), "luat-bao-ve-moi-truong": ("moi_truong_tai_nguyen",),
    "luat-tai-nguyen-nuoc": ("moi_truong_tai_nguyen",), "luat-dau-tu": ("doanh_nghiep_thuong_mai",),
    "luat-dau-thau": ("doanh_nghiep_thuong_mai",), "luat-doanh-nghiep": ("doanh_nghiep_thuong_mai",),
    "luat-hai-quan": ("thue_phi_hai_quan",), "luat-ke-toan": ("tai_chinh_ngan_hang",),
    "luat-cac-to-chuc-tin-dung": ("tai_chinh_ngan_hang",), "luat-thanh-tra": ("khieu_nai_thanh_tra",),
    "luat-khieu-nai-to-cao": ("khieu_nai_thanh_tra",), "luat-thi-dua-khen-thuong": ("can_bo_to_chuc",),
    "luat-so-huu-tri-tue": ("khcn_cntt",), "luat-giao-dich-dien-tu": ("khcn_cntt",),
    "luat-bien-gioi-quoc-gia": ("doi_ngoai",), "luat-quoc-tich-viet-nam": ("tu_phap_ho_tich",),
    "luat-ky-ket-gia-nhap-va-thuc-hien-dieu-uoc-quoc-te": ("doi_ngoai",),
    "bo-luat-hinh-su": ("hinh_su_to_tung",), "bo-luat-to-tung-hinh-su": ("hinh_su_to_tung",),
    "bo-luat-lao-dong": ("lao_dong",), "bo-luat-dan-su": ("dan_su_hngd",),
    "luat-hon-nhan-va-gia-dinh": ("dan_su_hngd",), "luat-bao-hiem-xa-hoi": ("an_sinh",),
    "luat-giao-duc": ("giao_duc",), "luat-duoc": ("y_te",), "luat-bao-ve-suc-khoe-nhan-dan": ("y_te",),
    "luat-cu-tru": ("an_ninh_trat_tu",), "luat-phong-chay-chua-chay": ("an_ninh_trat_tu",),
    "luat-nghia-vu-quan-su": ("quoc_phong_nvqs",), "luat-di-san-van-hoa": ("van_hoa_tt_dl_bao_chi",),
}  # fmt: skip
_ARTICLE = re.compile(r"^Điều \d+[a-z]?\.\s*(.+)\n+((?:(?!^Điều \d).*\n?)*)", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """Text of an article and the codes of its fields, the official one first."""

    text: str
    fields: tuple[str, ...]


def examples(folder: Path, per_field: int = PER_FIELD) -> tuple[Example, ...]:
    """At most about `per_field` articles per field, always the same ones, and every name of a sub-subject.

    Raises OSError when a file is missing.
    """
    groups: dict[str, dict[str, list[Example]]] = defaultdict(lambda: defaultdict(list))
    for group, example in (*_codified(folder), *_laws(folder)):
        groups[example.fields[0]][group].append(example)
    taken = [example for code in FIELDS for example in _evenly(groups[code], per_field)]
    return (*taken, *_names(folder))


def _codified(folder: Path) -> Iterator[tuple[str, Example]]:
    for row in _rows(folder / "phapdien_articles.jsonl.gz"):
        fields = _fields(row["cd"], row["dmname"])
        yield row["dm"], Example(f"{row['title']}. {_beginning(row['body'])}", fields)


def _laws(folder: Path) -> Iterator[tuple[str, Example]]:
    for row in _rows(folder / "uts_vlc_2021_laws.jsonl.gz"):
        if fields := LAWS.get(row["law"]):
            for title, body in _ARTICLE.findall(row["text"]):
                yield row["law"], Example(f"{title}. {_beginning(body)}", fields)


def _names(folder: Path) -> Iterator[Example]:
    subjects = json.loads((folder / "phapdien_chude.json").read_text(encoding="utf-8"))
    number = {subject["id"]: int(subject["order"]) for subject in subjects}
    for row in json.loads((folder / "phapdien_demuc.json").read_text(encoding="utf-8")):
        name = row["title"].removesuffix("(loại bỏ)").strip()
        yield Example(name, _fields(number[row["chude_id"]], name))


def _fields(subject: int, name: str) -> tuple[str, ...]:
    first, also = SUBJECTS[subject], ALSO.get(name)
    return (first, also) if also and also != first else (first,)


def _beginning(body: str) -> str:
    return " ".join(body.split()[:WORDS_READ])


def _evenly(groups: dict[str, list[Example]], amount: int) -> list[Example]:
    """About `amount` examples: small groups whole, large ones cut to equal size, evenly spaced."""
    taken: list[Example] = []
    by_size = sorted(groups, key=lambda name: (len(groups[name]), name))
    for done, name in enumerate(by_size):
        size = len(groups[name])
        share = min(size, max(1, (amount - len(taken)) // (len(by_size) - done)))
        taken.extend(groups[name][place * size // share] for place in range(share))
    return taken


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def counts(found: Sequence[Example]) -> dict[str, int]:
    """How many examples name a field."""
    return {code: sum(code in example.fields for example in found) for code in FIELDS}
