"""The pages about interpreting, and the words for it."""
