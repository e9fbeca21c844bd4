"""A digest and its comments as the bytes of a file in one of six formats; nothing is read from the database here."""

from collections.abc import Sequence

from services.digests import Digest
from services.errors import Refused
from services.exports import as_csv, as_docx, as_json, as_png, as_text, as_xlsx, tables
from services.exports.comments import LISTING, Comment, collect, masked
from services.i18n import translator

FORMATS = ("text", "json", "xlsx", "csv", "docx", "png")


def render(digest: Digest, comments: Sequence[Comment], format: str, language: str) -> bytes:
    """The file as bytes; comments are masked here, so that no caller can forget to.

    Computes for up to seconds: call it in a thread, outside any transaction. Raises Refused(``unknown_format``).
    """
    listed = masked(comments) if format in LISTING else ()
    t = translator(language)
    match format:
        case "text":
            return as_text.write(digest, language)
        case "json":
            return as_json.write(digest, listed, language)
        case "csv":
            return as_csv.write(tables.comments(listed, language, t))
        case "xlsx":
            sheets = [
                tables.summary(digest, language, t),
                tables.provisions(digest, t),
                tables.topics(digest, language, t),
                tables.comments(listed, language, t),
            ]
            return as_xlsx.write(sheets, digest.title, digest.made_at)
        case "docx":
            return as_docx.write(digest, language)
        case "png":
            return as_png.write(digest, language)
        case _:
            raise Refused("unknown_format", format=format, known=", ".join(FORMATS))


__all__ = ["FORMATS", "LISTING", "Comment", "collect", "render"]
