"""The pages of statistics for analysts: cells of released tables, and nothing that was reckoned for whoever asks."""
