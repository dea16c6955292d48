"""Schemas of every release, with data in all of their tables, brought up to the newest one."""
