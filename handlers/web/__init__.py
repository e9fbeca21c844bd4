"""WEB: health and metrics live in bot/server.py so far; the agency console and public pages will live here."""
