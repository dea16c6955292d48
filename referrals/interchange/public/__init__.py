"""The public directory for the city's website: one page that needs nothing else, and the same as schema.org JSON-LD."""
