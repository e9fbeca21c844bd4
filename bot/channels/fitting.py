"""Makes a neutral message fit a channel: typed choices instead of buttons, long texts in parts; sends nothing."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bot.channels.base import Capabilities
from services.messages import Button, OutMessage, Paragraph

GAP = "\n\n"  # between paragraphs, on every channel
_SENTENCE_END = re.compile(r"[.!?…;:][\"»”)\]]*\s+")
_JOINERS = ("\u200d", "\ufe0e", "\ufe0f")  # zero-width joiner and variation selectors glue letters into one


def utf16_length(text: str) -> int:
    """The length of ``text`` in UTF-16 units, as Telegram and Zalo count it.

    >>> utf16_length("Điều 4 👍")
    9
    """
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def fit(message: OutMessage, capabilities: Capabilities) -> tuple[OutMessage, ...]:
    """The parts in which ``message`` leaves on a channel, each one thing for the platform to show, in order.

    Text comes first, split between paragraphs, else sentences, else words; buttons stand on its last part; then
    each file is a part of its own, except that a single file with a short text carries it as a caption.
    Choices that the channel has no button for become typed lines. ``edits`` stays only on a text of one part.
    """
    carried = tuple(file for file in message.files if file.kind in capabilities.files)
    lost = tuple(file for file in message.files if file.kind not in capabilities.files)
    buttons, typed = _choices(message.buttons, capabilities)
    names = (Paragraph("\n".join(f"📎 {file.name}" for file in lost), "note"),) if lost else ()
    paragraphs = (*message.paragraphs, *names, *typed)
    edits = message.edits if capabilities.edits else ""

    measure = utf16_length if capabilities.unit == "utf16" else len
    texts = split(paragraphs, capabilities.max_text, measure)
    length = measure(GAP.join(paragraph.text for paragraph in paragraphs))
    if len(carried) == 1 and not edits and length <= capabilities.max_caption:
        return (OutMessage(texts[0] if texts else (), buttons, carried),)
    parts = [OutMessage(text) for text in texts]
    if parts:
        parts[-1] = replace(parts[-1], buttons=buttons, edits=edits if len(parts) == 1 else "")
    parts.extend(OutMessage((), files=(file,)) for file in carried)
    return tuple(parts)


def _choices(buttons: Sequence[Button], capabilities: Capabilities) -> tuple[tuple[Button, ...], tuple[Paragraph, ...]]:
    shown, rest = buttons[: capabilities.max_buttons], buttons[capabilities.max_buttons :]
    pressed = tuple(replace(button, label=_short(button.label, capabilities.max_label)) for button in shown)
    typed = (Paragraph("\n".join(map(typed_line, rest))),) if rest else ()
    return pressed, typed


def typed_line(button: Button) -> str:
    """A choice as a line that says what to type, in no language of its own.

    >>> typed_line(Button("Đồng ý", "y", "1"))
    '1. Đồng ý'
    >>> typed_line(Button("Đọc dự thảo", "d", "đọc DT12"))
    'đọc DT12 → Đọc dự thảo'
    """
    return f"{button.typed}. {button.label}" if button.typed.isdigit() else f"{button.typed} → {button.label}"


def _short(label: str, limit: int) -> str:
    return label if not limit or len(label) <= limit else label[: limit - 1].rstrip() + "…"


def split(
    paragraphs: Iterable[Paragraph], limit: int, measure: Callable[[str], int] = utf16_length
) -> list[tuple[Paragraph, ...]]:
    """Packs ``paragraphs`` into as few parts of at most ``limit`` as whole paragraphs allow; styles are kept.

    A paragraph is cut only when it is longer than a part. Blank paragraphs are left out.
    """
    parts: list[list[Paragraph]] = [[]]
    room = limit
    for paragraph in paragraphs:
        text = paragraph.text.strip("\n") if paragraph.style == "code" else paragraph.text.strip()
        while text.strip():
            space = room - len(GAP) if parts[-1] else limit
            piece, rest = _piece(text, space, limit, measure)
            if piece:
                parts[-1].append(replace(paragraph, text=piece))
                room = space - measure(piece)
            if rest:
                parts.append([])
                room = limit
            text = rest
    return [tuple(part) for part in parts if part]


def _piece(text: str, space: int, limit: int, measure: Callable[[str], int]) -> tuple[str, str]:
    """What of ``text`` goes into the ``space`` left of a part, and the rest; nothing when a new part is better."""
    size = measure(text)
    if size <= space:
        return text, ""
    if space == limit:
        return cut(text, limit, measure)
    if size <= limit or space < limit // 3:
        return "", text
    piece, rest = cut(text, space, measure)
    return (piece, rest) if text[len(piece)].isspace() else ("", text)


def cut(text: str, limit: int, measure: Callable[[str], int] = utf16_length) -> tuple[str, str]:
    """Cuts ``text`` so that the first piece measures at most ``limit``: after a line, else a sentence, else a word.

    Only a word longer than ``limit`` is cut inside, and then not inside a letter with its marks.
    """
    at = _longest_prefix(text, limit, measure)
    window = text[: at + 1]
    line = window.rfind("\n", at // 2)
    sentences = [match.end() for match in _SENTENCE_END.finditer(window) if at // 2 < match.end() <= at + 1]
    word = max((match.start() for match in re.finditer(r"\s", window)), default=0)
    if line > 0:
        at = line
    elif sentences:
        at = sentences[-1]
    elif window[:word].strip():
        at = word
    else:
        at = _between_letters(text, at)
    return text[:at].rstrip(), text[at:].lstrip()


def _longest_prefix(text: str, limit: int, measure: Callable[[str], int]) -> int:
    at = min(len(text), limit)
    while at > 1 and (over := measure(text[:at]) - limit) > 0:
        at -= max(1, over // 2)  # a character is at most two units
    return at


def _between_letters(text: str, at: int) -> int:
    """The nearest place at or before ``at`` that parts no letter from its marks; ``at`` itself if there is none."""
    for place in range(at, 0, -1):
        after, before = text[place : place + 1], text[place - 1]
        glued = after and (unicodedata.combining(after) or after in _JOINERS or "\U0001f3fb" <= after <= "\U0001f3ff")
        if not glued and before != "\u200d":
            return place
    return at
