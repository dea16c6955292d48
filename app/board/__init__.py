"""Pages of the board: what organisations offer and ask for, to read at the counter, to write for editors."""
