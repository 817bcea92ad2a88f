"""What `make` calls: talking in the terminal, measuring."""
