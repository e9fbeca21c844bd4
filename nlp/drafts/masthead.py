"""Title, kind and number of a draft, read from the lines above its first provision."""

import re
from dataclasses import dataclass

from nlp.drafts import kinds, markers
from nlp.drafts.source import Line
from nlp.drafts.tree import Problem

_NUMBER = re.compile(r"(?<!\w)(?:[Ss]ố|SỐ)\s*:\s*(\d*[\s….\d_]*[-/][^\W_][\w\-/.]*)")
_BARE_NUMBER = re.compile(r"^(?:SỐ|Số)\s+(\d[\w.]*[-/][\w\-/.]*)", re.MULTILINE)
_NAME = re.compile(rf"(?<!\w)(?P<name>{kinds.NAMES})(?!\w)")
_BASIS = re.compile(
    r"^(?:Căn cứ|Thực hiện|Theo đề nghị|Theo|Xét|Để|Nhằm|Trên cơ sở|Thi hành|Ủy ban|Uỷ ban|UBND|Quốc hội|Chính phủ"
    r"|Bộ trưởng|Hội đồng|Nghị định số|Luật số|Luật này|Kính gửi|Thủ tướng Chính phủ ban hành|\()"
)
_ISSUER = re.compile(
    r"^(?:(?:QUỐC HỘI|CHÍNH PHỦ|THỦ TƯỚNG CHÍNH PHỦ)$|BỘ TRƯỞNG|CHỦ TỊCH|ỦY BAN|UỶ BAN|HỘI ĐỒNG|GIÁM ĐỐC|TỔNG "
    r"|VIỆN TRƯỞNG|CHÁNH ÁN|CHỦ NHIỆM|TRƯỞNG BAN)"
)
# On crawled lines the issuer stands glued behind the title of these kinds.
_GLUED_ISSUER = {
    "nghi-quyet": re.compile(r"\sQUỐC HỘI$"),
    "quyet-dinh": re.compile(
        r"(?<!CỦA)(?<!VÀ)(?<!DO)\s(?:BỘ TRƯỞNG BỘ|CHỦ TỊCH ỦY BAN NHÂN DÂN|THỦ TƯỚNG CHÍNH PHỦ)(?:\s[^,;]*)?$"
    ),
    "thong-tu": re.compile(r"(?<!CỦA)(?<!VÀ)(?<!DO)\sBỘ TRƯỞNG BỘ\s[^,;]*$"),
}
_COMMAND = re.compile(r":$")
_ABOUT = re.compile(r"(?:V/v|Về việc)\s*:?\s*(.+)$")
_FURNITURE = re.compile(
    r"CỘNG H(?:ÒA|OÀ) XÃ HỘI|Độc lập\s*[-–]|^[\W_]*$|ngày\s.{0,12}tháng|^Source:"
    r"|^(?:DỰ THẢO|Dự thảo)(?:\s+(?:lần|LẦN|ngày)?\s*[\d./]*)?$"
)
_DRAFT_MARK = re.compile(r"^\(?(?:DỰ THẢO|Dự thảo)(?:\s(?:lần|LẦN|ngày)?\s*[\d./]*)?\)?$")
_SECRET = re.compile(r"^(?:TUYỆT MẬT|TỐI MẬT|MẬT)$")
_PLACE = re.compile(r"^.{2,40},\s*ngày\s.{0,12}tháng\s.{0,12}năm")
_TITLE_LINES = 8


@dataclass(frozen=True, slots=True)
class Masthead:
    """What stands above the body: ``ends`` is the first line that belongs to the preamble."""

    title: str
    kind: str
    number: str
    ends: int
    problems: tuple[Problem, ...] = ()


def read(lines: tuple[Line, ...], own_title: str = "") -> Masthead:
    """Title, kind and number from the lines above the first provision (all lines when there is none)."""
    stop = next((at for at, line in enumerate(lines) if line.text.startswith(("Căn cứ", "Điều 1"))), len(lines))
    number = _number("\n".join(line.text for line in lines[: max(stop, 1)]))
    kind, title, ends = _title(lines)
    if "VBHN" in number:
        kind = "van-ban-hop-nhat"
    if not kind and any(line.text.startswith("Kính gửi") or "Kính gửi:" in line.text for line in lines):
        kind, title, ends = "cong-van", _about(lines), _letter_begins(lines)
    if not title:
        title, kind, ends = _fallback(lines, own_title, kind, ends)
    problems = tuple(
        Problem(
            "secret_mark", f"dòng {at + 1}", f"Văn bản có dấu “{line.text}”: không được đưa lên lấy ý kiến.", at + 1
        )
        for at, line in enumerate(lines)
        if any(_SECRET.match(cell) for cell in line.text.split(" | "))
    )
    return Masthead(title, kind, number, ends, problems)


def _number(head: str) -> str:
    match = _NUMBER.search(head) or _BARE_NUMBER.search(head)
    if match is None:
        return ""
    written = re.sub(r"[\s….]{2,}|[…_]+|(?<=^)\s*(?=/)", "…", match[1].strip())
    return re.sub(r"\s+", "", written).rstrip(".,;")


def _title(lines: tuple[Line, ...]) -> tuple[str, str, int]:
    """Kind, title and the line after them; empty and 0 when no line names a kind in capitals."""
    for at, line in enumerate(lines):
        found = None if line.hint == "table" or line.text.endswith(":") else _named(line.text)
        if found is None:
            continue
        name, rest = found
        kind = kinds.KINDS[name]
        parts = [name, rest] if rest else [name]
        parts, ends = _title_goes_on(lines, at + 1, parts, bool(rest))
        title = " ".join(parts)
        glued = _GLUED_ISSUER.get(kind)
        return kind, glued.sub("", title) if glued else title, ends
    return "", "", 0


def _named(text: str) -> tuple[str, str] | None:
    """The name of a kind and what follows it in capitals. Before it may stand what crawled texts glue there
    (motto, place and date), but no word of an agency: "SỞ KẾ HOẠCH VÀ ĐẦU TƯ" is no plan.
    """
    for match in _NAME.finditer(text):
        before, rest = text[: match.start()].strip(), text[match.end() :].strip()
        agency = markers.is_upper(before) and not before.endswith("DỰ THẢO")
        if not agency and (not rest or markers.is_upper(rest)):
            return match["name"], rest
    return None


def _title_goes_on(lines: tuple[Line, ...], at: int, parts: list[str], upper: bool) -> tuple[list[str], int]:
    for near in range(at, min(at + _TITLE_LINES, len(lines))):
        line = lines[near]
        text = line.text
        if _DRAFT_MARK.match(text):
            continue
        repeated = len(parts) > 1 and text == parts[0]
        if line.hint == "table" or _BASIS.match(text) or _COMMAND.search(text) or repeated:
            return parts, near
        if len(parts) > 1 and _ISSUER.match(text) and markers.is_upper(text):
            return parts, near
        if not markers.is_upper(text) and (upper or (len(parts) > 1 and line.gap) or text[-1] in ".;"):
            return parts, near
        if len(parts) == 1 and _ISSUER.match(text) and markers.is_upper(text):
            return parts, near
        upper = upper or markers.is_upper(text)
        parts.append(text)
    return parts, min(at + _TITLE_LINES, len(lines))


def _about(lines: tuple[Line, ...]) -> str:
    for line in lines:
        if match := _ABOUT.search(line.text):
            return match[1]
    return ""


def _letter_begins(lines: tuple[Line, ...]) -> int:
    """The line after "Kính gửi"; the whole letter is its preamble."""
    return next((at + 1 for at, line in enumerate(lines) if "Kính gửi" in line.text), 0)


def _fallback(lines: tuple[Line, ...], own_title: str, kind: str, ends: int) -> tuple[str, str, int]:
    """The first line that says something; its first words may name the kind."""
    for at, line in enumerate(lines[:_TITLE_LINES]):
        if line.hint == "table" or _FURNITURE.search(line.text) or _PLACE.match(line.text):
            continue
        if _BASIS.match(line.text) or _NUMBER.search(line.text) or len(line.text) > 300:
            break
        words = re.sub(r"^dự thảo\s+", "", line.text, flags=re.IGNORECASE).split()
        named = next((found for size in (4, 3, 2, 1) if (found := kinds.kind_named(" ".join(words[:size])))), "")
        if named or not own_title:
            return line.text, kind or named, max(ends, at + 1)
    return own_title, kind, ends
