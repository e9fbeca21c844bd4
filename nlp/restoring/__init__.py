"""Diacritics put back into text typed without them, for display and search only; what was typed is never replaced."""

from nlp.restoring.restorer import Restorer

__all__ = ["Restorer"]
