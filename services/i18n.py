"""Sentences in the reader's language: Vietnamese is written in the code, other languages in ``locale/*.po``."""

import gettext
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).parent / "locale"
LANGUAGES = ("vi", "en")

Translate = Callable[..., str]


def N_(sentence: str) -> str:  # noqa: N802 (gettext's usual name, which the extraction of sentences looks for)
    """Marks a sentence for translation without translating it here."""
    return sentence


@cache
def _catalog(language: str) -> gettext.NullTranslations:
    path = LOCALE / f"{language}.po"
    if language == "vi" or not path.exists():
        return gettext.NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@cache
def translator(language: str) -> Translate:
    """A function ``t(sentence, **values)`` that speaks ``language``; unknown languages read Vietnamese.

    >>> translator("vi")("Còn {days} ngày", days=3)
    'Còn 3 ngày'
    """
    catalog = _catalog(language if language in LANGUAGES else "vi")

    def translate(sentence: str, /, **values: object) -> str:
        found = catalog.gettext(sentence)
        return found.format(**values) if values else found

    return translate
