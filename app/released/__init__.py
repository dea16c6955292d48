"""Statistics exist only as released tables: computed once after a period has closed, rounded, frozen, hashed.

Nothing here knows what is counted. Whoever counts hands in a table that has passed the disclosure control of
``rounding``; whoever shows a number reads it from here.
"""
