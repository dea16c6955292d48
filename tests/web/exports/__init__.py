"""Files of statistics over HTTP."""
