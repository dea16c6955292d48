"""Pages of the work aids: to find and read at the counter, to write for editors."""
