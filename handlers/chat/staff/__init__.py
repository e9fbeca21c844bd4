"""The staff's conversations, one file each."""
