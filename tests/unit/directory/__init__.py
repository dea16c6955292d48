"""The directory: files, codes, hours."""
