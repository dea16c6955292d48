"""Uploaded PDF files: cleaned in a child process, kept under the hash of what came out. Originals are never kept."""
