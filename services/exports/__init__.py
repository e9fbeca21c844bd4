"""Digests and comments as files, one module a format; what is counted is services/digests.py."""
