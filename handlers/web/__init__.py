"""WEB: the console for staff and the public pages, rendered here; rules are services', the server itself is bot's."""
