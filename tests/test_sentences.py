"""What people read gets its words and values: refusals and sentences; translations have test_catalogue."""

import ast
from collections.abc import Iterator
from string import Formatter

from services.refusals import SENTENCES
from tests.source import ROOMS, walk


def placeholders(sentence: str) -> set[str]:
    """The names in braces of a sentence."""
    return {field.split(".")[0] for _, field, _, _ in Formatter().parse(sentence) if field}


def raised() -> Iterator[tuple[str, str, set[str]]]:
    """(place, code, names of the values given) of every refusal in the code.

    What reads files raises Unreadable; services.reading makes a refusal of it and adds the name of the file.
    """
    for path, node in walk(*ROOMS):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
            continue
        reads = path.startswith(("nlp/", "services/reading.py"))
        if node.func.id not in (("Refused", "Unreadable") if reads else ("Refused",)):
            continue
        given = {keyword.arg or "**" for keyword in node.keywords}
        for leaf in ast.walk(node.args[0]):
            if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str):
                yield f"{path}:{node.lineno}", leaf.value, given


def test_every_refusal_has_a_sentence_and_every_sentence_a_refusal() -> None:
    text = {
        node.value
        for path, node in walk(*ROOMS)
        if path != "services/refusals.py" and isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert {code for _, code, _ in raised()} - SENTENCES.keys() == set()
    assert SENTENCES.keys() - text == set()


def test_every_refusal_brings_what_its_sentence_needs() -> None:
    lacking = [
        f"{place} {code}: {sorted(missing)}"
        for place, code, given in raised()
        # readers of files do not know the name people gave the file: services.reading adds it
        if (missing := placeholders(SENTENCES.get(code, "")) - given - {"**"})
        and not (place.startswith(("nlp/", "services/reading.py")) and missing == {"name"})
    ]
    assert lacking == []


def sentences() -> Iterator[tuple[str, str, set[str] | None]]:
    """(place, sentence, values given) of every sentence that people read; None where it is only marked."""
    for path, node in walk("bot", "handlers", "services"):
        if not isinstance(node, ast.Call) or path.startswith("bot/sandbox/"):
            continue
        place = f"{path}:{node.lineno}"
        for keyword in node.keywords:
            is_summary = keyword.arg == "summary" and isinstance(node.func, ast.Name) and node.func.id == "Flow"
            if is_summary and isinstance(keyword.value, ast.Constant) and keyword.value.value:
                yield place, str(keyword.value.value), None
        first = node.args[0] if node.args else None
        if _speaks(node.func) and isinstance(first, ast.Constant) and isinstance(first.value, str):
            marked = isinstance(node.func, ast.Name) and node.func.id == "N_"
            yield place, first.value, None if marked else {keyword.arg or "**" for keyword in node.keywords}


def _speaks(function: ast.expr) -> bool:
    """Whether a call of this is a translation: t(…), turn.t(…), tongue()(…), translator(language)(…), N_(…)."""
    match function:
        case ast.Name(id="t" | "N_") | ast.Attribute(attr="t"):
            return True
        case ast.Call(func=ast.Name(id="tongue" | "translator")):
            return True
        case _:
            return False


def test_every_sentence_gets_the_values_it_names() -> None:
    wrong = [f"{p}: {s!r}" for p, s, given in sentences() if given is not None and placeholders(s) != given]
    assert wrong == []
