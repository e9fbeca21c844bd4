"""Where a document ends: recipients, signature, the formula of adoption; they never become provisions."""

import re

from nlp.drafts.source import Line

_RECIPIENTS = re.compile(r"^Nơi nhận\s*(?::|$|\|)")
_SIGNS = re.compile(
    r"^(?:(?:TM|KT|TL|TUQ|T/M)\.\s?(?=[^\W\d_])|Q\.\s(?=CHỦ|GIÁM|BỘ|TRƯỞNG)"
    r"|(?:CHỦ TỊCH|PHÓ CHỦ TỊCH|BỘ TRƯỞNG|THỨ TRƯỞNG|THỦ TƯỚNG|GIÁM ĐỐC|VIỆN TRƯỞNG|CHÁNH ÁN|XÁC THỰC VĂN BẢN)"
    r"(?!\w)(?!.*[.;:,]$))"
)
_ADOPTED = re.compile(r"^(?:Luật|Bộ luật|Nghị quyết|Pháp lệnh|Hiến pháp) này (?:đã )?được .{0,160}thông qua")
_SIGNED = re.compile(r"^\(?[Đđ]ã ký\)?\.?$")
_NAME_WORDS = range(2, 6)


def find(lines: tuple[Line, ...], quoted: list[bool], first: int) -> set[int]:
    """Lines at which a closing part begins, after line ``first`` where the structure begins."""
    found = set()
    for at, line in enumerate(lines):
        if at <= first or quoted[at]:
            continue
        text = line.text
        if _RECIPIENTS.match(text) or _ADOPTED.match(text) or _SIGNS.match(text):
            found.add(at)
        elif _SIGNED.match(text):
            named = at - 1 > first and _is_name(lines[at - 1].text)
            found.add(at - 1 if named else at)
    return found


def _is_name(text: str) -> bool:
    words = text.split()
    return len(words) in _NAME_WORDS and all(word.isalpha() and word[0].isupper() for word in words)
