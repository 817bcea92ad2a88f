"""What citizens asked in vain: gathered from the turns, grouped by meaning, sorted by staff."""
