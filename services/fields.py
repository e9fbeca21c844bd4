"""Fields of government as people read them; the list itself is nlp/fields.py."""

from nlp.fields import FIELDS

CODES = tuple(FIELDS)
"""Every field, in the order in which lists show them."""


def show(code: str, language: str) -> str:
    """The field's name in the reader's language; an unknown code is shown as it is."""
    field = FIELDS.get(code)
    if field is None:
        return code
    return field.en if language == "en" else field.vi
