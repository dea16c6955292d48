"""Pages about who is in the house when: calendar, fixed hours, closures, agreements, and a feed for other calendars."""
