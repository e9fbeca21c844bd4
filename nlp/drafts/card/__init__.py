"""The clause card of a draft in the draft's own words; who approves it and where it is kept is not known here."""
