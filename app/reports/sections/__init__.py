"""The sections of each page of statistics: ``build(reader, asked)``, from released tables only."""
