"""Brings services/locale/en.po up to the sentences in the code: ``python -m tests.refresh_catalogue``.

Known translations stay, new sentences come in empty (and are named, for a person to translate), dead ones go.
"""

import sys
from io import BytesIO

from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po

from services.i18n import LOCALE
from tests.services.test_catalogue import spoken

_HEADER = """# English sentences of Góp Ý; the Vietnamese ones stand in the code.
# British spelling, "you"; what stands between «…» is typed by people and must be understood."""
_DATED = ('"POT-Creation', '"PO-Revision', '"Report-Msgid', '"Generated-By', '"Last-Translator')


def main() -> None:
    """Rewrites the file and says on stderr what is missing or was dropped."""
    path = LOCALE / "en.po"
    with path.open("rb") as source:
        known = {message.id: message.string for message in read_po(source) if message.id}
    catalogue = Catalog(locale="en", project="Góp Ý", header_comment=_HEADER, charset="utf-8", fuzzy=False)
    sentences = spoken()
    for sentence in sorted(sentences):
        catalogue.add(sentence, known.get(sentence, ""))
        if not known.get(sentence):
            sys.stderr.write(f"to translate: {sentence!r}\n")
    for sentence in sorted(set(map(str, known)) - sentences):
        sys.stderr.write(f"dropped: {sentence!r} -> {known[sentence]!r}\n")
    written = BytesIO()
    write_po(written, catalogue, width=110, sort_output=True)
    lines = written.getvalue().decode().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith(_DATED)), encoding="utf-8")


if __name__ == "__main__":
    main()
