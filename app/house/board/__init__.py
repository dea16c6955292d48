"""The board of what organisations offer and ask for."""
