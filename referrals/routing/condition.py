"""Conditions of routing rules: parse, compare, match."""
