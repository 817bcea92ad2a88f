"""The desk at /staff: pages for the people who work at the centres."""
