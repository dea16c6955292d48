"""Interpreting: who can be asked in which language, and how a visitor will be understood at an office."""
