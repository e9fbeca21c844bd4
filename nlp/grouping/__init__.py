"""Which comments say the same: near-duplicates, campaigns of edited letters, arguments; nothing is ever deleted."""
