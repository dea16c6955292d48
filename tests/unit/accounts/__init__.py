"""Tests of accounts without the web."""
