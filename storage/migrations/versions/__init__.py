"""The migrations themselves, one numbered file each, generated and then read by a person."""
