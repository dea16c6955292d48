"""Material that is handed out at the desk."""
