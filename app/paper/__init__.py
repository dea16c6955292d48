"""The paper fallback: a tally sheet to print for a day without power, and the quick entry of what was noted on it."""
