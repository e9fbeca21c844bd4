"""The picture of a digest for a phone screen: comments per provision by stance, and per day; drawn off the event loop.

Labels carry every Vietnamese mark with matplotlib's own font, so pictures are the same on every machine.
"""

import re
import threading
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from textwrap import wrap

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font

from services.clock import local_day, show_day
from services.digests import ByProvision, Digest
from services.exports import words
from services.i18n import Translate, translator
from storage.models import Stance

# Okabe and Ito's colours, told apart by colour-blind readers too (https://jfly.uni-koeln.de/color/).
COLOURS: Mapping[Stance, str] = {
    Stance.AGREE: "#0072B2",
    Stance.AMEND: "#E69F00",
    Stance.OPPOSE: "#D55E00",
    Stance.UNCLEAR: "#9A9A9A",
    Stance.QUESTION: "#CC79A7",
}
ON_DARK = frozenset({Stance.AGREE, Stance.OPPOSE})
INK, PALE, RULE = "#1B1B1B", "#555555", "#DDDDDD"
WIDTH, DPI = 10.8, 100  # inches, dots per inch: 1080 dots, what chat apps show without scaling up
BARS = 8
DAYS = 31
TITLE_LINE, LEGEND_LINE, BAR_LINE = 0.42, 0.45, 1.0  # inches

_FONTS = Path(mpl.get_data_path()) / "fonts" / "ttf"
_PLAIN, _BOLD = _FONTS / "DejaVuSans.ttf", _FONTS / "DejaVuSans-Bold.ttf"
_DRAWABLE = frozenset(FT2Font(str(_PLAIN)).get_charmap()) & frozenset(FT2Font(str(_BOLD)).get_charmap())
_NUMBERED = re.compile(r"\b(điểm|khoản|điều|mục) ", re.IGNORECASE)  # a line does not end between it and its number
_DRAWING = threading.Lock()  # matplotlib's font cache is not made for threads


def png(digest: Digest, language: str) -> bytes:
    """A PNG, 1080 dots wide and as tall as its bars need; the same digest always gives the same bytes."""
    t = translator(language)
    with _DRAWING:
        figure = _draw(digest, t)
        out = BytesIO()
        FigureCanvasAgg(figure)  # gives the figure the canvas that draws without a screen
        figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def _draw(digest: Digest, t: Translate) -> Figure:
    title = wrap(_plain(words.shorten(digest.title, 150)), 56)
    head = 2.1 + TITLE_LINE * len(title)
    if not digest.numbers.messages:
        figure = _sheet(head + 2.2)
        _headline(figure, digest, title, t)
        _write(figure, head + 0.9, t("Chưa có góp ý nào trong thời gian này."), 26, PALE)
        return figure
    parts = digest.hot(BARS)
    legend = _legend_rows(digest, t)
    bars_from = head + 0.75 + LEGEND_LINE * len(legend)
    days_from = bars_from + BAR_LINE * len(parts) + 0.35
    figure = _sheet(days_from + 3.6)
    _headline(figure, digest, title, t)
    _write(figure, head + 0.2, _provisions_title(digest, t), 23, INK, bold=True)
    for row, names in enumerate(legend):
        _legend(figure, head + 0.75 + LEGEND_LINE * row, names)
    _provisions(_axes(figure, bars_from, BAR_LINE * len(parts), 0.31, 0.64), parts, t)
    _write(figure, days_from + 0.2, t("Góp ý theo ngày"), 23, INK, bold=True)
    _days(_axes(figure, days_from + 0.65, 2.3, 0.09, 0.82), digest)
    return figure


def _sheet(height: float) -> Figure:
    return Figure(figsize=(WIDTH, height), dpi=DPI, facecolor="white")


def _axes(figure: Figure, top: float, height: float, left: float, width: float) -> Axes:
    """Axes whose upper edge is ``top`` inches below that of the sheet."""
    whole = figure.get_figheight()
    return figure.add_axes((left, 1 - (top + height) / whole, width, height / whole))


def _write(
    figure: Figure, top: float, text: str, size: int, colour: str, *, bold: bool = False, x: float = 0.05
) -> None:
    y = 1 - top / figure.get_figheight()
    font = _font(size, bold=bold)
    figure.text(x, y, _plain(text), font=font, color=colour, va="center", parse_math=False)


def _headline(figure: Figure, digest: Digest, title: Sequence[str], t: Translate) -> None:
    _write(figure, 0.6, t("Tổng hợp góp ý {code}", code=digest.code), 30, INK, bold=True)
    for row, line in enumerate(title):
        _write(figure, 1.15 + TITLE_LINE * row, line, 21, INK)
    below = 1.2 + TITLE_LINE * len(title)
    _write(figure, below, words.period(digest.since, digest.until, digest.made_at, t), 18, PALE)
    _write(figure, below + 0.5, words.numbers(digest.numbers, t), 21, INK, bold=True)


def _provisions_title(digest: Digest, t: Translate) -> str:
    if len(digest.provisions) > BARS:
        return t("{shown} nơi nhiều nội dung khác nhau nhất", shown=BARS)
    return t("Góp ý theo điều khoản")


def _legend_rows(digest: Digest, t: Translate) -> list[list[tuple[float, str, str]]]:
    """Place, colour and name of the stances that occur, broken into lines by the width of an average letter."""
    rows: list[list[tuple[float, str, str]]] = []
    x = WIDTH
    for stance, name in words.stances(t).items():
        if not any(stance in part.stances for part in digest.provisions):
            continue
        width = 0.62 + 0.145 * len(name)
        if x + width > WIDTH - 0.3:
            x = 0.54
            rows.append([])
        rows[-1].append((x / WIDTH, COLOURS[stance], name))
        x += width
    return rows


def _legend(figure: Figure, top: float, names: Sequence[tuple[float, str, str]]) -> None:
    for x, colour, name in names:
        _write(figure, top, "■", 24, colour, x=x)
        _write(figure, top, name, 18, INK, x=x + 0.032)


def _provisions(axes: Axes, parts: Sequence[ByProvision], t: Translate) -> None:
    longest = max(part.numbers.messages for part in parts)
    for row, part in enumerate(parts):
        left = 0
        for stance in (stance for stance in Stance if stance in part.stances):
            width = part.stances[stance].messages
            axes.barh(row, width, left=left, height=0.5, color=COLOURS[stance], edgecolor="white")
            _inside(axes, row, left, width, longest, dark=stance in ON_DARK)
            left += width
        axes.text(left + longest * 0.015, row, str(left), font=_font(19, bold=True), color=INK, va="center")
        axes.text(0, row + 0.43, words.numbers(part.numbers, t), font=_font(15), color=PALE, va="center")
        label = "\n".join(_label_lines(words.place(part.label, t)))
        axes.text(-longest * 0.025, row, label, font=_font(17), color=INK, ha="right", va="center", parse_math=False)
    axes.set_xlim(0, longest * 1.12)
    axes.set_ylim(len(parts) - 0.35, -0.35)
    axes.set_axis_off()


def _label_lines(label: str) -> list[str]:
    return wrap(_NUMBERED.sub("\\1\u00a0", _plain(words.shorten(label, 40))), 22)[:2]


def _inside(axes: Axes, row: int, left: int, width: int, longest: int, *, dark: bool) -> None:
    """The count within its piece of the bar, where there is room to read it."""
    if width * 100 < longest * (2 + 3 * len(str(width))):
        return
    colour = "white" if dark else INK
    axes.text(left + width / 2, row, str(width), font=_font(18), color=colour, ha="center", va="center")


def _days(axes: Axes, digest: Digest) -> None:
    """One bar a day, the newest DAYS days of the period; days without a comment stay as gaps."""
    found = {row.day: row.numbers.messages for row in digest.days}
    days = _calendar(digest, min(found), max(found))
    counts = [found.get(day, 0) for day in days]
    top = max(counts)
    axes.bar(range(len(days)), counts, width=0.8, color=COLOURS[Stance.AGREE])
    for place, count in enumerate(counts):
        if count == top or (count and len(days) * len(str(top)) <= 42):
            axes.text(place, count, str(count), font=_font(18), color=INK, ha="center", va="bottom")
    shown = sorted({0, len(days) - 1, *((len(days) // 2,) if len(days) > 6 else ())})
    axes.set_xticks(shown, [show_day(days[place]) for place in shown], font=_font(18), color=INK)
    axes.set_yticks([])
    axes.set_ylim(0, top * 1.2)
    axes.set_xlim(-0.6, max(len(days), 6) - 0.4)
    for side in ("top", "left", "right"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(RULE)
    axes.tick_params(length=0, pad=8)


def _calendar(digest: Digest, first: date, last: date) -> list[date]:
    """Every day from the start of the period (else the first comment) to the last comment, at most DAYS of them."""
    if digest.since is not None:
        first = min(first, local_day(digest.since))
    first = max(first, last - timedelta(days=DAYS - 1))
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _font(size: int, *, bold: bool = False) -> FontProperties:
    return FontProperties(fname=str(_BOLD if bold else _PLAIN), size=size)


def _plain(text: str) -> str:
    """The text without characters that the font cannot draw, such as emoji."""
    return "".join(char for char in text if ord(char) in _DRAWABLE)
