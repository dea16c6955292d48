"""Offices: what is known about them, from where, and when they are open."""
