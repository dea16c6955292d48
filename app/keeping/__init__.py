"""Backups: written, checked, read back; when they are made, how long they are kept, and what is known about them."""
