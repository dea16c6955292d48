"""Staff accounts: users, roles, logins, throttling."""
