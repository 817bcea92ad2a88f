"""Lễ Tân: the brain of a Vietnamese reception robot."""
