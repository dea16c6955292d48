"""Pages about missing material: what is asked from whom, what has become of it, and what nobody asked for yet."""
