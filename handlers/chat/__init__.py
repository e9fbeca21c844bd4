"""Conversations, one file each, the same on every channel; no platform's word is spoken here."""
