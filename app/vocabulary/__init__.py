"""Topics, traits, languages and documents to bring, and their translations."""
