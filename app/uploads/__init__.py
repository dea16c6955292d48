"""Uploads on the way in (checked and kept) and out (served as nothing but a document)."""
