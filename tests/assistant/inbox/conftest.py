"""A town on an empty SQLite database."""

import pytest
import sqlalchemy as sa

from assistant.inbox.inbox import Inbox
from tests.assistant.inbox.talk import Town


@pytest.fixture
def town(database: sa.Engine) -> Town:
    return Town(database)


@pytest.fixture
def inbox(town: Town) -> Inbox:
    return town.inbox()
