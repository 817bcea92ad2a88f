"""Rasa 3.6.21 behind the engine port. Import `boot` before anything of Rasa."""
