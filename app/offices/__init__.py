"""The offices as editors keep them: a list, a form with a grid of hours, what a change does to visitors."""
