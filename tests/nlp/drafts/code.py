"""A made-up code of law as large as the civil code: 689 articles in parts and chapters, half a megabyte."""

from pathlib import Path

from tests.nlp.drafts.files import Word

ARTICLES = 689
# Word cuts paragraphs into runs: by spelling marks, editing sessions, fonts.
_RUN = 40
_SENTENCE = (
    "Cá nhân, pháp nhân thực hiện quyền của mình đối với tài sản theo quy định của Bộ luật này, không được xâm phạm"
    " lợi ích quốc gia, dân tộc, lợi ích công cộng, quyền và lợi ích hợp pháp của người khác;"
)


def code_of_law() -> str:
    """The text, one paragraph a line; about 0.5 million characters."""
    lines = ["BỘ LUẬT", "VỀ QUAN HỆ LÀNG XÓM", "Căn cứ Hiến pháp;"]
    for number in range(1, ARTICLES + 1):
        if number % 27 == 1:
            lines += [f"Chương {_roman(number // 27 + 1)}", "QUYỀN CỦA NGƯỜI LÁNG GIỀNG"]
        lines.append(f"Điều {number}. Quyền và nghĩa vụ thứ {number} của người láng giềng")
        lines.append(f"1. {_SENTENCE}")
        lines.append(f"2. Trường hợp có thỏa thuận khác thì theo khoản 1 Điều {max(number - 1, 1)}, gồm:")
        lines += [f"{letter}) {_SENTENCE}" for letter in "abđ"[: number % 3]]
        lines.append("3. Chính phủ quy định chi tiết Điều này. " + _SENTENCE * (1 + number % 2))
    return "\n".join(lines) + "\n"


def code_in_word(path: Path) -> Path:
    """The same text as a Word file whose articles and clauses Word numbers itself."""
    word = Word()
    word.levels(90, ("decimal", "Điều %1."), ("decimal", "%2."))
    for line in code_of_law().splitlines():
        name, _, rest = line.partition(". ")
        depth = 0 if name.startswith("Điều ") else 1 if name.isdigit() else None
        text = line if depth is None else rest
        paragraph = word.say("", None if depth is None else 90, depth or 0)
        for at in range(0, len(text), _RUN):
            paragraph.add_run(text[at : at + _RUN]).font.name = "Times New Roman"
    return word.save(path)


def _roman(number: int) -> str:
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
