"""The watcher of portals: fetches politely and safely, lets nlp read and services keep; no rule of theirs is here."""
