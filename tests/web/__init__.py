"""Tests through the real web application."""
