"""The role of a dossier's file by the words of its link: tờ trình, dự thảo, so sánh …; contents are not looked at."""

from collections.abc import Mapping, Sequence

from nlp.text import fold

# Asked in this order: "Tờ trình về dự thảo Nghị định" is a tờ trình. What fits nothing is "khac".
WORDS: Mapping[str, tuple[str, ...]] = {
    "so-sanh-thuyet-minh": ("so sánh", "thuyết minh"),
    "danh-gia-tac-dong": ("đánh giá tác động", "đánh giá thủ tục", "đánh giá chính sách", "ĐGTĐ", "RIA"),
    "tong-ket": ("tổng kết", "báo cáo thực trạng"),
    "to-trinh": ("tờ trình",),
    "du-thao": ("dự thảo",),
}
OTHER = "khac"


def role_of(words: str, own: Mapping[str, Sequence[str]] | None = None) -> str:
    """The role a link's words say; ``own`` holds a portal's own words by role and is asked first.

    >>> role_of("2. Tờ trình dự thảo Nghị định"), role_of("Bang so sanh.docx"), role_of("Phụ lục")
    ('to-trinh', 'so-sanh-thuyet-minh', 'khac')
    """
    said = f" {_plain(words)} "
    for table in (own or {}, WORDS):
        for role, known in table.items():
            if any(f" {_plain(word)} " in said for word in known):
                return role
    return OTHER


def _plain(words: str) -> str:
    return " ".join("".join(char if char.isalnum() else " " for char in fold(words)).split())
