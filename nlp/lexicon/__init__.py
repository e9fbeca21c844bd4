"""Word lists in TOML that staff can read and extend, with their reading and matching; no decisions here."""
