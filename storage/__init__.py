"""THE DATABASE: rows, queries, migrations and sealing; no rules about what may happen to them."""
