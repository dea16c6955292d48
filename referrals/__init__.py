"""Offices, routing rules, referrals and the slip."""
