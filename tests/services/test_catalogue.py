"""The English catalogue keeps up with the Vietnamese sentences: every one said, nothing left over, nothing broken."""

import ast
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from handlers.chat import understanding
from handlers.chat.flows import FLOWS
from handlers.chat.understanding import Started
from nlp import locate
from services import actions, refusals
from services.errors import Refused
from services.i18n import LANGUAGES, LOCALE, Translate, translator
from services.messages import Button

HOUSE = Path(__file__).parents[2]
ROOMS = ("handlers", "services", "bot/cli")
RESUMING = ("continue", "tiếp tục")  # understood only while a comment is set aside
KEPT = ("tiếng Việt", "Ban Tiếp công dân")  # names that stay Vietnamese in English

_QUOTED = re.compile(r"«([^«»]+)»")
_SLASHED = re.compile(r"/([a-z]+) – ")
_MARKED = re.compile(r"[\u0300-\u036fđĐ]")


@cache
def spoken() -> frozenset[str]:
    """Every Vietnamese sentence in the sources that a reader of English can meet."""
    found = {flow.summary for flow in FLOWS.values() if flow.summary}
    for path in (path for room in ROOMS for path in (HOUSE / room).rglob("*.py")):
        with path.open("rb") as source:
            for _, message, _, _ in extract("python", source, keywords={"t": None, "N_": None}):
                assert isinstance(message, str), f"{path}: no plural forms are used here"
                found.add(message)
        found |= _said_at_once(path)
    return frozenset(found | _on_pages())


def _on_pages() -> set[str]:
    """The sentences of page templates."""
    found = set()
    for path in (HOUSE / "handlers" / "web" / "templates").rglob("*.html"):
        with path.open("rb") as source:
            for _, _, message, _ in babel_extract(source, {"t": None}, (), {"silent": "false"}):
                found.add(message if isinstance(message, str) else str(message[0]))
    return found


def _said_at_once(path: Path) -> set[str]:
    """Sentences handed to a fresh translator, as in ``translator(language)("…")``, which babel does not see."""
    return {
        str(node.args[0].value)
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Call)
        and isinstance(node.func.func, ast.Name)
        and node.func.func.id in ("translator", "tongue")
        and isinstance(node.args[0], ast.Constant)
    }


@cache
def catalogue() -> Catalog:
    """The English catalogue as it stands in its file."""
    with (LOCALE / "en.po").open("rb") as source:
        return read_po(source, abort_invalid=True)


@cache
def english() -> Mapping[str, str]:
    """Vietnamese sentence to English sentence, as far as it is translated."""
    return {str(message.id): str(message.string) for message in catalogue() if message.id and message.string}


def placeholders(sentence: str) -> list[tuple[str, str, str]]:
    """Each placeholder with its format and conversion, in no particular order."""
    return sorted((name, form or "", how or "") for _, name, form, how in Formatter().parse(sentence) if name)


def filled(sentence: str) -> dict[str, str]:
    """A value for each placeholder that can be found again in the sentence."""
    return {name: f"[{name}]" for name, _, _ in placeholders(sentence)}


def commands_in(sentence: str) -> list[str]:
    """The words between «…» that a person is told to type: no label of a button, no place in a draft, no value."""
    words = _QUOTED.findall(sentence)
    return [w for w in words if w[0].islower() and not w.startswith("gopy ") and not locate.paths_meant(w)]


def flow_of(line: str) -> str:
    """The flow that a typed line starts, or what else it means."""
    meaning = understanding.of_text(line, [], FLOWS)
    return meaning.flow if isinstance(meaning, Started) else repr(meaning)


def test_the_file_says_that_it_is_english() -> None:
    found = catalogue()
    assert (found.locale_identifier, found.charset, found.num_plurals) == ("en", "utf-8", 2)
    assert [message.id for message in found if message.id and message.fuzzy] == []


def test_every_sentence_is_said_in_english() -> None:
    assert sorted(spoken() - english().keys()) == []
    assert [vi for vi, en in english().items() if not en.strip()] == []


def test_nothing_is_left_of_sentences_that_are_no_longer_said() -> None:
    assert sorted(english().keys() - spoken()) == []
    assert list(catalogue().obsolete) == []


def test_placeholders_are_the_same_in_both_languages() -> None:
    assert {vi: en for vi, en in english().items() if placeholders(vi) != placeholders(en)} == {}


def test_lines_and_edges_are_the_same_in_both_languages() -> None:
    def shape(sentence: str) -> tuple[int, bool, bool]:
        return sentence.count("\n"), sentence[:1].isspace(), sentence[-1:].isspace()

    assert {vi: en for vi, en in english().items() if shape(vi) != shape(en)} == {}


def test_letters_are_composed_so_that_sentences_are_found() -> None:
    assert [s for pair in english().items() for s in pair if not unicodedata.is_normalized("NFC", s)] == []


def test_english_sentences_are_english() -> None:
    def vietnamese(sentence: str) -> bool:
        for name in KEPT:
            sentence = sentence.replace(name, "")
        return bool(_MARKED.search(unicodedata.normalize("NFD", _QUOTED.sub("", sentence))))

    assert [en for en in english().values() if vietnamese(en)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_people_are_told_to_type_is_understood(language: str) -> None:
    sentences = english().values() if language == "en" else english().keys()
    told = {word for sentence in sentences for word in commands_in(sentence)}
    resume = set(RESUMING) & told
    assert len(resume) == 1
    assert {word: flow_of(word) for word in told - resume if flow_of(word) not in FLOWS} == {}


def test_a_sentence_names_the_same_commands_in_both_languages() -> None:
    def meant(sentence: str) -> list[str]:
        return sorted("continue" if w in RESUMING else flow_of(w) for w in commands_in(sentence))

    assert {vi: en for vi, en in english().items() if meant(vi) != meant(en)} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_that_people_are_told_to_choose_exist(language: str) -> None:
    sentences = set(english().values() if language == "en" else english().keys())
    named = {word for sentence in sentences for word in _QUOTED.findall(sentence) if word[0].isupper()}
    assert named - sentences == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_names_each_command_in_the_readers_language(language: str) -> None:
    t = translator(language)
    for flow in (flow for flow in FLOWS.values() if flow.summary):
        line = t(flow.summary)
        command = _SLASHED.match(line)
        assert command, f"{line!r} must read «/command – what it does»"
        assert command[1] == flow.commands[0 if language == "en" else -1]
        assert flow_of(f"/{command[1]}") == flow.name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "make",
    [
        lambda t: actions.read_draft("DT12", t),
        lambda t: actions.comment_on("DT12", t),
        lambda t: actions.see_changes("DT12", t),
        lambda t: actions.review_announcement(7, t),
        actions.stop,
    ],
    ids=["read", "comment", "changes", "announcement", "stop"],
)
def test_a_button_typed_does_what_a_button_pressed_does(make: Callable[[Translate], Button], language: str) -> None:
    button = make(translator(language))
    pressed = understanding.of_press(button.payload, [], 1, FLOWS)
    typed = understanding.of_text(button.typed, [], FLOWS)
    assert isinstance(pressed, Started)
    assert isinstance(typed, Started)
    assert (typed.flow, typed.argument) == (pressed.flow, pressed.argument.lower())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_that_links_an_officer_is_understood(language: str) -> None:
    told = translator(language)("Trong chat với bot, nhắn: liên kết {code}", code="7k3m-92qx-4f8a")
    assert understanding.of_text(told.partition(": ")[2], [], FLOWS) == Started("link", "7k3m-92qx-4f8a")


@pytest.mark.parametrize("code", refusals.SENTENCES)
def test_every_refusal_is_said_in_english(code: str) -> None:
    vietnamese = refusals.SENTENCES[code]
    values = filled(vietnamese)
    said = refusals.sentence(Refused(code, **values), translator("en"))
    assert said != vietnamese.format(**values)
    assert [value for value in values.values() if value not in said] == []
    assert not re.search(r"[{}]", said)
