"""Exchange with other systems, for editors: what others propose, and files out and in."""
