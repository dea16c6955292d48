"""The translation desk: what editors translate, review, export and import."""
