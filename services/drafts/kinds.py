"""Kinds of drafts as people read and type them; the table is services/drafts/tables, the words on papers nlp's."""

import re

from nlp.drafts.kinds import KINDS
from nlp.text import fold
from services.drafts import tables
from services.drafts.tables import Kind

_WORDS = {code: name.capitalize() for name, code in KINDS.items()}
# What people write short, and what they leave out: "QĐ UBND tỉnh", "nghị quyết HĐND cấp xã".
_SHORT = (
    ("uy ban nhan dan", "ubnd"), ("hoi dong nhan dan", "hdnd"), ("uy ban thuong vu quoc hoi", "ubtvqh"),
    ("toa an nhan dan toi cao", "tandtc"),
)  # fmt: skip
_SILENT = re.compile(r"\b(?:cua|cap|du thao)\b")


def every() -> list[Kind]:
    """The kinds of the table, in its order: what a form offers."""
    return list(tables.kinds().values())


def of(kind: str) -> Kind | None:
    """The entry of a kind's code; None for a code of a paper without one, and for a kind in free words."""
    return tables.kinds().get(kind)


def is_normative(kind: str) -> bool | None:
    """Whether documents of this kind bind in general; None when the table does not know."""
    found = of(kind)
    return found.normative if found else None


def read(text: str) -> str:
    """The code of a kind typed as a code or a name, with or without marks; another text is kept as it is.

    >>> read("Quyết định"), read("ke-hoach"), read("Bộ tiêu chí")
    ('quyet-dinh', 'ke-hoach', 'Bộ tiêu chí')
    >>> read("Quyết định của Chủ tịch UBND tỉnh"), read("nghị quyết HĐND xã")
    ('quyet-dinh-chu-tich-tinh', 'nghi-quyet-hdnd-xa')
    """
    code = fold(text).replace(" ", "-")
    if code in tables.kinds() or code in _WORDS:
        return code
    wanted = _key(text)
    named = {_key(name): kind.code for kind in every() for name in (kind.vi, *kind.also)}
    return named.get(wanted, " ".join(text.split()))


def show(kind: str, language: str) -> str:
    """The kind's name; in English with the Vietnamese behind it, because the paper itself bears that name."""
    found = of(kind)
    name = found.vi if found else _WORDS.get(kind, kind)
    return f"{found.en} ({name})" if found and language == "en" else name


def _key(text: str) -> str:
    folded = fold(text)
    for long, short in _SHORT:
        folded = folded.replace(long, short)
    return " ".join(_SILENT.sub(" ", folded).split())
