"""The directory in the Human Services Data Specification 3.0 (HSDS), out and in: JSON lists and the table package.

An office is one organization with one service, and with one location if its address is public. Routing rules have no
place in HSDS: they travel as CSV; what they say about whom an office serves stands here as attributes.
"""
