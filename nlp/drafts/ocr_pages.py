"""Pages that are images, read by the tesseract program with its Vietnamese pack; finding the program is the caller's.

The image goes in and the text comes out through pipes: the process may not write files (``nlp.drafts.__main__``).
"""

import subprocess

import pypdfium2

from nlp.drafts.source import Unreadable

_DPI = 300
_POINTS = 72
# A page larger than this (A2 at full resolution) is drawn smaller.
_MOST_PIXELS = 40_000_000
_SECONDS = 60


def read(page: pypdfium2.PdfPage, program: str) -> str:
    """The text of a page image; "" when the program finds none or fails on this page. Raises Unreadable
    (file_scan) when it cannot be started or has no Vietnamese pack.
    """
    command = [program, "stdin", "stdout", "-l", "vie"]
    try:
        done = subprocess.run(  # noqa: S603  (the program is found by the parent, never named by the file)
            command, input=_image(page), capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return ""
    except OSError as error:
        raise Unreadable("file_scan", reason="ocr") from error
    if done.returncode and b"language" in done.stderr.lower():
        raise Unreadable("file_scan", reason="ocr")
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else ""


def _image(page: pypdfium2.PdfPage) -> bytes:
    """The page as a grey PGM picture."""
    scale = _DPI / _POINTS
    pixels = page.get_width() * page.get_height() * scale * scale
    if pixels > _MOST_PIXELS:
        scale *= (_MOST_PIXELS / pixels) ** 0.5
    bitmap = page.render(scale=scale, grayscale=True)
    rows = bytes(bitmap.buffer)
    body = b"".join(rows[y * bitmap.stride : y * bitmap.stride + bitmap.width] for y in range(bitmap.height))
    return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + body
