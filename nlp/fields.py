"""The 24 fields of government a comment can be about: codes, names, and look-up by typed words; no scoring."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from nlp.text import distinct_key


@dataclass(frozen=True)
class Field:
    """One topic code with its names; `words` are other short names people type for it."""

    code: str
    vi: str
    en: str
    words: tuple[str, ...] = ()


# The State's 45 subjects of codified law (pháp điển), gathered into 24 that a citizen can tell apart.
_ALL = (
    Field("dat_dai", "Đất đai", "Land", ("đất", "nhà đất", "sổ đỏ")),
    Field(
        "xay_dung_nha_o",
        "Xây dựng, nhà ở, đô thị",
        "Construction, housing and urban areas",
        ("quy hoạch", "nhà ở xã hội", "chung cư", "urban planning"),
    ),
    Field(
        "moi_truong_tai_nguyen",
        "Môi trường, tài nguyên",
        "Environment and natural resources",
        ("khoáng sản", "tài nguyên nước", "rác thải", "khí hậu"),
    ),
    Field(
        "giao_thong",
        "Giao thông vận tải",
        "Transport",
        ("giao thông", "vận tải", "đường bộ", "xe cộ", "traffic"),
    ),
    Field(
        "giao_duc",
        "Giáo dục, đào tạo",
        "Education and training",
        ("trường học", "giáo viên", "học sinh", "school"),
    ),
    Field(
        "y_te",
        "Y tế, dược, thực phẩm",
        "Health, medicines and food safety",
        ("sức khỏe", "khám chữa bệnh", "thuốc", "an toàn thực phẩm", "food"),
    ),
    Field("lao_dong", "Lao động, việc làm", "Labour and employment", ("tiền lương", "labor", "jobs")),
    Field(
        "an_sinh",
        "An sinh xã hội, bảo hiểm, người có công",
        "Social security, insurance and people of merit",
        ("bảo hiểm xã hội", "trợ cấp", "lương hưu", "BHXH"),
    ),
    Field(
        "thue_phi_hai_quan",
        "Thuế, phí, lệ phí, hải quan",
        "Taxes, fees and customs",
        ("tax", "fees", "phí và lệ phí"),
    ),
    Field(
        "tai_chinh_ngan_hang",
        "Tài chính, ngân sách, ngân hàng",
        "Finance, budget and banking",
        ("kế toán", "tiền tệ", "tài sản công", "bank"),
    ),
    Field(
        "doanh_nghiep_thuong_mai",
        "Doanh nghiệp, đầu tư, thương mại",
        "Business, investment and trade",
        ("kinh doanh", "chứng khoán", "hợp tác xã", "đấu thầu"),
    ),
    Field(
        "nong_nghiep",
        "Nông nghiệp, nông thôn, thủy sản, lâm nghiệp",
        "Agriculture, rural areas, fisheries and forestry",
        ("chăn nuôi", "trồng trọt", "farming"),
    ),
    Field(
        "cong_thuong_nang_luong",
        "Công nghiệp, năng lượng",
        "Industry and energy",
        ("điện", "điện lực", "xăng dầu", "hóa chất", "electricity"),
    ),
    Field(
        "khcn_cntt",
        "Khoa học, công nghệ, viễn thông, chuyển đổi số",
        "Science, technology, telecoms and digital transformation",
        ("khoa học và công nghệ", "công nghệ thông tin", "bưu chính", "sở hữu trí tuệ", "digital"),
    ),
    Field(
        "van_hoa_tt_dl_bao_chi",
        "Văn hóa, thể thao, du lịch, báo chí",
        "Culture, sport, tourism and press",
        ("di sản", "xuất bản", "quảng cáo", "sports"),
    ),
    Field(
        "tu_phap_ho_tich",
        "Tư pháp, hộ tịch, công chứng",
        "Justice administration, civil status and notaries",
        ("khai sinh", "chứng thực", "quốc tịch", "luật sư", "trợ giúp pháp lý"),
    ),
    Field(
        "dan_su_hngd",
        "Dân sự, hôn nhân, gia đình, trẻ em",
        "Civil matters, marriage, family and children",
        ("thừa kế", "ly hôn", "dân số", "bình đẳng giới"),
    ),
    Field(
        "hinh_su_to_tung",
        "Hình sự, tố tụng, thi hành án",
        "Criminal law, procedure and enforcement of judgments",
        ("tòa án", "tội phạm", "crime", "court"),
    ),
    Field(
        "an_ninh_trat_tu",
        "An ninh, trật tự, cư trú, phòng cháy",
        "Public security, order, residence and fire safety",
        ("căn cước", "công an", "PCCC", "phòng cháy chữa cháy", "hộ khẩu"),
    ),
    Field(
        "quoc_phong_nvqs",
        "Quốc phòng, nghĩa vụ quân sự",
        "Defence and military service",
        ("quân đội", "dân quân tự vệ", "defense", "military"),
    ),
    Field(
        "can_bo_to_chuc",
        "Cán bộ, công chức, tổ chức bộ máy, đoàn thể",
        "Officials, organisation of the State and associations",
        ("viên chức", "sáp nhập", "thi đua khen thưởng", "nội vụ"),
    ),
    Field(
        "khieu_nai_thanh_tra",
        "Khiếu nại, tố cáo, thanh tra",
        "Complaints, denunciations and inspection",
        ("tiếp công dân", "tham nhũng", "phòng chống tham nhũng"),
    ),
    Field("dan_toc_ton_giao", "Dân tộc, tôn giáo", "Ethnic affairs and religion", ("tín ngưỡng",)),
    Field(
        "doi_ngoai",
        "Đối ngoại, biên giới, người nước ngoài",
        "Foreign affairs, borders and foreigners",
        ("ngoại giao", "visa", "thị thực", "hộ chiếu", "xuất nhập cảnh"),
    ),
)

FIELDS: Mapping[str, Field] = MappingProxyType({field.code: field for field in _ALL})


def field_by_words(text: str) -> str | None:
    """The field a person means by a few typed words, with or without diacritics, in Vietnamese or English.

    A code or a whole name wins; else the names found within the text decide, where a name inside a longer
    one does not count ("đất" in "đất đai"). None when they speak of no field or of more than one.

    >>> field_by_words("Giáo dục"), field_by_words("sở y tế"), field_by_words("thue"), field_by_words("thuế y tế")
    ('giao_duc', 'y_te', 'thue_phi_hai_quan', None)
    """
    typed = distinct_key(text)
    if typed in _NAMES:
        return _NAMES[typed]
    found = [name for name in _NAMES if f" {name} " in f" {typed} "]
    whole = [name for name in found if not any(name != other and f" {name} " in f" {other} " for other in found)]
    codes = {_NAMES[name] for name in whole}
    return codes.pop() if len(codes) == 1 else None


def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for field in _ALL:
        parts = (part for name in (field.vi, field.en) for part in name.replace(" and ", ", ").split(","))
        for name in (field.code, field.vi, field.en, *parts, *field.words):
            names.setdefault(distinct_key(name), field.code)
    return names


_NAMES = _names()
