"""Kinds of drafts as people read and type them; the list of kinds is nlp/drafts/kinds.py."""

from nlp.drafts.kinds import KINDS
from nlp.text import fold

_NAMES = {code: name.capitalize() for name, code in KINDS.items()}


def read(text: str) -> str:
    """The code of a kind typed as a code or a name, with or without marks; another text is kept as it is.

    >>> read("Quyết định"), read("ke-hoach"), read("Bộ tiêu chí")
    ('quyet-dinh', 'ke-hoach', 'Bộ tiêu chí')
    """
    code = fold(text).replace(" ", "-")
    return code if code in _NAMES else " ".join(text.split())


def show(kind: str) -> str:
    """The kind's Vietnamese name."""
    return _NAMES.get(kind, kind)
