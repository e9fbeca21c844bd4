"""VIETNAMESE TEXT: pure and stateless; reads texts and drafts, knows no person, database, network or clock."""
