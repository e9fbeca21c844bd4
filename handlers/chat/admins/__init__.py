"""The admins' conversations, one file each."""
