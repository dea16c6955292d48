"""The analysts' pages of the evaluation report: list, chapters with their texts, PDF and DOCX."""
