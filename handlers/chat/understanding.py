"""What a typed line or a press means, given the choices on screen and the flows; it changes nothing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.chat.base import Flow
from nlp.text import fold
from services.actions import PREFIX as ACTION

MENU = "m:"
RESUME = ("tiep tuc", "continue")  # takes a comment up again that another command interrupted
_NUMBER = re.compile(r"\(?\s*(\d{1,2})\s*[.)]?")
_CODE_AFTER_WORDS = re.compile(
    r"(?P<words>.+?)\s+(?P<code>(?:dt|tb)\s*-?\s*\d{1,9}|[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})"
)


@dataclass(frozen=True, slots=True)
class Started:
    """A flow was asked for, with what stood behind its name."""

    flow: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice on screen was meant."""

    key: str


@dataclass(frozen=True, slots=True)
class Outdated:
    """A button of an older message was pressed."""


@dataclass(frozen=True, slots=True)
class UnknownCommand:
    """A slash command that does not exist."""


@dataclass(frozen=True, slots=True)
class Said:
    """Free text."""

    text: str


Meaning = Started | Chosen | Outdated | UnknownCommand | Said


def of_press(payload: str, choices: Sequence[Sequence[object]], menu: int, flows: Mapping[str, Flow]) -> Meaning:
    """What a press means. Payloads can be forged by hand, so nothing in them is trusted beyond this grammar."""
    if payload.startswith(MENU):
        number, _, index = payload.removeprefix(MENU).partition(":")
        if number == str(menu) and index.isdigit() and int(index) < len(choices):
            return Chosen(str(choices[int(index)][0]))
        return Outdated()
    if payload.startswith(ACTION):
        flow, _, argument = payload.removeprefix(ACTION).partition(":")
        if flow in flows:
            return Started(flow, argument)
    return Outdated()


def of_text(text: str, choices: Sequence[Sequence[object]], flows: Mapping[str, Flow]) -> Meaning:
    """What a typed line means: a command, a number or label on screen, the name of a flow, else free text."""
    line = text.strip()
    if line.startswith("/"):
        return _command(line, flows)
    chosen = _choice(line, choices)
    if chosen is not None:
        return chosen
    return _words(line, flows) or Said(text)


def _command(line: str, flows: Mapping[str, Flow]) -> Meaning:
    name, _, argument = line[1:].partition(" ")
    name = fold(name.partition("@")[0])
    for flow in flows.values():
        if name in flow.commands:
            return Started(flow.name, argument.strip())
    return UnknownCommand()


def _choice(line: str, choices: Sequence[Sequence[object]]) -> Chosen | None:
    number = _NUMBER.fullmatch(line)
    if number and 1 <= int(number[1]) <= len(choices):
        return Chosen(str(choices[int(number[1]) - 1][0]))
    folded = fold(line).rstrip(".!")
    for key, label, words in choices:
        if folded and (folded == fold(str(label)) or folded in words):  # type: ignore[operator]  # a stored list of words
            return Chosen(str(key))
    return None


def _words(line: str, flows: Mapping[str, Flow]) -> Started | None:
    folded = fold(line).rstrip(".!?")
    for flow in flows.values():
        if folded in flow.words:
            return Started(flow.name)
    with_code = _CODE_AFTER_WORDS.fullmatch(folded)
    if with_code:
        for flow in flows.values():
            if with_code["words"] in flow.words:
                return Started(flow.name, with_code["code"])
    return None
