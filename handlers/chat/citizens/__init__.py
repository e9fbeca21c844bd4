"""The citizens' conversations, one file each."""
