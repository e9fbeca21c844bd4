"""Channels: how each platform writes our neutral messages; what is said is decided in the rooms below."""
