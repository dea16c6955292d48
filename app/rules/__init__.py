"""The decision table: who is responsible for whom, edited as drafts, previewed with all effects, published."""
