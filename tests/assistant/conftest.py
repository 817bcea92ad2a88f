"""Hypothesis for this room: no deadline on a shared machine, and nothing written to disk."""

from hypothesis import settings

settings.register_profile("house", deadline=None, database=None)
settings.load_profile("house")
