"""The HTTP face: one module for each resource of the public contract."""
