"""Rasa's own command line, mended: `python -m assistant.dialogue.rasa_engine train nlu`."""

import sys

from assistant.dialogue.rasa_engine import boot  # noqa: F401  before Rasa

from rasa.__main__ import main  # isort: skip

sys.exit(main())
