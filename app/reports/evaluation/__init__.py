"""The evaluation report over a span of months: chapters from released tables and from what the house has done.

A report keeps to the releases and the facts of the day on which it was made; only its texts change. Everything that it
prints is a ``Section`` of plain values, so that page, PDF and DOCX say the same.
"""
