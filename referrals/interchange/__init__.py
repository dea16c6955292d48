"""Formats of other systems, in and out. Pure but for ``models``; each format is a package of its own."""
