"""Internal aids for the desk: pages, files, links and lists, with all their versions."""
