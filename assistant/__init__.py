"""Lễ Tân: the brain of a Vietnamese reception robot."""

import os

# Before numpy is first imported, else they do nothing and training takes up to ten times as long.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
