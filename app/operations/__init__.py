"""How the program fares, for administrators: backups, the night job, the database, the log of staff actions."""
