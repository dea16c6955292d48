"""The library of handouts: what there is in which language, how much is left, and keeping it right."""
