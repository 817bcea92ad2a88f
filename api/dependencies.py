"""What the routes are handed."""

from typing import Annotated

from fastapi import Depends, Request

from assistant.assembly import Assistant
from assistant.catalog.catalog import Catalog
from assistant.dialogue.brain import Brain
from assistant.knowledge.desk import KnowledgeDesk


def get_assistant(request: Request) -> Assistant:
    """The assembled assistant of this server."""
    assistant: Assistant = request.app.state.assistant
    return assistant


def get_brain(assistant: Annotated[Assistant, Depends(get_assistant)]) -> Brain:
    """The brain."""
    return assistant.brain


def get_catalog(brain: Annotated[Brain, Depends(get_brain)]) -> Catalog:
    """The catalog."""
    return brain.catalog


def get_knowledge(assistant: Annotated[Assistant, Depends(get_assistant)]) -> KnowledgeDesk:
    """What staff edit the knowledge with."""
    return assistant.knowledge


AssistantDependency = Annotated[Assistant, Depends(get_assistant)]
BrainDependency = Annotated[Brain, Depends(get_brain)]
CatalogDependency = Annotated[Catalog, Depends(get_catalog)]
KnowledgeDependency = Annotated[KnowledgeDesk, Depends(get_knowledge)]
