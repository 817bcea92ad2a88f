"""Knowledge that staff edit while it is told: versions over the files, tried and checked before they are."""
