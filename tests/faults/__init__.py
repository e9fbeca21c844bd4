"""Processes are killed and servers taken away on purpose; nothing accepted may be lost or doubled."""
