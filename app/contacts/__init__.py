"""The anonymous log of first consultations. What is not a column here cannot be known."""
