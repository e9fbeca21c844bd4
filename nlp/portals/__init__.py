"""Pages and feeds of portals that announce drafts, read as described; fetching them is bot/portals' business."""
