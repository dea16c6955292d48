"""Campaigns: what the program promises, tried against the running server until it would have broken.

Each has a size. A small one runs with every test run; the whole one is run by hand:
``.venv/bin/python -m tests.campaigns NAME --help``. It prints its figures and the machine as JSON and ends with 1 if a
goal is missed.
"""
