"""Wegweiser: the desk tool of a welcome centre. See README.md for the layout."""
