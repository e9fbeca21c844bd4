"""Larger statements, one file a subject; what their numbers mean is said in services."""
