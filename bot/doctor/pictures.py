"""Whether pictures of digests can be drawn, with every Vietnamese letter."""

import asyncio
from io import BytesIO

from bot.doctor.check import Check, Finding, Patient, fail, ok

BASES = {"a": "aàảãáạăằẳẵắặâầẩẫấậ", "e": "eèẻẽéẹêềểễếệ", "i": "iìỉĩíị", "o": "oòỏõóọôồổỗốộơờởỡớợ"}
LETTERS = "".join(BASES.values()) + "uùủũúụưừửữứựyỳỷỹýỵđ"


async def _look(_patient: Patient) -> Finding:
    missing = await asyncio.to_thread(draw, LETTERS + LETTERS.upper())
    return fail("letters_missing", letters=missing) if missing else ok("pictures")


def draw(letters: str) -> str:
    """Draws the letters as digests do, without a screen; returns those that the font lacks."""
    from matplotlib import get_data_path  # noqa: PLC0415 (a broken library is this check's finding)
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 (for the same reason)
    from matplotlib.figure import Figure  # noqa: PLC0415 (for the same reason)
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415 (for the same reason)

    drawable = FT2Font(f"{get_data_path()}/fonts/ttf/DejaVuSans.ttf").get_charmap()
    figure = Figure(figsize=(2, 1))
    FigureCanvasAgg(figure)
    figure.text(0, 0.5, "".join(letter for letter in letters if ord(letter) in drawable), family="DejaVu Sans")
    figure.savefig(BytesIO(), format="png")
    return "".join(letter for letter in letters if ord(letter) not in drawable)


CHECK = Check("pictures", _look)
