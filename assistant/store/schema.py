"""Every table, for the migrations."""

from assistant.store import (
    dossier_tables,
    feedback_tables,
    inbox_tables,
    knowledge_tables,
    queue_tables,
    staff_tables,
)
from assistant.store.tables import metadata

__all__ = [
    "dossier_tables",
    "feedback_tables",
    "inbox_tables",
    "knowledge_tables",
    "metadata",
    "queue_tables",
    "staff_tables",
]
