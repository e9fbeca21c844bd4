"""Reading drafts: files in, a tree of provisions out; nothing here knows of people, databases or networks."""
