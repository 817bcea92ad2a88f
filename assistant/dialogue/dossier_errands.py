"""Doing what a turn decided about a dossier: ask for what is missing, or look it up."""

from collections.abc import Callable
from datetime import datetime

from assistant.catalog.centre import Centre
from assistant.dialogue.acts import Act, ActKind
from assistant.dialogue.conversation import Message
from assistant.dialogue.replies import dossier as replies
from assistant.dialogue.replies.reply import Reply
from assistant.dossier.code import looks_like_code
from assistant.dossier.dossier import (
    DossierNotFound,
    DossierUnavailable,
    InvalidDossierFactor,
    TooManyAttempts,
)
from assistant.dossier.lookup import DossierLookup
from assistant.dossier.message import tells_unfit


class DossierErrands:
    """Runs the acts about dossiers. Waits for a database or the network: call it from a thread."""

    def __init__(self, lookup: DossierLookup, now: Callable[[], datetime]) -> None:
        self._lookup = lookup
        self._now = now

    def run(self, act: Act, message: Message, centre: Centre) -> Reply | None:
        """Do the errand of an act and tell what came of it; nothing if the act is none."""
        match act.kind:
            case ActKind.ASK_DOSSIER_CODE:
                return replies.ask_code(centre, partial=looks_like_code(message.text))
            case ActKind.ASK_DOSSIER_FACTOR:
                return replies.ask_factor(again=tells_unfit(message.text))
            case ActKind.DOSSIER if act.dossier:
                return self._tell(act.dossier, message, centre)
            case _:
                return None

    def _tell(self, code: str, message: Message, centre: Centre) -> Reply:
        try:
            # A caller may begin a new conversation for every try: its channel's are counted too.
            found = self._lookup.find(
                code, message.factor or "", f"c:{message.conversation_id}", message.channel
            )
        except InvalidDossierFactor:
            return replies.ask_factor(again=True)
        except DossierNotFound:
            return replies.dossier_not_found(centre)
        except TooManyAttempts as error:
            return replies.dossier_throttled(error.retry_after or 0, centre)
        except DossierUnavailable:
            return replies.dossier_unavailable(centre)
        return replies.dossier_told(found, self._now().date(), centre)
