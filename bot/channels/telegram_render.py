"""How Telegram shows a neutral message: its HTML and its inline keyboard; fitting and sending happen elsewhere."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from bot.channels.base import SendError
from bot.channels.fitting import GAP
from services.messages import Button, Paragraph, Style

# core.telegram.org/bots/api#html-style; everything between the tags is escaped, so nobody's words can format.
TAGS: Mapping[Style, tuple[str, str]] = {
    "plain": ("", ""),
    "title": ("<b>", "</b>"),
    "quote": ("<blockquote>", "</blockquote>"),
    "note": ("<i>", "</i>"),
    "code": ("<code>", "</code>"),
}
MAX_PAYLOAD_BYTES = 64  # core.telegram.org/bots/api#inlinekeyboardbutton, callback_data
SHORT_LABEL, ROW_WIDTH, ROW_BUTTONS = 10, 24, 4  # what still reads well side by side on a small phone


def html(paragraphs: Sequence[Paragraph]) -> str:
    """The paragraphs as Telegram HTML."""
    return GAP.join(_styled(paragraph) for paragraph in paragraphs)


def _styled(paragraph: Paragraph) -> str:
    opening, closing = TAGS[paragraph.style]
    return f"{opening}{escape(paragraph.text, quote=False)}{closing}"


def keyboard(buttons: Sequence[Button]) -> dict[str, Any] | None:
    """An inline keyboard, one button a row; short labels share one. None without buttons.

    Raises SendError (ours) for a payload that is longer than 64 bytes.
    """
    rows: list[list[Button]] = []
    for button in buttons:
        if len(button.payload.encode()) > MAX_PAYLOAD_BYTES:
            raise SendError(f"the payload of a button is longer than {MAX_PAYLOAD_BYTES} bytes", ours=True)
        if rows and _share([*rows[-1], button]):
            rows[-1].append(button)
        else:
            rows.append([button])
    if not rows:
        return None
    return {"inline_keyboard": [[{"text": shown(b), "callback_data": b.payload} for b in row] for row in rows]}


def shown(button: Button) -> str:
    """What stands on the button: with its number where typing that number does the same."""
    return f"{button.typed}. {button.label}" if button.typed.isdigit() else button.label


def _share(row: Sequence[Button]) -> bool:
    widths = [len(shown(button)) for button in row]
    return len(row) <= ROW_BUTTONS and max(widths) <= SHORT_LABEL and sum(widths) <= ROW_WIDTH
