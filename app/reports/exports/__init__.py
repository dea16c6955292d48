"""Released numbers as files: sections of pages, whole tables, a year as open data, several towns as one state. Pure.

Nothing here reckons with a number that a table has not published, and the same number is the same in every file.
"""
