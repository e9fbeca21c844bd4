"""Kinds of drafts as people read and type them; the list of kinds is nlp/drafts/kinds.py."""

from nlp.drafts.kinds import KINDS
from nlp.text import fold

_NAMES = {code: name.capitalize() for name, code in KINDS.items()}
_ENGLISH = {
    "luat": "Law",
    "phap-lenh": "Ordinance",
    "nghi-quyet": "Resolution",
    "nghi-dinh": "Decree",
    "quyet-dinh": "Decision",
    "thong-tu": "Circular",
    "chi-thi": "Directive",
    "ke-hoach": "Plan",
    "de-an": "Project",
    "quy-che": "Regulation",
    "quy-dinh": "Rules",
}


def read(text: str) -> str:
    """The code of a kind typed as a code or a name, with or without marks; another text is kept as it is.

    >>> read("Quyết định"), read("ke-hoach"), read("Bộ tiêu chí")
    ('quyet-dinh', 'ke-hoach', 'Bộ tiêu chí')
    """
    code = fold(text).replace(" ", "-")
    return code if code in _NAMES else " ".join(text.split())


def show(kind: str, language: str) -> str:
    """The kind's name; in English with the Vietnamese behind it, because the paper itself bears that name."""
    name = _NAMES.get(kind, kind)
    english = _ENGLISH.get(kind)
    return f"{english} ({name})" if english and language == "en" else name


def listed(language: str) -> list[tuple[str, str]]:
    """Every kind as (code, name), by name."""
    return sorted(((code, show(code, language)) for code in _NAMES), key=lambda row: fold(row[1]))
