"""Attacks: many desks at once, power cuts, full disks, odd requests, old pages, several servers."""
