"""What was said may not always be said again: to another person, or after staff have silenced it."""

from collections.abc import Iterator, Mapping
from typing import Any

from assistant.catalog.catalog import Catalog
from assistant.dialogue.replies.dossier import TOPIC as DOSSIER_TOPIC

_OF_KNOWLEDGE = frozenset({"procedure", "comparison", "choice", "faq"})


def may_be_said_again(said: Mapping[str, Any], catalog: Catalog, *, stopped: bool) -> bool:
    """Whether a response may be repeated now; while answers are `stopped`, nothing that tells of an entry."""
    # Whoever stands there now may be another than who knew the dossier's factor.
    if (said["answer"] or {}).get("topic") == DOSSIER_TOPIC:
        return False
    told = set(_told(said))
    return not told if stopped else told.isdisjoint(map(_bare, catalog.silenced))


def _told(said: Mapping[str, Any]) -> Iterator[str]:
    """The codes and slugs of the entries that a response tells of or offers."""
    for card in said["cards"]:
        if card["type"] in _OF_KNOWLEDGE:
            for named in (card, *card.get("options", ())):
                yield from (_bare(named[field]) for field in ("code", "slug") if field in named)


def _bare(key: str) -> str:
    """The code of a procedure, or the slug of an entry of the FAQ without what tells it apart."""
    return key.rpartition(":")[2]
