"""Made-up contacts, spread as those of real centres: marked as such, and never beside real ones."""
