"""What the assistant knows: procedures and centres, read from knowledge files and checked."""
