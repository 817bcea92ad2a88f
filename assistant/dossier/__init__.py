"""Dossiers: their codes, the sources that know their state, and who may see it."""
