"""Routing rules and the engine that decides who is responsible, and says why."""
