"""Released numbers as files."""
