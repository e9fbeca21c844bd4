"""A digest as plain text for a terminal or an e-mail: everything that was counted, without single comments."""

from services.digests import Digest
from services.exports import tables, words
from services.exports.cells import clean
from services.exports.tables import Table
from services.i18n import Translate, translator


def write(digest: Digest, language: str) -> bytes:
    """UTF-8 with a newline at the end."""
    t = translator(language)
    parts = [_lines(tables.summary(digest, language, t))]
    if not digest.numbers.messages:
        parts.append(t("Chưa có góp ý nào trong thời gian này."))
    counted = (
        tables.provisions(digest, t),
        tables.topics(digest, language, t),
        tables.kinds(digest, t),
        tables.days(digest, t),
    )
    parts += [_lines(table) for table in counted if table.rows]
    parts += _samples(digest, t)
    return clean_text("\n\n".join(parts)).encode()


def clean_text(text: str) -> str:
    """The text without invisible characters, which could steer a terminal, ended by one newline."""
    return "\n".join(clean(line) for line in text.split("\n")).rstrip() + "\n"


def _lines(table: Table) -> str:
    """The title, then a line a row: its first cell, then the others with the names of their columns."""
    lines = [table.title.upper()]
    for first, *others in table.rows:
        named = list(zip(table.header[1:], others, strict=True))
        said = [f"{name}: {cell}" for name, cell in named if cell not in ("", 0)]
        lines.append(f"- {first}: {others[0]}" if len(named) == 1 else f"- {first} | {' | '.join(said)}")
    return "\n".join(lines)


def _samples(digest: Digest, t: Translate) -> list[str]:
    if not digest.samples:
        return []
    names = words.stances(t)
    lines = [t("Một số ý kiến").upper()]
    for sample in digest.samples:
        head = f"- {words.place(sample.label, t)} ({names[sample.stance].lower()})"
        lines.append(f"{head}: «{words.shorten(sample.text, 600)}»")
    return ["\n".join(lines)]
