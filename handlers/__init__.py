"""WHO TURNS TO US: conversations (chat) and pages (web); the rules themselves are services."""
