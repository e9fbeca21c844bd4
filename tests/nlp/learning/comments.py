"""Comments on a local clinic, written for these tests, with the sides of it they speak of."""

from nlp.learning.examples import Example

PARTS: dict[str, tuple[str, ...]] = {
    "gia": ("giá khám hơi cao", "viện phí đắt quá", "thu tiền nhiều khoản", "tiền thuốc đắt", "chi phí xét nghiệm cao"),
    "cho_doi": ("chờ lâu quá", "xếp hàng cả buổi", "đợi hai tiếng mới tới lượt", "khám rất chậm", "lấy số chờ lâu"),
    "thai_do": (
        "nhân viên thân thiện",
        "bác sĩ nhiệt tình",
        "cô y tá gắt gỏng",
        "thái độ kém",
        "hướng dẫn tận tình",
    ),
    "co_so": ("phòng chờ nóng", "nhà vệ sinh bẩn", "giường bệnh cũ", "máy móc hiện đại", "bãi xe chật"),
}
ENDS = ("", " ạ", ", mong được cải thiện", " so với năm ngoái", ", tôi có ý kiến vậy")


def single() -> list[Example]:
    """A hundred comments of one label each."""
    return [
        Example(f"{part}{end}", frozenset([label])) for end in ENDS for label, parts in PARTS.items() for part in parts
    ]


def several() -> list[Example]:
    """Two hundred comments of none, one or two labels."""
    labels = list(PARTS)
    found = single()
    for turn, end in enumerate(ENDS):
        for place in range(5):
            one, other = labels[(turn + place) % 4], labels[(turn + place + 1 + place % 3) % 4]
            if one != other:
                text = f"{PARTS[one][place]} và {PARTS[other][(place + turn) % 5]}{end}"
                found.append(Example(text, frozenset([one, other])))
            found.append(Example(f"xin chào phòng khám số {place + 1}{end}", frozenset()))
    return found
