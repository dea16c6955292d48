"""What released tables say, for people: sections of pages, charts, exports and the evaluation report.

Everything here reads ``app.released`` and nothing else about visitors. ``app.reports.releasing`` is the one exception:
it counts, and hands what it counted to the disclosure control before anybody sees it.
"""
