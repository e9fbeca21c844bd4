"""Footnotes and endnotes of a Word file: numbered as they are met, told below the paragraph that refers to them."""

from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from nlp.drafts.docx_numbers import roman

REFERENCES = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}


class Notes:
    """The notes of a document; ``met`` gives a reference its mark and keeps its text for ``waiting``."""

    def __init__(self, document: Any) -> None:
        self._texts = {name: _notes(document, name) for name in REFERENCES.values()}
        self._counts = dict.fromkeys(REFERENCES.values(), 0)
        self._waiting: list[tuple[str, Any]] = []

    def met(self, reference: Any) -> str:
        """The mark of a reference: "[2]" for a footnote, "[ii]" for an endnote, "" when its note is not there."""
        kind = REFERENCES[reference.tag]
        note = self._texts[kind].get(reference.get(qn("w:id")))
        if note is None:
            return ""
        self._counts[kind] += 1
        count = self._counts[kind]
        mark = f"[{count}]" if kind == "footnotes" else f"[{roman(count).lower()}]"
        self._waiting.append((mark, note))
        return mark

    def waiting(self) -> list[tuple[str, Any]]:
        """The marks and notes met since the last call."""
        waiting, self._waiting = self._waiting, []
        return waiting


def _notes(document: Any, name: str) -> dict[str, Any]:
    """The notes of word/footnotes.xml or word/endnotes.xml by their ids; the rules between them are no notes."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith(f"/{name}") and not relation.is_external:
            root = parse_xml(relation.target_part.blob)
            return {note.get(qn("w:id")): note for note in root if note.get(qn("w:type"), "normal") == "normal"}
    return {}
