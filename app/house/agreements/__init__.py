"""Cooperation agreements with partners: until when they hold, and when to think of renewing them."""
