"""From acts to the reply: the facts come from the catalog, the words from `replies`."""

from collections.abc import Callable, Iterable
from datetime import datetime

from assistant.catalog.catalog import Catalog
from assistant.catalog.centre import Centre
from assistant.catalog.procedure import Procedure
from assistant.dialogue.acts import KNOWLEDGE_ACTS, Act, ActKind
from assistant.dialogue.phrasing import asks_for_nearest
from assistant.dialogue.replies.communes import communes_found, nearest_to
from assistant.dialogue.replies.comparison import comparison
from assistant.dialogue.replies.faq import faq_answer
from assistant.dialogue.replies.procedures import answer, ask_which, offer
from assistant.dialogue.replies.reply import Reply
from assistant.dialogue.replies.service import service_reply, stopped

_EXAMPLES = ("1.001193", "1.004222", "2.000815", "1.014063")


class Composer:
    """Puts acts into words for a centre, at the clock's time."""

    def __init__(
        self,
        catalog: Callable[[], Catalog],
        now: Callable[[], datetime],
        stopped: Callable[[str], object | None] = lambda _centre: None,
    ) -> None:
        """`catalog` gives what is told at the moment, `stopped` what stops answers at a centre."""
        self._catalog_now = catalog
        self._now = now
        self._stopped = stopped

    @property
    def _catalog(self) -> Catalog:
        return self._catalog_now()

    def compose(self, act: Act, centre: Centre) -> Reply:
        """The reply of an act. A repeat is answered by the brain, which knows what was said."""
        if act.kind in KNOWLEDGE_ACTS and self._stopped(centre.slug):
            return stopped(centre)
        match act.kind:
            case ActKind.FAQ if act.faq:
                entry = self._catalog.faq_entry(act.faq)
                return faq_answer(entry, self._told(entry.procedures), centre)
            case ActKind.COMPARE:
                left, right = (self._catalog.procedure(code) for code in act.candidates)
                return comparison(left, right, centre)
            case ActKind.ANSWER if act.procedure:
                return answer(self._catalog.procedure(act.procedure), act.topics, centre)
            case ActKind.OFFER:
                return offer([self._catalog.entry(key) for key in act.candidates], act.topics)
            case ActKind.ASK_WHICH:
                return ask_which(act.topics, self._told(_EXAMPLES))
            case ActKind.COMMUNE if act.place:
                return self._commune(act.place, centre)
            case _:
                return service_reply(act.kind, centre, self._now(), act.service)

    def _told(self, codes: Iterable[str]) -> list[Procedure]:
        """Those of the procedures that there are and that are not switched off."""
        catalog = self._catalog
        return [catalog.procedure(c) for c in codes if c in catalog and c not in catalog.silenced]

    def _commune(self, place: str, centre: Centre) -> Reply:
        """Where a place belongs now, or what lies near it, or near this centre if it names none."""
        communes = self._catalog.communes
        matches = communes.named(place)
        if not asks_for_nearest(place):
            return communes_found(matches, self._catalog.centres)
        here = matches[0].commune if matches else communes.commune(str(centre.commune))
        others = [commune for commune in communes if matches or commune.code != here.code]
        near = communes.nearest(here.latitude, here.longitude, others)
        return nearest_to(here.name, near, here=not matches)
