"""Pages that keep the directory right: what is due, the proof, drafts, the history of changes."""
