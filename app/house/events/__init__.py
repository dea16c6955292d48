"""Talks and courses of partners in the house, and their posters."""
