"""OpenDocument texts made for the tests."""

import zipfile
from pathlib import Path

_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in [
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
    ]
)
# Điều 1. / 1. / a), as LibreOffice and as other programs write it.
LAW = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" '
    'style:num-prefix="Điều " style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="3" style:num-format="a" style:num-suffix=")"/></text:list-style>'
)


def odt(path: Path, body: str, styles: str = LAW, declared: str = "", extra: dict[str, bytes] | None = None) -> Path:
    """An .odt whose text is ``body``; ``declared`` stands before the root, ``extra`` are further members."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{declared}<office:document-content {_SPACES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", content)
        for name, data in (extra or {}).items():
            package.writestr(name, data)
    return path
