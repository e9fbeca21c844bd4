"""Portals that are watched: what they proposed, what a human made of it, and how their last looks went."""
