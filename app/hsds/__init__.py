"""The directory in HSDS 3.0: files out and in, and the public read-only API under ``/hsds/v3/``."""
