"""Drafts: brought in, published, closed, found and read; reading the file itself is services/reading.py."""
