"""The digest as a picture; the drawing itself is services/charts.py."""

from services import charts
from services.digests import Digest


def write(digest: Digest, language: str) -> bytes:
    """A PNG for a phone screen."""
    return charts.png(digest, language)
