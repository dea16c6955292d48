"""The whole directory as CSV files, one for each kind of entry, for Excel and LibreOffice, and back without loss."""
