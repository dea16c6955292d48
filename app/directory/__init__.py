"""The stored directory as a whole: loading folders, drafts, publishing, and the history of every change."""
